"""Is a changed control the same control after all?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from audit.workbench.testing.grounds import verdict_on
from audit.workbench.testing.worlds import ground_in, nodes_of, worlds_of

if TYPE_CHECKING:
    from audit.policy.compile import CompiledControl, Plan

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
