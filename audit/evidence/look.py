"""What a file's bytes show from outside: its beginning, and marks worth a warning.

Nothing is unpacked or parsed. A mark that was seen is there; one that was not may
still hide in a compressed part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Bytes kept of a file's beginning.
HEAD_BYTES = 4096


def _pdf_name(*words: str) -> re.Pattern[bytes]:
    """Return the pattern of PDF names, whose letters may be written as ``#4a``."""
    spelt = [
        "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
        for word in words
    ]
    return re.compile(f"/(?:{'|'.join(spelt)})[^A-Za-z0-9]".encode())


#: Mark → pattern. No match is longer than ``_OVERLAP``.
_MARKS = {
    "/JavaScript": _pdf_name("JavaScript", "JS"),
    "/Launch": _pdf_name("Launch"),
    "/EmbeddedFile": _pdf_name("EmbeddedFile", "EmbeddedFiles"),
    "office": re.compile(rb"\[Content_Types\]\.xml"),
    "word": re.compile(rb"word/document\.xml"),
    "sheet": re.compile(rb"xl/workbook\.(?:xml|bin)"),
    "slides": re.compile(rb"ppt/presentation\.xml"),
    "macros": re.compile(rb"vbaProject\.bin|_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"),
    "script tag": re.compile(rb"(?i)<script[\s>/]"),
}
_OVERLAP = 64
_ZIP_END = b"PK\x05\x06"
#: Bytes at a file's end in which readers look for the end of a zip archive.
_ZIP_TAIL = 22 + 65535


@dataclass(frozen=True, slots=True)
class Look:
    """Beginning, size in bytes and the marks found anywhere in a file."""

    head: bytes
    size: int
    marks: frozenset[str]


@dataclass(slots=True)
class Looker:
    """Collects a Look from a file's chunks; memory stays that of one chunk."""

    _head: bytes = b""
    _tail: bytes = b""
    _size: int = 0
    _zip_end: int = -1
    _marks: set[str] = field(default_factory=set)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the file."""
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
        window = self._tail + chunk
        if (place := window.rfind(_ZIP_END)) >= 0:
            self._zip_end = self._size - len(self._tail) + place
        self._size += len(chunk)
        self._search(window)
        self._tail = window[-_OVERLAP:]

    def look(self) -> Look:
        """Return what was seen up to now."""
        self._search(self._tail + b"\n")  # a name may end with the file
        marks = frozenset(self._marks)
        if self._zip_end >= 0 and self._size - self._zip_end <= _ZIP_TAIL:
            marks |= {"zip end"}
        return Look(self._head, self._size, marks)

    def _search(self, window: bytes) -> None:
        for mark, pattern in _MARKS.items():
            if mark not in self._marks and pattern.search(window):
                self._marks.add(mark)
