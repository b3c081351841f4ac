"""Pack a response with its evidence: the same files give the same bytes everywhere.

Entries are sorted by name, stored without compression (deflate differs between
libraries), dated 1980-01-01 and readable by all (0644).
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from audit.canonical import canonical
from audit.documents import read_json, validate
from audit.documents.positions import shown
from audit.errors import EvidenceError, InputError, Problem
from audit.evidence.names import name_fault
from audit.evidence_files import observe, safe_path
from audit.file_access import open_regular, replacing
from audit.response.model import Response
from audit.submission.check import clash_problems
from audit.submission.model import (
    ENVELOPE,
    MANIFEST,
    MAX_ENTRIES,
    MAX_MANIFEST_BYTES,
    MAX_TOTAL_BYTES,
    RESPONSE,
    ListedFile,
    SubmissionManifest,
    limit_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from audit.response.evidence_item import EvidenceItem

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: entries by name with bytes each, and what was left out."""

    files: Mapping[str, int]
    left_out: tuple[str, ...]


def pack(response: Path, out: Path, *, allow_missing: bool = False) -> Packed:
    """Write the submission of a response to ``out``, wholly or not at all.

    Evidence that is missing or was changed is an EvidenceError that names each file;
    with ``allow_missing`` it is left out. InputError says what else cannot be packed.
    """
    papers = _papers(response)
    listed = validate(Response, read_json(papers[RESPONSE], str(response))).evidence
    absent = dict(_absent(listed, response.parent, str(response)))
    if absent and not allow_missing:
        raise EvidenceError.of(*absent.values())
    items = {_name(item): item for item in listed if _name(item) not in absent}
    problems = tuple(_unfit(items, papers, str(response)))
    if problems:
        raise InputError.of(*problems)
    _refuse_own(out, [response, *(response.parent / name for name in items)])
    manifest = _manifest(papers, items)
    papers[MANIFEST] = canonical(manifest.model_dump(mode="json"))
    out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(out) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        for name in sorted({*papers, *items}):
            if name in papers:
                archive.writestr(_info(name), papers[name])
            else:
                _copy(archive, name, items[name], response.parent)
    sizes = {name: entry.size for name, entry in manifest.files.items()}
    return Packed(sizes, tuple(sorted(absent)))


def _refuse_own(out: Path, sources: list[Path]) -> None:
    if out.exists() and any(s.exists() and s.samefile(out) for s in sources):
        message = "this file is itself part of the submission"
        hint = "choose another --out"
        raise InputError.of(Problem("pack-out", message, "", hint, str(out)))


def _name(item: EvidenceItem) -> str:
    return PurePosixPath(item.file).as_posix()


def _papers(response: Path) -> dict[str, bytes]:
    if response.suffix.lower() != ".json":
        message = "only a response in JSON can be packed"
        problem = Problem("file-suffix", message, "", "", str(response))
        raise InputError.of(problem)
    papers = {RESPONSE: _bytes(response, RESPONSE)}
    envelope = response.parent / f"{response.stem}.dsse.json"
    if envelope.exists():
        papers[ENVELOPE] = _bytes(envelope, ENVELOPE)
    return papers


def _bytes(path: Path, name: str) -> bytes:
    limit = limit_of(name)
    with open_regular(path, kind=InputError, follow=True) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        message = f"the file is larger than {limit:,} bytes"
        raise InputError.of(Problem("json-size", message, "", "", str(path)))
    return content


def _absent(
    items: tuple[EvidenceItem, ...], folder: Path, source: str
) -> Iterator[tuple[str, Problem]]:
    for index, found in enumerate(observe(items, folder)):
        item = items[index]
        if (found.sha256, found.size) == (item.sha256, item.size):
            continue
        what = name_fault(_name(item)) or "no such regular file of at most 100 MiB"
        hint = "put it there, remove the item, or pack with --allow-missing"
        if found.sha256 is not None:
            what = "not the file that was listed"
            hint = "put the listed file back, or add the new one"
        message = f"{shown(item.file)}: {what}"
        code = "evidence-missing" if found.sha256 is None else "evidence-changed"
        place = f"/evidence/{index}/file"
        yield _name(item), Problem(code, message, place, hint, source)


def _unfit(
    items: Mapping[str, EvidenceItem], papers: Mapping[str, bytes], source: str
) -> Iterator[Problem]:
    for name in items:
        if fault := name_fault(name):
            hint = "rename the file and its item"
            yield Problem("zip-name", f"{shown(name)}: {fault}", "", hint, source)
    yield from clash_problems([MANIFEST, *papers, *items], source)
    if ENVELOPE not in papers and ENVELOPE in items:
        message = f"{ENVELOPE} is the name of the signature"
        yield Problem("zip-twin", message, "", "rename the file", source)
    count = len(items) + len(papers) + 1
    total = sum(i.size for i in items.values()) + sum(map(len, papers.values()))
    if count > MAX_ENTRIES or total + MAX_MANIFEST_BYTES > MAX_TOTAL_BYTES:
        message = f"{count} files of {total:,} bytes are more than one submission holds"
        hint = f"at most {MAX_ENTRIES} files and {MAX_TOTAL_BYTES:,} bytes fit"
        yield Problem("zip-size", message, "", hint, source)


def _manifest(
    papers: Mapping[str, bytes], items: Mapping[str, EvidenceItem]
) -> SubmissionManifest:
    files = {n: ListedFile(size=i.size, sha256=i.sha256) for n, i in items.items()}
    for name, content in papers.items():
        sha256 = hashlib.sha256(content).hexdigest()
        files[name] = ListedFile(size=len(content), sha256=sha256)
    return SubmissionManifest(files=dict(sorted(files.items())))


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _DATE)
    info.create_system = _UNIX
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _copy(archive: ZipFile, name: str, item: EvidenceItem, folder: Path) -> None:
    path = safe_path(folder, item.file)
    sha, size = hashlib.sha256(), 0
    if path is not None:
        with open_regular(path) as file, archive.open(_info(name), "w") as target:
            while size <= item.size and (chunk := file.read(_CHUNK)):
                sha.update(chunk)
                size += len(chunk)
                target.write(chunk)
    if size != item.size or sha.hexdigest() != item.sha256:
        message = f"{shown(item.file)} was changed while it was packed"
        raise EvidenceError.of(Problem("evidence-changed", message, "", "pack again"))
