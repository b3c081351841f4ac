"""A target as an exact integer program: which steps, at what cost in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from audit.remedy.goal import Target
    from audit.remedy.step import Step


@dataclass(frozen=True, slots=True)
class Costs:
    """What each step costs, as whole numbers of one unit."""

    units: Mapping[Step, int]
    unit: Fraction

    @classmethod
    def of(cls, amounts: Mapping[Step, Fraction]) -> Costs:
        """Return the amounts in the greatest unit in which all are whole."""
        unit = Fraction(1, lcm(*(amount.denominator for amount in amounts.values())))
        return cls({step: int(a / unit) for step, a in amounts.items()}, unit)


@dataclass(frozen=True, slots=True)
class Cover:
    """The gains of the chosen steps must sum to ``short``, which is above 0."""

    gains: Mapping[int, Fraction]
    short: Fraction

    def holds(self, chosen: Collection[int]) -> bool:
        """Tell whether they do, exactly."""
        return sum(gain for n, gain in self.gains.items() if n in chosen) >= self.short


@dataclass(frozen=True, slots=True)
class Program:
    """Choose among the steps at the least cost in units.

    ``first`` pairs a step with one that it needs. No gain is below 0, so choosing more
    never breaks a cover.
    """

    steps: tuple[Step, ...]
    costs: tuple[int, ...]
    covers: tuple[Cover, ...]
    first: tuple[tuple[int, int], ...]

    def cost(self, chosen: Collection[int]) -> int:
        """Return what the choice costs."""
        return sum(self.costs[n] for n in chosen)

    def holds(self, chosen: Collection[int]) -> bool:
        """Tell whether the choice is allowed and suffices, exactly."""
        ready = all(b in chosen for a, b in self.first if a in chosen)
        return ready and all(cover.holds(chosen) for cover in self.covers)


def program_of(target: Target, costs: Costs) -> Program:
    """Return the program of a target that can be reached: only steps that can help."""
    unmet = [demand for demand in target.demands if not demand.holds(())]
    helping = {step for d in unmet for step, gain in d.gains.items() if gain > 0}
    needed = {name for step in helping for name in step.after}
    steps = tuple(
        step
        for step in target.steps
        if step.feasible
        and (step in helping or (step.gap == "contradiction" and step.id in needed))
    )
    number = {step: n for n, step in enumerate(steps)}
    by_id = {step.id: n for step, n in number.items() if step.gap == "contradiction"}
    return Program(
        steps=steps,
        costs=tuple(costs.units[step] for step in steps),
        covers=tuple(
            Cover(
                {number[s]: g for s, g in d.gains.items() if g > 0 and s in number},
                d.need - d.have,
            )
            for d in unmet
        ),
        first=tuple(
            (number[step], by_id[name]) for step in steps for name in step.after
        ),
    )
