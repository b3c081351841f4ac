"""Names of ours made from foreign ids: the same id always gives the same name."""

from __future__ import annotations

import re
import unicodedata

#: What is left for a number behind a name that is taken.
_ROOM = 8
_MAX_SLUG = 80
_MAX_CODE = 64


class Names:
    """Hands out names that stay apart, in the order they are asked for."""

    def __init__(self, stem: str, longest: int = _MAX_SLUG, joiner: str = "-") -> None:
        self._stem = stem
        self._longest = longest
        self._joiner = joiner
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def make(self, foreign: str) -> str:
        """Return a new name for a foreign id, numbered when it is taken."""
        base = slug(foreign, self._stem)[: self._longest - _ROOM].rstrip("-")
        name, number = base, self._next.get(base, 2)
        while name in self._taken:
            name = f"{base}{self._joiner}{number}"
            number += 1
        self._next[base] = number
        self._taken.add(name)
        return name


def option_names() -> Names:
    """Return the names of one question's options."""
    return Names("option", _MAX_CODE)


def slug(foreign: str, stem: str) -> str:
    """Return lower-case letters and digits joined by hyphens, beginning with a letter.

    What has no Latin letter or digit in it becomes the stem.
    """
    plain = unicodedata.normalize("NFKD", foreign).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    if not words:
        return stem
    return words if words[0].isalpha() else f"{stem}-{words}"
