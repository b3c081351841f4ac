"""The ``evidence`` folder beside a response: take files in, look at what lies there."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audit.errors import EvidenceError, Problem
from audit.evidence.look import Look, Looker
from audit.evidence.names import name_fault, numbered, safe_name, twin_key
from audit.evidence_files import MAX_FILE_BYTES, safe_path
from audit.file_access import creating, open_regular, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.response.evidence_item import EvidenceItem

FOLDER = "evidence"
_CHUNK = 1024 * 1024
#: Entries of the folder that are looked at; whoever has more sees the first ones.
_MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it was read: its name from the response's folder and its content.

    ``copied`` tells that the file is new in the folder. Size is in bytes, the digest
    SHA-256 in hex.
    """

    file: str
    size: int
    sha256: str
    look: Look
    copied: bool = False


def check_source(source: Path) -> None:
    """Raise EvidenceError unless the file may be taken in.

    Refused are links, folders, pipes, devices, empty files, files over 100 MiB, and
    names that another system reads as a path.
    """
    if "\\" in source.name:
        hint = "rename it; a backslash separates folders on other systems"
        raise _fault(source, "evidence-name", "the name could lead elsewhere", hint)
    with open_regular(source) as file:
        size = size_of(file)
    if not size:
        raise _fault(
            source, "evidence-empty", "the file is empty", "give the real file"
        )
    if size > MAX_FILE_BYTES:
        raise _too_big(source)


def take_in(source: Path, base: Path, listed: Iterable[str] = ()) -> Taken:
    """Return a file of ``base/evidence``; one from elsewhere is copied there first.

    The digest is of the very bytes that were written. No file is ever overwritten: a
    name that is taken, or listed though its file is gone, gets a number. EvidenceError
    says why a file is refused.
    """
    check_source(source)
    folder = _folder(base)
    inside = _name_inside(source, folder)
    if inside is not None:
        return _in_place(source, f"{FOLDER}/{inside}")
    taken = {twin_key(f"{FOLDER}/{there.name}") for there in folder.iterdir()}
    taken.update(twin_key(Path(name).as_posix()) for name in listed)
    original = safe_name(source.name)
    for number in count(1):
        name = f"{FOLDER}/{numbered(original, number)}"
        if twin_key(name) in taken:
            continue
        with (
            suppress(FileExistsError),
            open_regular(source) as file,
            creating(base / name) as copy,
        ):
            return _read(file, source, name, copy)
    raise AssertionError  # numbers never end


def look_at(base: Path, name: str) -> Taken | None:
    """Return what lies at a listed name; None when that is no readable file."""
    path = safe_path(base, name)
    if path is None:
        return None
    try:
        with open_regular(path) as file:
            return _read(file, path, name)
    except EvidenceError:
        return None


def unlisted(base: Path, items: Iterable[EvidenceItem]) -> list[str]:
    """Return the names in ``base/evidence`` that no item lists, sorted.

    Links are not followed; names that begin with a dot are left out.
    """
    listed = {Path(item.file).as_posix() for item in items}
    found = (path.relative_to(base).as_posix() for path in _files(base / FOLDER))
    return sorted(name for name in found if name not in listed)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        yield folder
        return
    seen = 0
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith("."))
        links = [n for n in folders if (Path(at) / n).is_symlink()]
        for name in (*links, *sorted(names)):
            if not name.startswith("."):
                yield Path(at) / name
            seen += 1
            if seen >= _MAX_ENTRIES:
                return


def _folder(base: Path) -> Path:
    folder = base / FOLDER
    if folder.is_symlink():
        hint = "make it a folder of its own; links are not followed"
        raise _fault(folder, "evidence-folder", "the evidence folder is a link", hint)
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        hint = "rename that file"
        message = "a file stands where the evidence folder belongs"
        raise _fault(folder, "evidence-folder", message, hint) from None
    return folder


def _name_inside(source: Path, folder: Path) -> str | None:
    real = source.parent.resolve() / source.name
    try:
        return real.relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None


def _in_place(source: Path, name: str) -> Taken:
    if fault := name_fault(name):
        raise _fault(source, "evidence-name", fault, "rename the file")
    with open_regular(source) as file:
        return _read(file, source, name)


def _read(file: BinaryIO, path: Path, name: str, copy: BinaryIO | None = None) -> Taken:
    sha, looker, size = hashlib.sha256(), Looker(), 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise _too_big(path)
        sha.update(chunk)
        looker.feed(chunk)
        if copy is not None:
            copy.write(chunk)
    return Taken(name, size, sha.hexdigest(), looker.look(), copy is not None)


def _too_big(path: Path) -> EvidenceError:
    message = f"the file is larger than {MAX_FILE_BYTES // 1024**2} MiB"
    hint = "send the part that matters, or an extract"
    return _fault(path, "evidence-size", message, hint)


def _fault(path: Path, code: str, message: str, hint: str) -> EvidenceError:
    return EvidenceError.of(Problem(code, message, "", hint, str(path)))
