"""Merge the files of several respondents into one response, checked like any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cases import Loaded, check_response, load_questionnaire
from audit.checking import named_questionnaire, schema_problems
from audit.documents import read_json
from audit.errors import AuditError, InputError, Problem
from audit.evidence_files import observe
from audit.response.merge import Conflict, Merged, Side, merge
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.documents import Document
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Response


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The merged response's bytes, and what its maker should know.

    ``overruled`` says what the preferred part settled; ``absent`` are the evidence
    files that do not lie where the merged response will look for them.
    """

    content: bytes
    overruled: tuple[str, ...]
    absent: tuple[str, ...]


def merge_files(
    paths: Sequence[Path],
    out: Path,
    questionnaire: str | None = None,
    prefer: Path | None = None,
) -> MergedFile:
    """Return what to write to ``out``; nothing is written here.

    InputError lists every problem of every part, or every conflict between them.
    ``prefer`` is one of the paths.
    """
    documents = [_document(path) for path in paths]
    loaded = load_questionnaire(questionnaire or named_questionnaire(documents[0]))
    parts = [part.record for part in _checked(documents, loaded)]
    index = None if prefer is None else list(paths).index(prefer)
    merged = merge([document.data for document in documents], index)
    if merged.conflicts:
        found = (_problem(c, documents, parts) for c in merged.conflicts)
        raise InputError.of(*found)
    text = json.dumps(merged.data, ensure_ascii=False, indent=2, default=float) + "\n"
    response = _final(read_json(text.encode(), str(out)), loaded)
    seen = observe(response.evidence, out.parent)
    files = {item.id: item.file for item in response.evidence}
    absent = tuple(files[item.id] for item in seen if item.sha256 is None)
    return MergedFile(text.encode(), tuple(_overruled(merged, documents)), absent)


def _final(document: Document, loaded: Loaded[Questionnaire]) -> Response:
    """Return the merged response, checked as ``audit check`` would."""
    response = check_response(document, loaded).record
    refused = tuple(document.at(p) for p in schema_problems(document.data, loaded))
    if refused:
        raise InputError.of(*refused)
    return response


def _document(path: Path) -> Document:
    with opened(path) as submission:
        return read_response(submission)


def _checked(
    documents: Sequence[Document], loaded: Loaded[Questionnaire]
) -> list[Loaded[Response]]:
    found: list[Loaded[Response]] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            found.append(check_response(document, loaded))
        except AuditError as error:
            problems += error.problems
    if problems:
        raise InputError.of(*problems)
    return found


def _problem(
    conflict: Conflict, documents: Sequence[Document], parts: Sequence[Response]
) -> Problem:
    first = conflict.sides[0]
    said = "; ".join(_said(side, documents, parts) for side in conflict.sides)
    hint = "agree on one, or name the part that wins with --prefer"
    if first.pointer in {"/questionnaire", "/request", "/sequence", "/amends"}:
        hint = "merge parts of one response to one request only"
    elif first.pointer == "/vendor/name":
        hint = "merge parts of one vendor only, with the name spelt alike"
    elif first.pointer.endswith("/file"):
        hint = "rename one of the files and its item"
    message = f"{conflict.what}: {said}"
    problem = Problem("merge-conflict", message, first.pointer, hint)
    return documents[first.part].at(problem)


def _said(side: Side, documents: Sequence[Document], parts: Sequence[Response]) -> str:
    document = documents[side.part]
    line, column = document.locate(side.pointer)
    people = {person.id: person.name for person in parts[side.part].respondents}
    name = side.value.get("respondent") if isinstance(side.value, dict) else None
    link_id = side.pointer.removeprefix("/answers/").split("/")[0]
    answer = parts[side.part].answers.get(link_id)
    if answer is not None and side.pointer.startswith("/answers/"):
        name = answer.respondent
    who = f" by {people.get(name, name)}" if name else ""
    return f"{side.shown}{who} ({document.file}:{line}:{column})"


def _overruled(merged: Merged, documents: Sequence[Document]) -> Iterator[str]:
    for conflict in merged.overruled:
        values = (f"{s.shown} ({documents[s.part].file})" for s in conflict.sides)
        yield f"{conflict.what}: {'; '.join(values)}"
