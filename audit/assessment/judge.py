"""Judge one control: status, credit, assurance and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.assessment.facts import Ground
    from audit.assessment.model import Reason, Status
    from audit.policy.compile import CompiledControl, Plan

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A control that applies, before its points are known."""

    compiled: CompiledControl
    status: Status
    reason: Reason
    credit: Fraction
    level: int
    factor: Fraction
    #: what the exception replaced; equal to ``status`` when there is none
    underlying: Status

    @property
    def reaches_floor(self) -> bool:
        """Tell whether the answers are backed as well as the control demands."""
        return self.level >= self.compiled.floor


def applies(compiled: CompiledControl, ground: Ground) -> bool:
    """Tell whether the control is in scope: unless definitely out, it is in."""
    return (
        compiled.applies is None or compiled.applies.run(ground.facts)[0] is not False
    )


def judge(
    compiled: CompiledControl, plan: Plan, ground: Ground, excepted: frozenset[str]
) -> Judged:
    """Judge one control that applies."""
    truth, level = compiled.rule.run(ground.facts)
    if truth is True:
        return _credited(compiled, plan, "pass", ONE, level)
    partial = compiled.control.partial
    if compiled.partial is not None and partial is not None:
        met, partial_level = compiled.partial.run(ground.facts)
        if met is True:
            return _credited(compiled, plan, "partial", partial.credit, partial_level)
    status, reason = _not_met(compiled, ground, truth=truth)
    if status != "not_applicable" and compiled.control.id in excepted:
        credit = plan.policy.compensation
        return Judged(compiled, "excepted", "excepted", credit, 0, ONE, status)
    return Judged(compiled, status, reason, ZERO, level, ONE, status)


def _credited(
    compiled: CompiledControl, plan: Plan, status: Status, credit: Fraction, level: int
) -> Judged:
    factor = ONE if level >= compiled.floor else plan.worth[level]
    reason: Reason = "rule_met" if status == "pass" else "partly_met"
    return Judged(compiled, status, reason, credit, level, factor, status)


def _not_met(
    compiled: CompiledControl, ground: Ground, *, truth: bool | None
) -> tuple[Status, Reason]:
    states = {link_id: ground.book.states[link_id] for link_id in compiled.reads}
    asked = {i: s for i, s in states.items() if s != "not_asked"}
    if ground.rejected.intersection(compiled.reads):
        return "fail", "rejected_by_review"
    if asked and all(state == "not_applicable" for state in asked.values()):
        return _not_applicable(compiled, ground, frozenset(asked))
    if "not_applicable" in asked.values() and truth is None:
        return "fail", "not_applicable_refused"
    if truth is False:
        return "fail", "rule_not_met"
    answered = bool(asked) and all(state == "answered" for state in asked.values())
    return "unknown", "not_shown" if answered else "not_answered"


def _not_applicable(
    compiled: CompiledControl, ground: Ground, asked: frozenset[str]
) -> tuple[Status, Reason]:
    """Accept an N/A only when policy, question, vendor and assessor all agree."""
    if compiled.control.not_applicable != "accept":
        return "fail", "not_applicable_refused"
    if not asked <= ground.confirmed:
        return "fail", "not_applicable_unconfirmed"
    return "not_applicable", "not_applicable_accepted"
