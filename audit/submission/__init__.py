"""A packed submission: response, evidence and envelope in one zip file.

``pack`` writes one, ``open_submission`` unpacks one after it was checked from end to
end; ``opened`` takes a packed and a loose response alike.
"""

from audit.submission.opening import Submission, open_submission, opened, read_response
from audit.submission.packing import Packed, pack

__all__ = [
    "Packed",
    "Submission",
    "open_submission",
    "opened",
    "pack",
    "read_response",
]
