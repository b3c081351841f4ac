"""JSON Pointers (RFC 6901), line and column of an offset, and values cut for people."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longest piece of someone's document that a message repeats.
MAX_ECHO = 80
_MAX_POINTER = 400


class Locate(Protocol):
    """Finds the line and column of a pointer, or of its nearest existing ancestor."""

    def __call__(self, pointer: str, /, *, key: bool = False) -> tuple[int, int]:
        """Return line and column from 1; ``key`` asks for the key, not its value."""
        ...


def pointer_of(path: Iterable[str | int]) -> str:
    """Return the JSON Pointer of a path of keys and indexes."""
    return "".join(
        "/" + str(token).replace("~", "~0").replace("/", "~1") for token in path
    )


def path_of(pointer: str) -> list[str]:
    """Return the unescaped tokens of a JSON Pointer."""
    return [
        token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
    ]


def index_of(token: str, length: int) -> int | None:
    """Return the array index that a pointer token means, None when there is none."""
    # Nine digits suffice for any list, and keep int() away from endless numerals.
    if not token.isascii() or not token.isdigit() or len(token) > 9:
        return None
    index = int(token)
    return index if index < length and str(index) == token else None


def short_pointer(pointer: str) -> str:
    """Return a pointer whose length fits a message; ordinary ones are unchanged."""
    return pointer if len(pointer) <= _MAX_POINTER else f"{pointer[:_MAX_POINTER]}…"


def shown(value: Any) -> str:
    """Return a value in words or quotes, short and without control characters."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    number = isinstance(value, int | Decimal)
    text = str(value) if number else repr(str(value)[: MAX_ECHO + 1])
    return text if len(text) <= MAX_ECHO else f"{text[: MAX_ECHO - 1]}…"


class Lines:
    """Turns offsets of a text into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; columns count characters."""
        if self._ends is None:
            # Built once and only when something is to be located.
            self._ends = [i for i, char in enumerate(self._text) if char == "\n"]
        line = bisect_left(self._ends, offset)
        start = self._ends[line - 1] + 1 if line else 0
        return line + 1, offset - start + 1
