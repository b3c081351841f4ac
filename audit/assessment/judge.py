"""Judge one control: status, credit, assurance and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.conditions.model import fields_read

if TYPE_CHECKING:
    from audit.assessment.facts import Ground
    from audit.assessment.model import Reason, Status
    from audit.conditions.evaluate import Outcome
    from audit.policy.compile import CompiledControl, Plan

_MET: dict[str, Reason] = {"pass": "rule_met", "partial": "partly_met"}


class Judged(NamedTuple):
    """A control that applies; what it earns is in the plan's parts of 1."""

    compiled: CompiledControl
    #: what the rule came to
    rule: Outcome
    status: Status
    reason: Reason
    level: int
    #: what the exception replaced; equal to ``status`` when there is none
    underlying: Status
    #: k
    credit: int = 0
    #: k · a
    score: int = 0
    #: the credit that evidence at the control's floor bears out
    verified: int = 0
    #: k · a without any exception
    unwaived: int = 0

    @property
    def counts(self) -> bool:
        """Tell whether it takes part in the sums."""
        return self.status != "not_applicable"


def applies(compiled: CompiledControl, ground: Ground) -> bool:
    """Tell whether the control is in scope: unless definitely out, it is in."""
    gate = compiled.applies
    return gate is None or gate.run(ground.facts)[0] is not False


def judge(
    compiled: CompiledControl, plan: Plan, ground: Ground, excepted: frozenset[str]
) -> Judged:
    """Judge one control that applies."""
    rule = compiled.rule.run(ground.facts)
    judged = _met(compiled, rule, ground) or _unmet(compiled, rule, ground)
    if _scope_is_open(compiled, ground):
        # It would not count had the vendor said "out of scope": silence must not pay,
        # neither by what is met nor by an exception.
        unknown = Judged(compiled, rule, "unknown", "not_answered", 0, "unknown")
        return unknown if judged.credit else judged
    if compiled.control.id in excepted:
        return _waived(judged, plan.compensation)
    return judged


def _met(compiled: CompiledControl, rule: Outcome, ground: Ground) -> Judged | None:
    """Return the credit of the rule, or of the partial rule; None when neither holds.

    A pass on bare words is worth no less than the partial credit that better backed
    answers earn alone: else leaving out the weak answer would pay.
    """
    truth, level = rule
    held = [(compiled.ways[0], level)] if truth is True else []
    for way in compiled.ways[1:]:
        truth, level = way.condition.run(ground.facts)
        if truth is True:
            held.append((way, level))
    if not held:
        return None
    way, level = held[0]
    score = max([w.scores[at] for w, at in held])
    return Judged(
        compiled,
        rule,
        way.status,
        _MET[way.status],
        level,
        underlying=way.status,
        credit=way.credit,
        score=score,
        verified=max([w.verified[at] for w, at in held]),
        unwaived=score,
    )


def _scope_is_open(compiled: CompiledControl, ground: Ground) -> bool:
    """Tell whether it is the vendor's silence that leaves the scope undecided."""
    gate = compiled.applies
    if gate is None or gate.run(ground.facts)[0] is not None:
        return False
    reads = fields_read(gate.node)
    if any(ground.book.is_silent(i) or i in ground.rejected for i in reads):
        return True
    return all(ground.book.states[i] != "not_asked" for i in reads)


def _waived(judged: Judged, compensation: int) -> Judged:
    """Return it under an exception, which never takes from what was met anyway."""
    met = judged.status in {"pass", "partial"} and judged.unwaived >= compensation
    if met or judged.status == "not_applicable":
        return judged
    return judged._replace(
        status="excepted",
        reason="excepted",
        credit=max(judged.credit, compensation),
        score=max(judged.score, compensation),
    )


def _unmet(compiled: CompiledControl, rule: Outcome, ground: Ground) -> Judged:
    truth, level = rule
    status, reason = _not_met(compiled, ground, truth=truth)
    return Judged(compiled, rule, status, reason, level, status)


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
