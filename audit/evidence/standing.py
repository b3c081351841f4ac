"""How each evidence item stands on a day, and what is wrong with the whole list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audit.evidence.assess import Status, status_of
from audit.evidence.names import name_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from audit.evidence.model import Observation
    from audit.questionnaire.model import Questionnaire
    from audit.response.answers import AnswerBook
    from audit.response.evidence_item import EvidenceItem
    from audit.response.model import Answer, Response

Standing = Status | Literal["expires_soon"]
#: Standings in which an item backs nothing although it was meant to.
BROKEN: frozenset[Standing] = frozenset({"missing", "changed", "expired"})
_TO_DO: Mapping[Standing, str] = {
    "missing": "put the file back at this place, or remove the item",
    "changed": "put the listed file back, or remove the item and add the new file",
    "expired": "ask the issuer for the present one and add it",
    "not_yet_valid": "check the date of issue, or wait until then",
    "expires_soon": "ask the issuer for the next one",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about the evidence, and what to do about it.

    ``subject`` is an evidence id, a question or a file; ``broken`` remarks make the
    check fail, the others are warnings.
    """

    kind: str
    subject: str
    message: str
    to_do: str
    broken: bool = False


def standing_of(
    item: EvidenceItem, observation: Observation | None, as_of: date, soon: int
) -> Standing:
    """Return the status, or ``expires_soon`` within that many days from ``as_of``."""
    status = status_of(item, observation, as_of)
    if status == "valid" and item.expires is not None:
        return "expires_soon" if (item.expires - as_of).days <= soon else "valid"
    return status


def named_by(answer: Answer, known: frozenset[str]) -> tuple[str, ...]:
    """Return the ids that an answer rests on: its evidence, or ids as its value."""
    value = answer.value if isinstance(answer.value, list) else []
    attached = value if all(isinstance(v, str) and v in known for v in value) else []
    return tuple(dict.fromkeys([*answer.evidence, *attached]))


def backed_by(response: Response) -> dict[str, tuple[str, ...]]:
    """Return for each evidence id the questions whose answers name it."""
    found: dict[str, list[str]] = {item.id: [] for item in response.evidence}
    for link_id, answer in response.answers.items():
        for name in named_by(answer, frozenset(found)):
            found.setdefault(name, []).append(link_id)
    return {name: tuple(ids) for name, ids in found.items()}


def standing_remarks(
    items: tuple[EvidenceItem, ...], standings: Mapping[str, Standing]
) -> Iterator[Remark]:
    """Yield what each item's standing asks for; valid ones ask for nothing."""
    for item in items:
        standing = standings[item.id]
        if standing in _TO_DO:
            message = f"{item.file}: {_told(item, standing)}"
            to_do, broken = _TO_DO[standing], standing in BROKEN
            yield Remark(standing, item.id, message, to_do, broken)


def _told(item: EvidenceItem, standing: Standing) -> str:
    return {
        "missing": name_fault(item.file) or "no such regular file",
        "changed": "not the file that was listed",
        "expired": f"expired on {item.expires}",
        "not_yet_valid": f"issued on {item.issued}",
        "expires_soon": f"expires on {item.expires}",
    }[standing]


def list_remarks(
    response: Response, questionnaire: Questionnaire, book: AnswerBook
) -> Iterator[Remark]:
    """Yield items that back nothing, twins, and answers that lack what is expected."""
    known = frozenset(item.id for item in response.evidence)
    counted = {"answered", "not_applicable"}
    settled = {
        n: a for n, a in response.answers.items() if book.states.get(n) in counted
    }
    used = {name for answer in settled.values() for name in named_by(answer, known)}
    for item in response.evidence:
        if item.id not in used:
            message = f"{item.file}: no given answer names it"
            to_do = "name its id in the 'evidence' of an answer, or remove it"
            yield Remark("unused", item.id, message, to_do)
    yield from _twins(response.evidence)
    for link_id, answer in settled.items():
        question = questionnaire.questions[link_id]
        expects = question.evidence == "expected" and answer.state == "answered"
        if expects and not named_by(answer, known):
            to_do = f"audit evidence add … --for {link_id}"
            yield Remark("unbacked", link_id, "evidence is expected", to_do)


def _twins(items: tuple[EvidenceItem, ...]) -> Iterator[Remark]:
    same: dict[str, list[str]] = defaultdict(list)
    for item in items:
        same[item.sha256].append(item.id)
    for first, *others in same.values():
        for other in others:
            message = f"the same file as '{first}'"
            yield Remark("twin", other, message, "keep one item and name it twice")
