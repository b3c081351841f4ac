"""Read an entry's content in small pieces, and stop once it is not what it says.

Nothing here trusts a size: whatever the header promised, at most one piece beyond the
declared size is ever unpacked.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, BinaryIO

from audit.errors import Problem
from audit.submission.check import STORED
from audit.submission.directory import content_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.submission.directory import Entry

_CHUNK = 256 * 1024


class ContentFault(Exception):
    """The content is not what the directory or the manifest says; never leaves here."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def problem(self, entry: Entry, source: str) -> Problem:
        """Return the fault as a problem of the entry."""
        message = f"'{entry.name[:80]}': {self}"
        hint = "send the file again; it was damaged or changed on its way"
        return Problem(self.code, message, "", hint, source)


def read_entry(file: BinaryIO, entry: Entry) -> bytes:
    """Return a small entry's content, checked; ContentFault when it is not sound."""
    return b"".join(checked(file, entry, None))


def checked(file: BinaryIO, entry: Entry, sha256: str | None) -> Iterator[bytes]:
    """Yield an entry's content in pieces; size, CRC and SHA-256 are checked on the way.

    ContentFault comes before a piece that exceeds the declared size is yielded, or
    after the last piece. The caller throws away what it got until then.
    """
    sha, crc, size = hashlib.sha256(), 0, 0
    pieces = _stored(file, entry) if entry.method == STORED else _inflated(file, entry)
    for piece in pieces:
        size += len(piece)
        if size > entry.size:
            raise ContentFault("zip-content", f"it has more than {entry.size:,} bytes")
        sha.update(piece)
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size:
        message = f"it has {size:,} bytes, not {entry.size:,}"
        raise ContentFault("zip-content", message)
    if crc != entry.crc:
        raise ContentFault("zip-content", "its checksum (CRC-32) is wrong")
    if sha256 is not None and sha.hexdigest() != sha256:
        message = "its SHA-256 is not the manifest's"
        raise ContentFault("submission-digest", message)


def _stored(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    file.seek(content_start(entry))
    left = entry.packed
    while left and (piece := file.read(min(_CHUNK, left))):
        left -= len(piece)
        yield piece


def _inflated(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    file.seek(content_start(entry))
    left, pending = entry.packed, b""
    while not engine.eof:
        if not pending and left:
            pending = file.read(min(_CHUNK, left))
            left = left - len(pending) if pending else 0
        came = bool(pending)
        try:
            piece = engine.decompress(pending, _CHUNK)
        except zlib.error:
            raise ContentFault("zip-content", "its deflated data is damaged") from None
        pending = engine.unconsumed_tail
        if piece:
            yield piece
        elif not came and not engine.eof:
            raise ContentFault("zip-content", "its deflated data was cut off")
    if left or engine.unused_data:
        raise ContentFault("zip-content", "bytes follow its deflated data")
