"""Foreign questionnaires and answers → documents of ours and a list of what is lost.

One file a format; ``registry.py`` lists them and tells what a file is. Whatever a
format does not carry stands in the losses: nothing disappears silently.
"""
