"""Open gaps with their texts in one language, as programs of others take them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audit.assessment.model import Points
from audit.questionnaire.localisation import pick
from audit.remedy.ending import endings
from audit.report.findings import show_references
from audit.report.words import remedy_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from audit.assessment.inputs import ControlException
    from audit.assessment.model import Assessment, ControlResult, Status
    from audit.policy.model import Severity
    from audit.remedy.ending import Ending
    from audit.remedy.telling import Owner
    from audit.report.record import Record

NOTHING = Points.model_validate({"exact": 0})


@dataclass(frozen=True, slots=True)
class Gap:
    """One open gap.

    ``answers`` are the questions that decided, ``reads`` all that it rests on;
    ``exception`` is the one in force that holds it up; ``lost`` are the points it
    costs, none for a contradiction or a missing signature.
    """

    kind: Literal["control", "contradiction", "signature"]
    id: str
    title: str
    domain: str
    severity: Severity
    status: Status
    reason: str
    rationale: str
    remediation: str
    due: date | None
    effort: Fraction | None
    lost: Points
    knock_out: bool
    answers: tuple[str, ...]
    reads: tuple[str, ...]
    owner: Owner
    exception: ControlException | None
    references: str
    result: ControlResult | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether an exception in force holds it up."""
        return self.exception is not None


def gaps_of(record: Record, language: str) -> tuple[Gap, ...]:
    """Return every gap in the order of its severity and day, as ``conditions`` does."""
    return tuple(_gaps(record, language))


def _gaps(record: Record, language: str) -> Iterator[Gap]:
    found = record.assessment
    results = {result.id: result for result in found.controls}
    for ending in endings(found, record.policy, record.response):
        if ending.gap == "control":
            yield _control(ending, results[ending.id], record, language)
        elif ending.gap == "contradiction":
            yield _contradiction(ending, record, language)
        else:
            yield _signature(ending, language)


def _control(
    ending: Ending, result: ControlResult, record: Record, language: str
) -> Gap:
    control = record.policy.by_id[ending.id]
    domains = {d.id: pick(d.title, language) for d in record.policy.domains}
    fix = control.remediation
    return Gap(
        kind="control",
        id=ending.id,
        title=pick(control.title, language),
        domain=domains[control.domain],
        severity=ending.severity,
        status=result.status,
        reason=reason_of(result, record, language),
        rationale=pick(control.rationale, language) if control.rationale else "",
        remediation=pick(fix.text, language) if fix else "",
        due=ending.due,
        effort=fix.effort if fix else None,
        lost=Points(exact=result.possible.exact - result.points.exact),
        knock_out=result.knock_out,
        answers=ending.answers,
        reads=result.reads,
        owner=ending.owner,
        exception=exception_of(record.assessment, result),
        references=show_references(control),
        result=result,
    )


def status_of(gap: Gap, language: str) -> str:
    """Return the status in words; a control that is met is a gap by its evidence."""
    word = words(language)
    status = word[f"status_{gap.status}"]
    weak = gap.status in {"pass", "partial"} and gap.result and gap.result.factor < 1
    return f"{status}, {word['weak_evidence']}" if weak else status


def reason_of(result: ControlResult, record: Record, language: str) -> str:
    """Return why a control came out so, and which evidence it lacks."""
    word = words(language)
    reason = word[f"reason_{result.reason}"]
    if result.factor < 1:
        floor = record.policy.by_id[result.id].evidence_floor
        has, needs = word[f"assurance_{result.assurance}"], word[f"assurance_{floor}"]
        return f"{reason} {word['assurance']}: {has}; {word['needed']}: {needs}."
    return reason


def exception_of(found: Assessment, result: ControlResult) -> ControlException | None:
    """Return the exception in force that a control is excepted by."""
    if result.status != "excepted":
        return None
    granted = {e.exception.control: e.exception for e in found.exceptions if e.in_force}
    return granted[result.id]


def _contradiction(ending: Ending, record: Record, language: str) -> Gap:
    (rule,) = (c for c in record.policy.contradictions if c.id == ending.id)
    left_open = ending.id in record.assessment.open_contradictions
    kind = "open" if left_open else "found"
    word = remedy_words(language)
    limits = record.policy.cap_of(rule.knock_out) is not None
    texts = word[f"{kind}_title"], word[f"{kind}_clause"]
    reason = pick(rule.finding, language)
    return _bare(ending, "unknown" if left_open else "fail", texts, reason, limits)


def _signature(ending: Ending, language: str) -> Gap:
    word = words(language)
    texts = word["signature_required"], remedy_words(language)["sign_clause"]
    return _bare(ending, "fail", texts, word["answers_unsigned"], limits=True)


def _bare(
    ending: Ending, status: Status, texts: tuple[str, str], reason: str, limits: bool
) -> Gap:
    """Return a gap that is no control: no points, no days and no effort."""
    title, remediation = texts
    return Gap(
        kind=ending.gap,
        id=ending.id,
        title=title,
        domain="",
        severity=ending.severity,
        status=status,
        reason=reason,
        rationale="",
        remediation=remediation,
        due=None,
        effort=None,
        lost=NOTHING,
        knock_out=limits,
        answers=ending.answers,
        reads=ending.reads,
        owner=ending.owner,
        exception=None,
        references="",
    )
