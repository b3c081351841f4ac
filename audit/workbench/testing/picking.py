"""For each control a few worlds that show what it can come to, its mutants too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.workbench.testing.grounds import status_of, verdict_on
from audit.workbench.testing.reaching import probes
from audit.workbench.testing.worlds import ground_in, nodes_of, worlds_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    from audit.policy.compile import CompiledControl
    from audit.workbench.testing.bench import Bench
    from audit.workbench.testing.worlds import World


@dataclass(frozen=True, slots=True)
class Pick:
    """A world worth a case, and what the control (or contradiction) comes to in it."""

    control: str
    world: World
    status: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The picks of a control; ``passing`` are all worlds in which it passes."""

    picks: tuple[Pick, ...]
    passing: tuple[World, ...]
    failing: tuple[World, ...]


def pick(bench: Bench, number: int, as_of: date) -> Picked:
    """Pick the fewest worlds that reach all that can be reached (greedily)."""
    own = bench.plan.controls[number]
    mutants = [
        (n, bench.changed(n))
        for n, mutant in enumerate(bench.found)
        if mutant.control == own.control.id and not mutant.setting
    ]
    nodes = [
        n for c in (own, *(changed for _, changed in mutants)) for n in nodes_of(c)
    ]
    worlds = worlds_of(
        bench.plan, {repr(node): node for node in nodes}.values(), as_of
    ).worlds
    goals = [_goals(bench, number, own, mutants, world, as_of) for world in worlds]
    tried = [(w, s, g) for w, (s, g) in zip(worlds, goals, strict=True)]
    return Picked(
        tuple(fewest(own.control.id, tried)),
        tuple(world for world, status, _ in tried if status == "pass"),
        tuple(world for world, status, _ in tried if status == "fail"),
    )


def _goals(
    bench: Bench,
    number: int,
    own: CompiledControl,
    mutants: Sequence[tuple[int, CompiledControl]],
    world: World,
    as_of: date,
) -> tuple[str, frozenset[Hashable]]:
    ground = ground_in(bench.plan, world, as_of)
    status = status_of(verdict_on(own, bench.plan, ground))
    found: set[Hashable] = {status}
    for probe in probes(own.control, number, bench.plan.questionnaire):
        found |= {(probe.pointer, truth) for truth in probe.reached(ground.facts)}
    found |= {
        n
        for n, changed in mutants
        if status_of(verdict_on(changed, bench.plan, ground)) != status
    }
    return status, frozenset(found)


def fewest(
    control: str, tried: Sequence[tuple[World, str, frozenset[Hashable]]]
) -> list[Pick]:
    """Return so many worlds that all goals are reached."""
    left: set[Hashable] = set().union(*(goals for _, _, goals in tried))
    picks: list[Pick] = []
    while left:
        world, status, goals = max(tried, key=lambda one: len(one[2] & left))
        picks.append(Pick(control, world, status))
        left -= goals
    return picks
