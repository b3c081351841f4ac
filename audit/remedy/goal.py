"""What is to be reached, as linear demands on the steps that are taken.

Every demand has one form: what there is, and what the steps add to it, must come to
what is needed. A limit on a number of gaps is one too: fewer gaps are more of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile
from math import ceil
from typing import TYPE_CHECKING, Literal

from audit.remedy.step import Step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from audit.assessment.model import Assessment
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionTest
    from audit.remedy.position import Position

Kind = Literal[
    "signature",
    "score",
    "verified",
    "coverage",
    "caps",
    "knock_outs",
    "contradictions",
    "failed_critical",
    "residual",
]
ZERO, ONE = Fraction(0), Fraction(1)
#: From the worst decision to the best.
DECISIONS = ("reject", "accept_with_conditions", "accept")


@dataclass(frozen=True, slots=True)
class Goal:
    """A rating to reach, a decision to reach, or no knock-out left."""

    kind: Literal["rating", "decision", "knock_outs"]
    value: str = ""

    def reached(self, found: Assessment, policy: Policy) -> bool:
        """Tell whether an assessment is at the goal or better."""
        if self.kind == "knock_outs":
            return not found.knock_outs
        if self.kind == "decision":
            return DECISIONS.index(found.decision) >= DECISIONS.index(self.value)
        floors = {rating.id: rating.min_score for rating in policy.ratings}
        return floors[found.rating] >= floors[self.value]


@dataclass(frozen=True, slots=True)
class Demand:
    """``have`` and the gains of the steps taken must reach ``need``.

    A number of gaps counts below zero. ``about`` is the rating or level in question.
    """

    kind: Kind
    have: Fraction
    need: Fraction
    gains: Mapping[Step, Fraction] = field(default_factory=dict)
    about: str = ""

    def comes_to(self, taken: Collection[Step]) -> Fraction:
        """Return what there is after the steps."""
        return self.have + sum((self.gains.get(step, ZERO) for step in taken), ZERO)

    def holds(self, taken: Collection[Step]) -> bool:
        """Tell whether the steps suffice."""
        return self.comes_to(taken) >= self.need


@dataclass(frozen=True, slots=True)
class Target:
    """One way to the goal; ``rule`` counts the policy's decision rules from 1."""

    demands: tuple[Demand, ...]
    steps: tuple[Step, ...]
    rule: int | None = None

    def holds(self, taken: Collection[Step]) -> bool:
        """Tell whether the steps suffice and none lacks one that must come before."""
        corrected = {s.id for s in taken if s.gap == "contradiction"}
        ready = all(corrected.issuperset(step.after) for step in taken)
        return ready and all(demand.holds(taken) for demand in self.demands)

    @property
    def refused(self) -> tuple[Demand, ...]:
        """Return the demands that even all feasible steps together do not meet."""
        every = [step for step in self.steps if step.feasible]
        return tuple(demand for demand in self.demands if not demand.holds(every))


def targets_of(
    position: Position, steps: tuple[Step, ...], goal: Goal
) -> tuple[Target, ...]:
    """Return the ways to the goal; one is enough."""
    if goal.kind == "knock_outs":
        return (Target((_no_more_knock_outs(position, steps, 0),), steps),)
    if goal.kind == "rating":
        return (Target(tuple(_rating(position, steps, goal.value)), steps),)
    least = DECISIONS.index(goal.value)
    return tuple(
        _by_rule(position, steps, rule.when, number)
        for number, rule in enumerate(position.plan.policy.decision, start=1)
        if DECISIONS.index(rule.decision) >= least
    )


def _by_rule(
    position: Position, steps: tuple[Step, ...], test: DecisionTest, number: int
) -> Target:
    if test.coverage_at_least is not None:
        steps = (*steps, *_answers(position, test.coverage_at_least))
    return Target(_sharpest(_tested(position, steps, test)), steps, number)


def _answers(position: Position, percent: Fraction) -> Iterator[Step]:
    """Yield the step of answering as many open questions as the coverage lacks."""
    found = position.found
    lacking = ceil(percent * found.asked / 100) - found.answered
    if lacking > 0:
        yield Step("questions", "open-questions", "answer", questions=lacking)


