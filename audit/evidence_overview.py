"""Show a response's evidence, and find everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.cases import check_response, load_questionnaire
from audit.checking import named_questionnaire
from audit.documents import validate
from audit.evidence.model import Observation
from audit.evidence.standing import (
    Remark,
    Standing,
    backed_by,
    list_remarks,
    standing_of,
    standing_remarks,
)
from audit.evidence.suspicion import suspicions
from audit.evidence_store import look_at, unlisted
from audit.questionnaire.asked import compile_gates
from audit.response.answers import read_answers
from audit.response.model import Response
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from audit.evidence_store import Taken
    from audit.response.evidence_item import EvidenceItem

#: Days before its end when an item is called "expires soon", unless told otherwise.
SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One evidence item, how it stands, and the questions it backs."""

    item: EvidenceItem
    standing: Standing
    answers: tuple[str, ...]


def list_items(
    path: Path, as_of: date, evidence: Path | None = None, soon: int = SOON_DAYS
) -> tuple[ListedItem, ...]:
    """Return the items of a response (.json or .zip) in their order."""
    with opened(path) as submission:
        response = validate(Response, read_response(submission))
        base = evidence or submission.evidence
        seen = [look_at(base, item.file) for item in response.evidence]
    backed = backed_by(response)
    return tuple(
        ListedItem(item, _standing(item, taken, as_of, soon), backed[item.id])
        for item, taken in zip(response.evidence, seen, strict=True)
    )


def check_items(
    path: Path,
    as_of: date,
    *,
    questionnaire: str | None = None,
    evidence: Path | None = None,
    soon: int = SOON_DAYS,
) -> tuple[Remark, ...]:
    """Return what is wrong with a response's evidence, broken items first.

    InputError when the response does not fit its questionnaire.
    """
    with opened(path) as submission:
        document = read_response(submission)
        loaded = load_questionnaire(questionnaire or named_questionnaire(document))
        response = check_response(document, loaded).record
        base = evidence or submission.evidence
        seen = [look_at(base, item.file) for item in response.evidence]
        stray = unlisted(base, response.evidence)
    book = read_answers(response, loaded.record, compile_gates(loaded.record), as_of)
    standings = {
        item.id: _standing(item, taken, as_of, soon)
        for item, taken in zip(response.evidence, seen, strict=True)
    }
    remarks = (
        *standing_remarks(response.evidence, standings),
        *_suspicious(response.evidence, seen),
        *list_remarks(response, loaded.record, book),
        *_stray(stray),
    )
    return tuple(sorted(remarks, key=lambda remark: not remark.broken))


def _standing(
    item: EvidenceItem, taken: Taken | None, as_of: date, soon: int
) -> Standing:
    found = None
    if taken is not None:
        found = Observation(id=item.id, sha256=taken.sha256, size=taken.size)
    return standing_of(item, found, as_of, soon)


def _suspicious(
    items: Sequence[EvidenceItem], seen: Sequence[Taken | None]
) -> Iterator[Remark]:
    for item, taken in zip(items, seen, strict=True):
        if taken is None:
            continue
        for reason in suspicions(taken.look, item.file, item.media_type):
            message = f"{item.file}: {reason}"
            to_do = "do not open it before it was scanned; ask for a plain PDF or image"
            yield Remark("suspicious", item.id, message, to_do)


def _stray(names: Sequence[str]) -> Iterator[Remark]:
    for name in names:
        to_do = "add it with audit evidence add, or take it away"
        yield Remark("unlisted", name, "no item lists this file", to_do)
