"""Read the directory of a zip file, strictly: one layout, read one way by everyone.

    local header, content   of each entry, without gaps, from the first byte
    central directory       one record an entry
    end record              the last 22 bytes

Comments, extra fields, data descriptors, zip64 and several disks are refused: nothing
of ours writes them, and readers disagree about them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from audit.errors import InputError, Problem
from audit.submission.model import MAX_DIRECTORY_BYTES, MAX_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

END = struct.Struct("<4s4H2LH")
CENTRAL = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
_AGAIN = "pack the folder again with audit pack"
_LAST_PLACE_FOR_END = END.size + 65535


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the central directory; sizes and offsets in bytes."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    is_folder: bool
    extra: int

    @property
    def name(self) -> str:
        """Return the name; what is not UTF-8 shows as escapes."""
        return self.raw_name.decode("utf-8", "backslashreplace")


class ZipFault(InputError):
    """The file is not a zip file of the one layout."""

    code = "zip"


def read_directory(file: BinaryIO, size: int, source: str) -> tuple[Entry, ...]:
    """Return the entries of a zip file of that size; ZipFault when it has another form.

    Only the frame is judged here; what the entries say is for ``check_entries``.
    """
    count, length, start = _end_record(file, size, source)
    file.seek(start)
    raw, entries, at = file.read(length), [], 0
    for _ in range(count):
        if len(raw) - at < CENTRAL.size or not raw.startswith(b"PK\x01\x02", at):
            raise _fault(source, "zip-directory", "the zip's directory is damaged")
        fields = CENTRAL.unpack_from(raw, at)
        at += CENTRAL.size
        name_length, extra, comment = fields[10:13]
        entries.append(_entry(raw[at : at + name_length], fields, extra + comment))
        at += name_length + extra + comment
    if at != len(raw):
        raise _fault(source, "zip-directory", "the zip's directory is damaged")
    return tuple(entries)


def _entry(name: bytes, fields: tuple[int, ...], extra: int) -> Entry:
    return Entry(
        raw_name=name,
        flags=fields[3],
        method=fields[4],
        crc=fields[7],
        packed=fields[8],
        size=fields[9],
        offset=fields[16],
        mode=fields[15] >> 16,
        is_folder=bool(fields[15] & 0x10),
        extra=extra,
    )


def _end_record(file: BinaryIO, size: int, source: str) -> tuple[int, int, int]:
    """Return count of entries, length and offset of the central directory."""
    file.seek(max(0, size - END.size))
    raw = file.read(END.size)
    if len(raw) < END.size or not raw.startswith(b"PK\x05\x06"):
        raise _no_end(file, size, source)
    _, disk, first_disk, here, count, length, start, comment = END.unpack(raw)
    if disk or first_disk or here != count or comment:
        raise _fault(source, "zip-directory", "the zip's end record is not a plain one")
    if count > MAX_ENTRIES:
        message = f"{count} entries in the zip, at most {MAX_ENTRIES} fit"
        raise _fault(source, "zip-entries", message, "send fewer files")
    if length > MAX_DIRECTORY_BYTES:
        raise _fault(source, "zip-directory", "the zip's directory is too large")
    if start + length > size - END.size:
        raise _fault(source, "zip-directory", "the zip file was cut off")
    if start + length < size - END.size:
        message = "bytes stand before the first entry or after the directory"
        raise _fault(source, "zip-gap", message)
    return count, length, start


def _no_end(file: BinaryIO, size: int, source: str) -> ZipFault:
    file.seek(max(0, size - _LAST_PLACE_FOR_END))
    if b"PK\x05\x06" in file.read(_LAST_PLACE_FOR_END):
        return _fault(source, "zip-trailing", "bytes follow the end of the zip file")
    return _fault(source, "zip-directory", "this is not a zip file, or it was cut off")


def layout_problems(
    file: BinaryIO, entries: tuple[Entry, ...], size: int, source: str
) -> Iterator[Problem]:
    """Yield where local headers disagree, overlap or leave gaps.

    Every byte up to the directory belongs to exactly one entry.
    """
    end, where = 0, ""
    for entry in sorted(entries, key=lambda e: e.offset):
        length = _local_length(file, entry)
        if length is None:
            message = f"the header of '{entry.name[:80]}' does not match the directory"
            yield Problem("zip-header", message, "", _AGAIN, source)
            return
        if entry.offset < end:
            message = f"'{entry.name[:80]}' overlaps '{where[:80]}'"
            yield Problem("zip-overlap", message, "", _AGAIN, source)
        elif entry.offset > end:
            message = f"bytes that belong to nothing stand before '{entry.name[:80]}'"
            yield Problem("zip-gap", message, "", _AGAIN, source)
        end, where = entry.offset + length + entry.packed, entry.name
    directory = size - END.size - sum(CENTRAL.size + _tail(e) for e in entries)
    if end != directory:
        code = "zip-overlap" if end > directory else "zip-gap"
        message = "the last entry does not end where the directory begins"
        yield Problem(code, message, "", _AGAIN, source)


def _tail(entry: Entry) -> int:
    return len(entry.raw_name) + entry.extra


def _local_length(file: BinaryIO, entry: Entry) -> int | None:
    """Return the bytes before the content; None when the header says otherwise."""
    file.seek(entry.offset)
    raw = file.read(LOCAL.size)
    if len(raw) < LOCAL.size or not raw.startswith(b"PK\x03\x04"):
        return None
    fields = LOCAL.unpack(raw)
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = fields
    same = (flags, method, crc, packed, size) == (
        *(entry.flags, entry.method, entry.crc),
        *(entry.packed, entry.size),
    )
    if not same or extra or file.read(name_length) != entry.raw_name:
        return None
    return LOCAL.size + len(entry.raw_name)


def content_start(entry: Entry) -> int:
    """Return the offset of an entry's content, in a file without layout problems."""
    return entry.offset + LOCAL.size + len(entry.raw_name)


def _fault(source: str, code: str, message: str, hint: str = _AGAIN) -> ZipFault:
    return ZipFault.of(Problem(code, message, "", hint, source))
