"""Add evidence files to a response: the file, its item, and the answers it backs."""

from __future__ import annotations

import json
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from audit.documents import read_json, validate
from audit.documents.limits import MAX_JSON_BYTES
from audit.errors import AuditError, EvidenceError, InputError, Problem
from audit.evidence.media_types import media_type_of
from audit.evidence.names import id_for, safe_name
from audit.evidence.suspicion import suspicions
from audit.evidence_store import check_source, take_in
from audit.file_access import open_regular, replacing
from audit.questionnaire.types.text import hidden_characters
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from audit.evidence_store import Taken
    from audit.response.evidence_item import EvidenceItem

_EXCLUSIVE = ("id", "title")


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of the files; id and title only ever belong to one file."""

    kind: str
    id: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued: date | None = None
    expires: date | None = None
    scope: str | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """An item that is now listed, and what is suspicious about its file."""

    item: EvidenceItem
    warnings: tuple[str, ...]


def add(
    path: Path, sources: Sequence[Path], described: Description
) -> tuple[Added, ...]:
    """Add files to a response on disk; the new items in the order of the files.

    Either everything is added or nothing: InputError or EvidenceError lists what is
    wrong, and copies made up to then are removed. The response keeps its key order and
    is written in two-space style, wholly or not at all.
    """
    raw = _read(path)
    document = read_json(raw, str(path))
    response = validate(Response, document)
    problems = tuple(document.at(p) for p in _check(response, sources, described))
    problems += tuple(_source_problems(sources))
    if problems:
        raise EvidenceError.of(*problems)
    before = len(response.evidence)
    listed = tuple(item.file for item in response.evidence)
    with _copies(path.parent) as taken:
        for source in sources:
            taken.append(take_in(source, path.parent, listed))
        changed = _with_items(document.data, response, sources, taken, described)
        items = _validated(changed, path, before).evidence[before:]
        _replace(path, raw, changed)
    return tuple(
        Added(item, suspicions(file.look, item.file, None))
        for item, file in zip(items, taken, strict=True)
    )


@contextmanager
def _copies(base: Path) -> Iterator[list[Taken]]:
    """Yield a list for what is taken in; an error removes the copies among it."""
    taken: list[Taken] = []
    try:
        yield taken
    except BaseException:
        for file in taken:
            if file.copied:
                (base / file.file).unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes:
    if path.suffix.lower() != ".json":
        hint = "unpack a .zip first, and give the response.json in it"
        message = "evidence is added to a response in JSON"
        raise InputError.of(Problem("file-suffix", message, "", hint, str(path)))
    with open_regular(path, kind=InputError) as file:
        return file.read(MAX_JSON_BYTES + 1)


def _check(
    response: Response, sources: Sequence[Path], described: Description
) -> Iterator[Problem]:
    for name in _EXCLUSIVE:
        if len(sources) > 1 and getattr(described, name) is not None:
            hint = f"add the files one by one, or leave out --{name}"
            yield Problem("evidence-many", f"several files, one {name}", "", hint)
    if described.id in {item.id for item in response.evidence}:
        hint = "choose another --id"
        message = f"evidence id '{described.id}' stands already"
        yield Problem("evidence-duplicate", message, "/evidence", hint)
    if described.issued and described.expires and described.expires < described.issued:
        yield Problem("evidence-dates", "it expires before it was issued", "/evidence")
    for key in ("title", "issuer", "scope"):
        if bad := hidden_characters(getattr(described, key) or ""):
            hint = "remove control characters and text direction marks"
            message = f"hidden characters in {key}: {bad}"
            yield Problem("text-hidden", message, "/evidence", hint)
    for link_id in described.answers:
        if link_id not in response.answers:
            close = get_close_matches(link_id, response.answers, 1)
            hint = f"did you mean '{close[0]}'?" if close else "answer it first"
            message = f"the response has no answer '{link_id[:80]}'"
            yield Problem("answer-unknown-id", message, "/answers", hint)


def _source_problems(sources: Sequence[Path]) -> Iterator[Problem]:
    for source in sources:
        try:
            check_source(source)
        except AuditError as error:
            yield from error.problems


def _with_items(
    data: Any,
    response: Response,
    sources: Sequence[Path],
    taken: Sequence[Taken],
    described: Description,
) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(_text(data))
    ids = {item.id for item in response.evidence}
    for source, file in zip(sources, taken, strict=True):
        name = described.id or id_for(safe_name(source.name), ids)
        ids.add(name)
        changed.setdefault("evidence", []).append(_item(name, source, file, described))
        for link_id in dict.fromkeys(described.answers):
            changed["answers"][link_id].setdefault("evidence", []).append(name)
    return changed


def _item(
    name: str, source: Path, file: Taken, described: Description
) -> dict[str, Any]:
    title = described.title or PurePosixPath(safe_name(source.name)).stem[:300]
    found = {
        "id": name,
        "title": title,
        "kind": described.kind,
        "issuer": described.issuer,
        "issued": described.issued and described.issued.isoformat(),
        "expires": described.expires and described.expires.isoformat(),
        "scope": described.scope,
        "file": file.file,
        "media_type": media_type_of(file.look, file.file),
        "size": file.size,
        "sha256": file.sha256,
    }
    return {key: value for key, value in found.items() if value is not None}


def _validated(data: dict[str, Any], path: Path, before: int) -> Response:
    response = validate(Response, read_json(_text(data).encode(), str(path)))
    problems = []
    for index, item in enumerate(response.evidence[before:], before):
        for other in response.evidence[:index]:
            if other.sha256 == item.sha256 or other.file == item.file:
                message = f"{item.file}: this file is listed already as '{other.id}'"
                hint = "name that id in the answers' 'evidence' instead"
                place = f"/evidence/{response.evidence.index(other)}"
                code = "evidence-listed"
                problems.append(Problem(code, message, place, hint, str(path)))
                break
    if problems:
        raise EvidenceError.of(*problems)
    return response


def _replace(path: Path, raw: bytes, data: dict[str, Any]) -> None:
    if _read(path) != raw:
        message = "the response was changed while the files were copied"
        problem = Problem("response-changed", message, "", "try again", str(path))
        raise InputError.of(problem)
    end = "\n" if raw.endswith(b"\n") else ""
    with replacing(path, stat.S_IMODE(path.stat().st_mode)) as file:
        file.write((_text(data) + end).encode())


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=float)
