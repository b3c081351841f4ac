"""For each contradiction a few worlds that show when it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.workbench.testing.grounds import told
from audit.workbench.testing.picking import Pick, fewest
from audit.workbench.testing.worlds import ground_in, worlds_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from audit.workbench.testing.bench import Bench


def doubts(bench: Bench, as_of: date) -> Iterator[Pick]:
    """Yield few worlds that tell each contradiction from its mutants."""
    for number, own in enumerate(bench.plan.contradictions):
        mutants = [
            (n, bench.clashes[n])
            for n, mutant in enumerate(bench.doubted)
            if mutant.number == number and not mutant.dropped
        ]
        nodes = {
            repr(c.when.node): c.when.node for c in (own, *(c for _, c in mutants))
        }
        tried = []
        for world in worlds_of(bench.plan, nodes.values(), as_of).worlds:
            ground = ground_in(bench.plan, world, as_of)
            said = told(own, ground)
            goals: set[Hashable] = {said}
            goals |= {n for n, changed in mutants if told(changed, ground) != said}
            tried.append((world, said, frozenset(goals)))
        yield from fewest(own.contradiction.id, tried)
