"""The smallest repair: which gaps to close to reach a goal at the least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.remedy.closing import close
from audit.remedy.exact import least_cost
from audit.remedy.goal import targets_of
from audit.remedy.program import Costs, program_of
from audit.remedy.solve import best_within, cheapest
from audit.remedy.step import steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.assessment.model import Assessment
    from audit.remedy.goal import Goal, Target
    from audit.remedy.position import Position
    from audit.remedy.program import Program
    from audit.remedy.step import Efforts, Step


@dataclass(frozen=True, slots=True)
class Certificate:
    """What shows that nothing cheaper reaches the goal, in person-days or gaps.

    ``bound`` is the least that HiGHS leaves possible, in floating point; costs are
    whole numbers of ``unit``. ``exact`` is a bound by whole numbers alone, None where
    that would take too long.
    """

    cost: Fraction
    bound: float
    unit: Fraction
    binaries: int
    programs: int
    exact: Fraction | None

    @property
    def gap(self) -> float:
        """Return how far the bound lies below the cost."""
        return max(0.0, float(self.cost) - self.bound)

    @property
    def proven(self) -> bool:
        """Tell whether nothing is cheaper: the next lower cost lies below the bound."""
        return self.gap < float(self.unit)

    @property
    def exactly(self) -> bool:
        """Tell whether whole numbers alone prove it too."""
        return self.exact == self.cost


@dataclass(frozen=True, slots=True)
class Repair:
    """The steps in the order to take them, and the assessment after the last."""

    goal: Goal
    target: Target
    steps: tuple[Step, ...]
    end: Assessment
    certificate: Certificate

    @property
    def effort(self) -> Fraction:
        """Return the person-days of all steps."""
        return sum((step.effort for step in self.steps), Fraction(0))


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Why no steps lead to the goal: every way to it, with what stays unmet."""

    goal: Goal
    targets: tuple[Target, ...]


def repair(
    position: Position, goal: Goal, efforts: Efforts, *, fewest: bool = False
) -> Repair | Unreachable:
    """Return the cheapest repair, or why there is none.

    Cost is the effort in person-days; with ``fewest`` it is the number of controls to
    close. Of the cheapest one with the fewest steps (the least effort) is taken.
    """
    targets = targets_of(position, steps_of(position, efforts), goal)
    found = [
        result
        for target in targets
        if not target.refused
        for result in _by(position, goal, target, fewest=fewest)
    ]
    if not found:
        return Unreachable(goal, targets)
    best = min(found, key=lambda r: (r.certificate.cost, len(r.steps)))
    return replace(best, certificate=_over(best, found))


def _by(
    position: Position, goal: Goal, target: Target, *, fewest: bool
) -> Iterator[Repair]:
    """Yield the repair by one target; nothing when an earlier rule decides worse."""
    days = Costs.of({step: step.effort for step in target.steps})
    gaps = Costs.of({step: Fraction(step.gap == "control") for step in target.steps})
    costs = gaps if fewest else days
    program = program_of(target, costs)
    worth = [days.units[s] if fewest else 1 for s in program.steps]
    chosen, certificate = _solved(program, worth, costs.unit)
    needed = _needed(target, [program.steps[n] for n in sorted(chosen)])
    steps = tuple(sorted(needed, key=lambda step: _turn(step, position)))
    end = close(position, steps)
    if goal.reached(end, position.plan.policy):
        yield Repair(goal, target, steps, end, certificate)


def _solved(
    program: Program, worth: list[int], unit: Fraction
) -> tuple[frozenset[int], Certificate]:
    """Return a choice of the least cost, the best of its kind, with the proof."""
    if not program.covers:
        return frozenset(), Certificate(Fraction(0), 0.0, unit, 0, 1, Fraction(0))
    first = cheapest(program)
    best = best_within(program, first.cost, worth)
    chosen = best if program.cost(best) <= first.cost else first.chosen
    exact = least_cost(program, first.cost)
    return chosen, Certificate(
        cost=first.cost * unit,
        bound=first.bound * float(unit),
        unit=unit,
        binaries=len(program.steps),
        programs=1,
        exact=None if exact is None else exact * unit,
    )


def _needed(target: Target, steps: Iterable[Step]) -> list[Step]:
    """Return the steps without those that are not needed and cost nothing more."""
    kept = list(steps)
    for step in sorted(kept, key=lambda s: (-s.effort, s.id)):
        rest = [other for other in kept if other is not step]
        if target.holds(rest):
            kept = rest
    return kept


def _turn(step: Step, position: Position) -> tuple[object, ...]:
    """Return what orders the steps: words first, knock-outs next, then cheap points."""
    unmet = {(k.kind, k.id) for k in position.found.knock_outs}
    gaps = ("signature", "contradiction", "questions", "control")
    knock_out = (step.gap, step.id) in unmet
    worth = step.score / step.effort if step.effort else step.score
    return gaps.index(step.gap), not knock_out, -worth, step.id


def _over(best: Repair, found: Iterable[Repair]) -> Certificate:
    """Return the proof that holds over every way to the goal."""
    all_ = [result.certificate for result in found]
    exact = [c.exact for c in all_ if c.exact is not None]
    return replace(
        best.certificate,
        bound=min(c.bound for c in all_),
        programs=len(all_),
        exact=min(exact) if len(exact) == len(all_) else None,
    )