def _tested(
    position: Position, steps: tuple[Step, ...], test: DecisionTest
) -> Iterator[Demand]:
    found = position.found
    if signing := [step for step in steps if step.gap == "signature"]:
        yield Demand("signature", -ONE, ZERO, dict.fromkeys(signing, ONE))
    if test.knock_outs_at_most is not None:
        yield _no_more_knock_outs(position, steps, test.knock_outs_at_most)
    if test.contradictions_at_most is not None:
        doubts = [step for step in steps if step.gap == "contradiction"]
        yield _at_most("contradictions", doubts, test.contradictions_at_most)
    if test.failed_critical_at_most is not None:
        failed = position.failed_critical
        open_ = [s for s in steps if s.gap == "control" and s.id in failed]
        yield _at_most("failed_critical", open_, test.failed_critical_at_most)
    if test.score_at_least is not None:
        yield _score(position, steps, test.score_at_least)
    if test.verified_score_at_least is not None:
        gains = {step: step.verified for step in steps}
        have, need = found.scores.verified.exact, test.verified_score_at_least
        yield Demand("verified", have, need, gains)
    if test.coverage_at_least is not None:
        gains = {step: Fraction(step.questions) for step in steps}
        need = test.coverage_at_least * found.asked / 100
        yield Demand("coverage", Fraction(found.answered), need, gains)
    if test.rating_at_least is not None:
        yield from _rating(position, steps, test.rating_at_least)
    if test.residual_at_most is not None:
        yield from _residual(position, steps, test.residual_at_most)


def _no_more_knock_outs(
    position: Position, steps: tuple[Step, ...], limit: int
) -> Demand:
    unmet = {(k.kind, k.id) for k in position.found.knock_outs}
    closing = [step for step in steps if (step.gap, step.id) in unmet]
    return _at_most("knock_outs", closing, limit)


def _at_most(
    kind: Kind, closing: Iterable[Step], limit: int, about: str = ""
) -> Demand:
    gains = dict.fromkeys(closing, ONE)
    return Demand(kind, -Fraction(len(gains)), -Fraction(limit), gains, about)


def _score(
    position: Position, steps: tuple[Step, ...], need: Fraction, about: str = ""
) -> Demand:
    gains = {step: step.score for step in steps}
    return Demand("score", position.found.scores.score.exact, need, gains, about)


def _rating(
    position: Position, steps: tuple[Step, ...], wanted: str
) -> Iterator[Demand]:
    """Yield the score that the rating begins at, and no knock-out that caps below."""
    floors = {r.id: r.min_score for r in position.plan.policy.ratings}
    yield _score(position, steps, floors[wanted], wanted)
    below = {
        (k.kind, k.id)
        for k in position.found.knock_outs
        if floors[k.rating] < floors[wanted]
    }
    capping = [step for step in steps if (step.gap, step.id) in below]
    yield _at_most("caps", capping, 0, wanted)


def _residual(
    position: Position, steps: tuple[Step, ...], limit: str
) -> Iterator[Demand]:
    """Yield the demands of the lowest rating from which on the risk is low enough."""
    policy = position.plan.policy
    levels = [level.id for level in policy.residual.levels]
    row = policy.residual.matrix[position.found.inherent.tier]
    best_first = sorted(policy.ratings, key=lambda r: -r.min_score)
    enough = list(
        takewhile(lambda r: levels.index(row[r.id]) <= levels.index(limit), best_first)
    )
    if enough:
        yield from _rating(position, steps, enough[-1].id)
        return
    at_best = levels.index(row[best_first[0].id])
    yield Demand(
        "residual", -Fraction(at_best), -Fraction(levels.index(limit)), {}, limit
    )


def _sharpest(demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """Return one demand a kind and gaps: of several scores only the highest counts."""
    kept: dict[tuple[Kind, frozenset[Step]], Demand] = {}
    for demand in demands:
        key = demand.kind, frozenset(demand.gains)
        if key not in kept or demand.need > kept[key].need:
            kept[key] = demand
    return tuple(kept.values())
