"""What ``import audit`` offers to scripts: the use cases with the clock and files.

Every function is a face of `audit.pipeline` or of what lies below it; nothing is
decided here. As in ``cli``, a day or moment that is not given is that of the clock.
"""
