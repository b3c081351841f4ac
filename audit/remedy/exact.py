"""What no choice can cost less than, in whole numbers alone: an independent proof.

What every choice needs is taken at once, and what costs nothing too. Then each cover
is looked at as if it were the only one: a table of the greatest gain for every cost
tells the least that suffices for it. The dearest of them is a bound, and with a single
cover the very minimum.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.remedy.program import Cover, Program

#: Entries of all tables above which the proof is left out.
MOST_ENTRIES = 4_000_000


def least_cost(program: Program, limit: int) -> int | None:
    """Return a cost that no choice is below; None when the tables were too large.

    The program must have a choice that holds and costs ``limit`` at most.
    """
    taken = _forced(program) | {n for n, c in enumerate(program.costs) if c == 0}
    spent = program.cost(taken)
    left = [cover for cover in program.covers if not cover.holds(taken)]
    if len(left) * len(program.costs) * (limit - spent + 1) > MOST_ENTRIES:
        return None
    tables = (_table(program, cover, taken, limit - spent) for cover in left)
    return spent + max(tables, default=0)


def _forced(program: Program) -> set[int]:
    """Return the steps without which some cover fails, and what they need first."""
    taken: set[int] = set()
    for cover in program.covers:
        total = sum(cover.gains.values(), Fraction(0))
        taken |= {n for n, g in cover.gains.items() if total - g < cover.short}
    return taken | {needed for step, needed in program.first if step in taken}


def _table(program: Program, cover: Cover, taken: set[int], limit: int) -> int:
    """Return the least cost whose greatest gain suffices for one cover."""
    gains = {n: g for n, g in cover.gains.items() if n not in taken}
    have = sum((g for n, g in cover.gains.items() if n in taken), Fraction(0))
    scale = lcm(*(g.denominator for g in (*gains.values(), have, cover.short)))
    short = int((cover.short - have) * scale)
    best = [0] * (limit + 1)
    for n, gain in gains.items():
        cost, worth = program.costs[n], int(gain * scale)
        for total in range(limit, cost - 1, -1):
            best[total] = max(best[total], best[total - cost] + worth)
    return next(total for total, gain in enumerate(best) if gain >= short)
