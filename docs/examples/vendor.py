"""Answer what is still open in a response, check it, and pack it to be sent.

Usage: python vendor.py response.json submission.zip
"""

import sys
from datetime import date
from pathlib import Path

import audit

DAY = date(2026, 11, 24)
ANSWERS = {"gov-01-approved": "yes", "gov-04-notice": "14 d"}


def main(response: Path, submission: Path) -> None:
    print("open:", *audit.check(response, as_of=DAY).left)
    audit.answer(response, ANSWERS)
    checked = audit.check(response, as_of=DAY)
    for problem in checked.problems:
        print(problem)
    if checked.complete:
        packed = audit.pack(response, submission)
        print(f"complete, {len(packed.files)} files packed")


main(*map(Path, sys.argv[1:]))
