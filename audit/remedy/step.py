"""The steps that can be taken: one for every gap that is open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from audit.conditions.model import fields_read
from audit.conditions.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import ControlResult
    from audit.policy.model import Control
    from audit.remedy.position import Position

#: What a step closes; the first three are what a knock-out can be of.
Gap = Literal["control", "contradiction", "signature", "questions"]
#: What has to be done for it.
Work = Literal["requirement", "evidence", "correct", "sign", "answer"]
ZERO, ONE = Fraction(0), Fraction(1)
#: The vendor says that it does not apply: no work of the vendor closes that.
_NOT_APPLICABLE = frozenset({"not_applicable_refused", "not_applicable_unconfirmed"})


@dataclass(frozen=True, slots=True)
class Efforts:
    """Person-days that no policy states: assumptions, to be printed as such."""

    evidence: Fraction = Fraction(1, 2)
    correction: Fraction = ZERO
    unstated: Fraction = ONE


@dataclass(frozen=True, slots=True)
class Step:
    """One gap closed: what it takes, and what it adds to each number.

    ``after`` are contradictions that must be corrected before: until then the answers
    behind this step count as claimed only. ``feasible`` is false when no work of the
    vendor closes the gap.
    """

    gap: Gap
    id: str
    work: Work
    effort: Fraction = ZERO
    score: Fraction = ZERO
    verified: Fraction = ZERO
    claimed: Fraction = ZERO
    before_exceptions: Fraction = ZERO
    questions: int = 0
    after: tuple[str, ...] = ()
    feasible: bool = True


def steps_of(position: Position, efforts: Efforts) -> tuple[Step, ...]:
    """Return a step for every open gap: signature, contradictions, controls."""
    return (
        *_signature(position),
        *corrections(position, efforts),
        *_controls(position, efforts),
    )


def _signature(position: Position) -> Iterator[Step]:
    for item in position.found.knock_outs:
        if item.kind == "signature":
            yield Step("signature", item.id, "sign")


def corrections(position: Position, efforts: Efforts) -> Iterator[Step]:
    """Yield a step for every contradiction, found or not ruled out.

    It wins no points by itself: what the corrected answers say is not known.
    """
    found = position.found
    names = (*(c.id for c in found.contradictions), *found.open_contradictions)
    for name in names:
        yield Step("contradiction", name, "correct", efforts.correction)


def _controls(position: Position, efforts: Efforts) -> Iterator[Step]:
    doubted = _doubted(position)
    for found, unwaived, proven in position.controls:
        control = position.plan.policy.by_id[found.id]
        open_ = proven.points.exact < found.possible.exact
        if found.status != "not_applicable" and (open_ or found.status != "pass"):
            after = _after(found, control, doubted)
            yield _step((found, unwaived, proven), control, efforts, after)


def _step(
    sides: tuple[ControlResult, ControlResult, ControlResult],
    control: Control,
    efforts: Efforts,
    after: tuple[str, ...],
) -> Step:
    found, unwaived, proven = sides
    possible = found.possible.exact
    met = found.status == "pass"
    return Step(
        "control",
        found.id,
        "evidence" if met else "requirement",
        efforts.evidence if met else _effort(control, efforts),
        score=possible - found.points.exact,
        verified=possible - proven.points.exact,
        claimed=possible * (ONE - found.credit),
        before_exceptions=possible - unwaived.points.exact,
        after=after,
        feasible=unwaived.reason not in _NOT_APPLICABLE,
    )


def _effort(control: Control, efforts: Efforts) -> Fraction:
    fix = control.remediation
    return fix.effort if fix else efforts.unstated


def _doubted(position: Position) -> dict[str, frozenset[str]]:
    """Return for each contradiction of the case the answers that it doubts."""
    rules = {c.id: c.when for c in position.plan.policy.contradictions}
    found = position.found
    names = (*(c.id for c in found.contradictions), *found.open_contradictions)
    return {name: frozenset(fields_read(parse(rules[name]))) for name in names}


def _after(
    found: ControlResult, control: Control, doubted: dict[str, frozenset[str]]
) -> tuple[str, ...]:
    if control.evidence_floor == "claimed":
        return ()
    return tuple(
        name for name, read in doubted.items() if not read.isdisjoint(found.reads)
    )
