"""A head as the text of a C2SP tlog-checkpoint: origin, size, root, a line each.

The text is short enough to be printed and typed. Lines after the third, which the
format allows, are refused: nothing here could tell what they mean.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from audit.errors import InputError, Problem

MAX_CHECKPOINT_BYTES = 1 << 10
#: No spaces and no plus sign, as in the name of a C2SP key.
_ORIGIN = r"[!-*,-~]{1,200}"
_SIZE = r"0|[1-9][0-9]{0,14}"
_TEXT = re.compile(rf"({_ORIGIN})\n({_SIZE})\n([A-Za-z0-9+/]{{43}}=)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one register: which one, how many records, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"


def read_checkpoint(text: str, file: str) -> Checkpoint:
    """Return the head that a text states; InputError when it has any other form.

    Args:
        text: the three lines, each ended by a line feed.
        file: its name for messages.
    """
    match = _TEXT.fullmatch(text)
    if match:
        origin, size, root = match.groups()
        found = Checkpoint(origin, int(size), base64.b64decode(root))
        if found.text == text:  # else the last letter of the base64 has spare bits
            return found
    message = "this is no head of a register"
    hint = "three lines: origin, number of records, root in base64"
    raise InputError.of(Problem("checkpoint", message, "", hint, file))
