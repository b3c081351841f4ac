"""Where each value of a valid JSON text stands, found only when asked.

Only the containers on the way to a pointer are indexed, so a small fault in a large
document costs little memory.
"""

from __future__ import annotations

import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from audit.documents.positions import Lines, index_of, path_of

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^ \t\n\r,:\[\]{}"]+')
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')

#: Key offset (-1 in lists) and value offset.
_Child = tuple[int, int]


class JsonPlaces:
    """Finds line and column of pointers in one text that is known to be valid JSON."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._maps: dict[int, dict[str, _Child]] = {}
        self._lists: dict[int, list[int]] = {}

    def __call__(self, pointer: str, /, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of the pointer or of its nearest ancestor."""
        key_offset, offset = -1, self._after_space(0)
        for token in path_of(pointer):
            child = self._child(offset, token)
            if child is None:
                key_offset = -1
                break
            key_offset, offset = child
        return self._lines.at(key_offset if key and key_offset >= 0 else offset)

    def _child(self, offset: int, token: str) -> _Child | None:
        if self._text[offset] == "{":
            if offset not in self._maps:
                self._maps[offset] = self._map_at(offset)
            return self._maps[offset].get(token)
        if self._text[offset] != "[":
            return None
        if offset not in self._lists:
            self._lists[offset] = self._list_at(offset)
        items = self._lists[offset]
        index = index_of(token, len(items))
        return None if index is None else (-1, items[index])

    def _map_at(self, offset: int) -> dict[str, _Child]:
        found: dict[str, _Child] = {}
        offset = self._after_space(offset + 1)
        while self._text[offset] != "}":
            key, end = scanstring(self._text, offset + 1, True)
            value = self._after_space(self._after_space(end) + 1)
            found[key] = (offset, value)
            offset = self._next(value)
        return found

    def _list_at(self, offset: int) -> list[int]:
        found: list[int] = []
        offset = self._after_space(offset + 1)
        while self._text[offset] != "]":
            found.append(offset)
            offset = self._next(offset)
        return found

    def _next(self, offset: int) -> int:
        """Return the offset of the next child or of the closing bracket."""
        end = self._after_space(self._end(offset))
        return self._after_space(end + 1) if self._text[end] == "," else end

    def _end(self, offset: int) -> int:
        if self._text[offset] not in "{[":
            scalar = _SCALAR.match(self._text, offset)
            return scalar.end() if scalar else offset + 1
        depth = 0
        for token in _STRING_OR_BRACKET.finditer(self._text, offset):
            if token[0] in "{[":
                depth += 1
            elif token[0] in "}]":
                depth -= 1
                if not depth:
                    return token.end()
        return len(self._text) - 1

    def _after_space(self, offset: int) -> int:
        space = _SPACE.match(self._text, offset)
        return space.end() if space else offset
