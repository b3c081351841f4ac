"""Judge a zip's entries before a byte of them is unpacked: every problem at once."""

from __future__ import annotations

import stat
from itertools import islice
from typing import TYPE_CHECKING

from audit.documents.limits import MAX_PROBLEMS
from audit.documents.positions import shown
from audit.errors import Problem
from audit.evidence.names import name_fault, twin_key
from audit.submission.model import (
    MANIFEST,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    RATIO_FROM_BYTES,
    RESPONSE,
    limit_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.submission.directory import Entry
    from audit.submission.model import SubmissionManifest

STORED, DEFLATED = 0, 8
_UTF8 = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
#: Which effort deflate took; it says nothing about the content.
_EFFORT = 0x6
_AGAIN = "pack the folder again with audit pack"


def entry_problems(entries: tuple[Entry, ...], source: str) -> Iterator[Problem]:
    """Yield what forbids unpacking: names, kinds, encryption, methods, sizes."""
    for entry in entries:
        for code, message, hint in (*_name_faults(entry), *_content_faults(entry)):
            text = f"{shown(entry.name)}: {message}"
            yield Problem(code, text, "", hint, source)
    yield from clash_problems([entry.name for entry in entries], source)
    total = sum(entry.size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        message = f"{total:,} bytes when unpacked, at most {MAX_TOTAL_BYTES:,} fit"
        yield Problem("zip-size", message, "", "send fewer or smaller files", source)


def _name_faults(entry: Entry) -> Iterator[tuple[str, str, str]]:
    try:
        name = entry.raw_name.decode("utf-8")
    except UnicodeDecodeError:
        yield "zip-name", "the name is not UTF-8", _AGAIN
        return
    if fault := name_fault(name):
        yield "zip-name", fault, "rename the file and pack again"
    if not name.isascii() and not entry.flags & _UTF8:
        yield "zip-name", "the name is not marked as UTF-8", _AGAIN
    kind = stat.S_IFMT(entry.mode)
    if entry.is_folder or kind not in {0, stat.S_IFREG}:
        what = "a link" if kind == stat.S_IFLNK else "a folder or device"
        yield "zip-kind", f"this is {what}, not a file", "pack files only"


def _content_faults(entry: Entry) -> Iterator[tuple[str, str, str]]:
    if entry.flags & _ENCRYPTED:
        yield "zip-encrypted", "it is encrypted", "pack it without a password"
    elif entry.flags & ~(_UTF8 | _EFFORT):
        yield "zip-flags", "it uses a zip feature that is not taken", _AGAIN
    if entry.method not in {STORED, DEFLATED}:
        yield "zip-method", "it is neither stored nor deflated", _AGAIN
    elif entry.method == STORED and entry.packed != entry.size:
        yield "zip-size", "two sizes are given for it", _AGAIN
    if entry.extra:
        yield "zip-extra", "it has extra fields or a comment", _AGAIN
    limit = limit_of(entry.name)
    if entry.size > limit:
        message = f"{entry.size:,} bytes, at most {limit:,} fit"
        yield "zip-size", message, "send an extract"
    if entry.size > RATIO_FROM_BYTES and entry.size > MAX_RATIO * entry.packed:
        message = f"it unpacks to more than {MAX_RATIO} times its size"
        yield "zip-ratio", message, "pack it stored, as audit pack does"


def clash_problems(names: Iterable[str], source: str) -> Iterator[Problem]:
    """Yield names that stand twice, for one file system or another.

    Names that differ in case or Unicode form only are twins; so are a file and a folder
    of one name.
    """
    seen: dict[str, str] = {}
    hint = "rename one of the files"
    for name in names:
        key = twin_key(name)
        if key in seen:
            message = f"{shown(name)} and {shown(seen[key])} are one name"
            yield Problem("zip-twin", message, "", hint, source)
        seen.setdefault(key, name)
    for key, name in seen.items():
        parts = key.split("/")
        for end in range(1, len(parts)):
            if "/".join(parts[:end]) in seen:
                message = f"{shown(name)} lies in a folder named like a file"
                yield Problem("zip-twin", message, "", hint, source)


def manifest_problems(
    entries: tuple[Entry, ...], manifest: SubmissionManifest, source: str
) -> Iterator[Problem]:
    """Yield what differs between the manifest and the entries."""
    sizes = {entry.name: entry.size for entry in entries if entry.name != MANIFEST}
    if RESPONSE not in manifest.files:
        message = f"the manifest does not list {RESPONSE}"
        yield Problem("submission-response", message, "", _AGAIN, source)
    for name, size in sizes.items():
        listed = manifest.files.get(name)
        if listed is None:
            message = f"{shown(name)} is not in the manifest"
            yield Problem("submission-unlisted", message, "", _AGAIN, source)
        elif listed.size != size:
            message = f"{shown(name)} has {size:,} bytes, not {listed.size:,}"
            yield Problem("submission-size", message, "", _AGAIN, source)
    for name in manifest.files:
        if name not in sizes:
            message = f"{shown(name)} is in the manifest, but not in the zip"
            yield Problem("submission-missing", message, "", _AGAIN, source)


def cut(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems, at most as many as are worth reading."""
    return tuple(islice(problems, MAX_PROBLEMS))
