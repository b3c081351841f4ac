"""The cheapest choice by HiGHS, held to exact arithmetic (the only file with scipy).

HiGHS reckons in floating point. Its demands are therefore a hair weaker than the true
ones, so that no allowed choice is lost and its bound holds for the exact program too.
A choice that the exact test refuses is cut off: whoever suffices takes a step more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.remedy.program import Program

#: How much weaker: above HiGHS' own tolerance, below any share of a point that counts.
SLACK = 1e-5
SECONDS = 60

Row = tuple[dict[int, float], float, float]


@dataclass(frozen=True, slots=True)
class Solved:
    """A choice that holds exactly, its cost in units, and what no choice is below."""

    chosen: frozenset[int]
    cost: int
    bound: float

    @property
    def proven(self) -> bool:
        """Tell whether no cheaper choice exists: costs are whole, so one unit off."""
        return self.bound > self.cost - 1


def cheapest(program: Program) -> Solved:
    """Return the cheapest choice of a program that has one."""
    return _solved(program, program.costs, [*_covers(program), *_order(program)])


def best_within(program: Program, budget: int, worth: Sequence[int]) -> frozenset[int]:
    """Return a choice that costs no more than the budget and least by other weights.

    The budget must suffice for some choice.
    """
    limit = dict(enumerate(map(float, program.costs))), 0.0, budget + 0.5
    rows = [*_covers(program), *_order(program), limit]
    return _solved(program, worth, rows).chosen


def _solved(program: Program, weights: Sequence[int], rows: list[Row]) -> Solved:
    while True:
        chosen, bound = _run(weights, rows)
        if program.holds(chosen):
            return Solved(chosen, sum(weights[n] for n in chosen), bound)
        others = set(range(len(weights))) - chosen
        rows.append((dict.fromkeys(others, 1.0), 1.0, float("inf")))


def _covers(program: Program) -> Iterator[Row]:
    """Yield each cover in shares of what is short; one step gives all of it at most."""
    for cover in program.covers:
        shares = {n: min(float(g / cover.short), 1.0) for n, g in cover.gains.items()}
        yield shares, 1.0 - SLACK, float("inf")


def _order(program: Program) -> Iterator[Row]:
    for step, needed in program.first:
        yield {needed: 1.0, step: -1.0}, 0.0, float("inf")


def _run(weights: Sequence[int], rows: Sequence[Row]) -> tuple[frozenset[int], float]:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    size = len(weights)
    entries = [(r, n, v) for r, (row, _, _) in enumerate(rows) for n, v in row.items()]
    lines, places, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((values, (lines, places)), shape=(len(rows), size)).tocsc()
    found = milp(
        np.array(weights, float),
        integrality=np.ones(size, int),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            matrix, [low for _, low, _ in rows], [high for _, _, high in rows]
        ),
        options={"mip_rel_gap": 0, "time_limit": SECONDS},
    )
    bound = found.mip_dual_bound
    least = float(bound) if bound is not None and isfinite(bound) else 0.0
    if found.x is None:
        # Out of time: every step together holds, and is not claimed to be the best.
        return frozenset(range(size)), least
    return frozenset(int(n) for n in np.flatnonzero(found.x > 0.5)), least
