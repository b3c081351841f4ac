"""The JSON-like text of a VSAQ file → JSON: no comments, no added strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.documents.positions import Lines

if TYPE_CHECKING:
    from audit.importers.ledger import Ledger

# Possessive, so that a text without its closing quote is not tried again and again.
_STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_TOKEN = re.compile(
    rf"(?P<string>{_STRING}(?:\s*\+\s*{_STRING})*)"
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))",
    re.DOTALL,
)
_PLUS = re.compile(rf"({_STRING})\s*\+\s*(?=\")")


def as_json(text: str, ledger: Ledger) -> str:
    """Return strict JSON of the same lines; the comments are lost."""
    lines = Lines(text)

    def plain(found: re.Match[str]) -> str:
        breaks = "\n" * found[0].count("\n")
        if found["comment"]:
            line, _ = lines.at(found.start())
            ledger.lose(f"line {line}", found[0], "JSON has no comments")
            return breaks
        joined = _PLUS.sub(lambda part: part[1][:-1] + "\x00", found["string"])
        return joined.replace('\x00"', "") + breaks

    return _TOKEN.sub(plain, text)
