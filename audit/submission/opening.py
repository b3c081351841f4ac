"""Open a packed submission: check it from end to end, unpack it, tidy up afterwards.

1. the zip's frame: one layout, nothing before, between or after the entries
2. every entry: name, kind, method, sizes; all problems at once
3. the manifest: it lists every other entry, with its size
4. the contents: unpacked into a private folder, size and digest checked on the way
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from audit.documents import read_document, read_json, validate
from audit.errors import InputError, Problem
from audit.file_access import open_regular, size_of
from audit.submission.check import cut, entry_problems, manifest_problems
from audit.submission.content import ContentFault, checked, read_entry
from audit.submission.directory import layout_problems, read_directory
from audit.submission.model import (
    ENVELOPE,
    MANIFEST,
    MAX_DIRECTORY_BYTES,
    MAX_TOTAL_BYTES,
    RESPONSE,
    SubmissionManifest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.documents import Document
    from audit.submission.directory import Entry

_SUFFIXES = (".json", ".zip", ".yaml", ".yml")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# Local headers take no more than the directory does.
_MAX_ZIP_BYTES = MAX_TOTAL_BYTES + 2 * MAX_DIRECTORY_BYTES


@dataclass(frozen=True, slots=True)
class Submission:
    """Where a response, its evidence and its envelope lie.

    ``evidence`` is the folder that the names of evidence files start from; ``name`` is
    what messages call the response.
    """

    response: Path
    evidence: Path
    envelope: Path | None
    name: str


@contextmanager
def opened(path: Path | str) -> Iterator[Submission]:
    """Yield a response and its evidence, unpacked first when the path ends in .zip."""
    path = Path(path)
    _refuse_other(path)
    if path.suffix.lower() == ".zip":
        with open_submission(path) as submission:
            yield submission
    else:
        envelope = _envelope_of(path)
        yield Submission(path, path.parent, envelope, str(path))


def _refuse_other(path: Path) -> None:
    """Refuse what nobody can take for a response, and say what to give instead."""
    hint = "give response.json, or the .zip file that the form or audit pack made"
    if path.is_dir():
        problem = Problem("file-kind", "this is a folder", "", hint, str(path))
        raise InputError.of(problem)
    if path.suffix.lower() not in _SUFFIXES and str(path) != "-":
        message = "the name ends neither in .json nor in .zip"
        raise InputError.of(Problem("file-suffix", message, "", hint, str(path)))


def _envelope_of(response: Path) -> Path | None:
    envelope = response.parent / f"{response.stem}.dsse.json"
    return envelope if envelope.is_file() else None


def read_response(submission: Submission) -> Document:
    """Return the response's document; problems in it name the zip it came from."""
    if submission.name == str(submission.response):
        return read_document(submission.response)
    return read_json(submission.response.read_bytes(), submission.name)


@contextmanager
def open_submission(path: Path) -> Iterator[Submission]:
    """Yield a packed submission, unpacked into a private folder for the block.

    InputError lists everything that is wrong with it; nothing is unpacked unless the
    directory and the manifest are sound. The folder (mode 0700) is gone afterwards, on
    errors too.
    """
    source = str(path)
    with (
        open_regular(path, kind=InputError, follow=True) as file,
        TemporaryDirectory(prefix="audit-submission-") as name,
    ):
        folder = Path(name)
        entries = _checked_entries(file, source)
        manifest = _checked_manifest(file, entries, source)
        _unpack(file, entries, manifest, folder, source)
        envelope = folder / ENVELOPE
        yield Submission(
            response=folder / RESPONSE,
            evidence=folder,
            envelope=envelope if ENVELOPE in manifest.files else None,
            name=f"{source}/{RESPONSE}",
        )


def _checked_entries(file: BinaryIO, source: str) -> tuple[Entry, ...]:
    size = size_of(file)
    if size > _MAX_ZIP_BYTES:
        message = f"the zip file is larger than {MAX_TOTAL_BYTES:,} bytes"
        hint = "send fewer or smaller files"
        raise InputError.of(Problem("zip-size", message, "", hint, source))
    entries = read_directory(file, size, source)
    problems = cut(
        (
            *entry_problems(entries, source),
            *layout_problems(file, entries, size, source),
        )
    )
    if problems:
        raise InputError.of(*problems)
    return entries


def _checked_manifest(
    file: BinaryIO, entries: tuple[Entry, ...], source: str
) -> SubmissionManifest:
    found = [entry for entry in entries if entry.name == MANIFEST]
    if not found:
        message = f"the zip holds no {MANIFEST}; is this a submission?"
        hint = "pack the folder with audit pack"
        problem = Problem("submission-manifest", message, "", hint, source)
        raise InputError.of(problem)
    try:
        raw = read_entry(file, found[0])
    except ContentFault as fault:
        raise InputError.of(fault.problem(found[0], source)) from None
    document = read_json(raw, f"{source}/{MANIFEST}")
    manifest = validate(SubmissionManifest, document)
    if problems := cut(manifest_problems(entries, manifest, source)):
        raise InputError.of(*problems)
    return manifest


def _unpack(
    file: BinaryIO,
    entries: tuple[Entry, ...],
    manifest: SubmissionManifest,
    folder: Path,
    source: str,
) -> None:
    problems = []
    for entry in entries:
        if entry.name == MANIFEST:
            continue
        target = folder / entry.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(target, _NEW, 0o600), "wb") as copy:
                for piece in checked(file, entry, manifest.files[entry.name].sha256):
                    copy.write(piece)
        except ContentFault as fault:
            problems.append(fault.problem(entry, source))
    if problems:
        raise InputError.of(*cut(problems))
