"""Zip files written byte by byte, so that any field can lie."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

from tests.saas_case import EVIDENCE, response_data

STORED, DEFLATED = 0, 8
UTF8 = 0x800


@dataclass(frozen=True)
class Raw:
    """One entry; what is None is told truthfully, in the directory and locally."""

    name: bytes
    data: bytes
    method: int = STORED
    flags: int = 0
    mode: int = 0o100644
    dos: int = 0
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    local_name: bytes | None = None
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    offset: int | None = None
    local: dict[str, int] = field(default_factory=dict)

    def content(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != DEFLATED:
            return self.data
        engine = zlib.compressobj(9, zlib.DEFLATED, -15)
        return engine.compress(self.data) + engine.flush()

    def told(self) -> dict[str, int]:
        content = self.content()
        return {
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.data) if self.crc is None else self.crc,
            "packed": len(content) if self.packed_size is None else self.packed_size,
            "size": len(self.data) if self.size is None else self.size,
        }

    def local_part(self) -> bytes:
        told = self.told() | self.local
        name = self.name if self.local_name is None else self.local_name
        head = struct.pack(
            "<4s5H3L2H", b"PK\3\4", 20, told["flags"], told["method"], 0, 0x21,
            told["crc"], told["packed"], told["size"], len(name), len(self.local_extra),
        )  # fmt: skip
        return head + name + self.local_extra + self.content()

    def central_part(self, offset: int) -> bytes:
        told = self.told()
        head = struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 0x314, 20, told["flags"], told["method"], 0, 0x21,
            told["crc"], told["packed"], told["size"], len(self.name), len(self.extra),
            len(self.comment), 0, 0, (self.mode << 16) | self.dos,
            offset if self.offset is None else self.offset,
        )  # fmt: skip
        return head + self.name + self.extra + self.comment


@dataclass(frozen=True)
class Frame:
    """What stands around the entries."""

    prefix: bytes = b""
    shift_offsets: bool = True
    between: bytes = b""
    before_end: bytes = b""
    comment: bytes = b""
    suffix: bytes = b""
    disk: int = 0
    count: int | None = None
    directory_size: int | None = None


def build(entries: list[Raw], frame: Frame | None = None) -> bytes:
    frame = frame or Frame()
    body, offsets = frame.prefix, []
    hidden = 0 if frame.shift_offsets else len(frame.prefix)
    for number, entry in enumerate(entries):
        body += frame.between if number else b""
        offsets.append(len(body) - hidden)
        body += entry.local_part()
    directory = b"".join(
        entry.central_part(offset)
        for entry, offset in zip(entries, offsets, strict=True)
    )
    count = len(entries) if frame.count is None else frame.count
    size = len(directory) if frame.directory_size is None else frame.directory_size
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", frame.disk, frame.disk, count, count, size,
        len(body) - hidden, len(frame.comment),
    )  # fmt: skip
    return body + directory + frame.before_end + end + frame.comment + frame.suffix


def manifest(files: dict[str, bytes], **changes: Any) -> bytes:
    listed = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }
    return json.dumps(
        {"format": "audit-submission/1", "files": listed} | changes
    ).encode()


def contents() -> dict[str, bytes]:
    """Return the files of a good small submission, the manifest not among them."""
    return {
        "evidence/cert.txt": EVIDENCE,
        "response.json": json.dumps(response_data()).encode(),
    }


def entries_of(files: dict[str, bytes], listed: bytes | None = None) -> list[Raw]:
    whole = {"manifest.json": listed or manifest(files)} | files
    return [
        Raw(name.encode(), data, flags=0 if name.isascii() else UTF8)
        for name, data in whole.items()
    ]


def good_entries(more: dict[str, bytes] | None = None) -> list[Raw]:
    return entries_of(contents() | (more or {}))


def changed(entries: list[Raw], name: str, /, **changes: Any) -> list[Raw]:
    assert any(entry.name == name.encode() for entry in entries)
    return [
        replace(entry, **changes) if entry.name == name.encode() else entry
        for entry in entries
    ]
