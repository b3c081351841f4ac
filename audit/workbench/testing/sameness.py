"""Is a changed control or contradiction the same after all?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from audit.workbench.testing.grounds import told, verdict_on
from audit.workbench.testing.worlds import ground_in, nodes_of, worlds_of

if TYPE_CHECKING:
    from audit.policy.compile import CompiledContradiction, CompiledControl, Plan

#: The day on which dates are tried; any day would do.
DAY = date(2026, 6, 15)


def same_everywhere(plan: Plan, own: CompiledControl, changed: CompiledControl) -> bool:
    """Tell whether no answer tells the two apart; not told where too many were left."""
    found = worlds_of(plan, [*nodes_of(own), *nodes_of(changed)], DAY)
    if not found.whole:
        return False
    for world in found.worlds:
        ground = ground_in(plan, world, DAY)
        before = verdict_on(own, plan, ground)
        after = verdict_on(changed, plan, ground)
        if (before and before[2:]) != (after and after[2:]):
            return False
    return True


def told_the_same(
    plan: Plan, own: CompiledContradiction, changed: CompiledContradiction
) -> bool:
    """Tell whether no answer tells two contradictions apart; not told of too many."""
    found = worlds_of(plan, [own.when.node, changed.when.node], DAY)
    grounds = (ground_in(plan, world, DAY) for world in found.worlds)
    return found.whole and all(told(own, g) == told(changed, g) for g in grounds)
