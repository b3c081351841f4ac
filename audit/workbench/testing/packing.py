"""A good vendor to start from, and many controls' worlds packed into few cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.conditions.model import EvidenceTest, leaves
from audit.workbench.testing.grounds import status_of, verdict_on
from audit.workbench.testing.worlds import World, ground_in, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from audit.policy.compile import Plan
    from audit.workbench.testing.bench import Bench
    from audit.workbench.testing.picking import Pick, Picked

_CONTROLS_FIRST = (2, 1)
_CLASHES_FIRST = (1, 3)
_TRIES = 60


@dataclass(slots=True)
class Bin:
    """Worlds that agree on every question both read."""

    fixed: dict[str, Any] = field(default_factory=dict)
    papers: dict[EvidenceTest, bool] = field(default_factory=dict)
    picks: list[Pick] = field(default_factory=list)


def base_world(bench: Bench, picked: Sequence[Picked], as_of: date) -> World:
    """Return a vendor who passes as many controls as can be, without contradiction."""
    world = World(_anything(bench.plan, as_of))
    # First the controls count for more, so that other answers mend what clashes yet;
    # what clashes still is then given up.
    for weights in (_CONTROLS_FIRST, _CONTROLS_FIRST, _CLASHES_FIRST, _CLASHES_FIRST):
        search = _Search(bench, as_of, weights)
        for number, found in enumerate(picked):
            if not search.passes(number, world):
                world = search.best(world, _nearest(found.passing, world))
        world = search.best(world, turning(bench.plan, world, as_of))
    return world


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for a better vendor; the weights are a control's and a contradiction's."""

    bench: Bench
    as_of: date
    weights: tuple[int, int]

    def passes(self, number: int, world: World) -> bool:
        plan = self.bench.plan
        ground = ground_in(plan, world, self.as_of)
        return status_of(verdict_on(plan.controls[number], plan, ground)) == "pass"

    def best(self, world: World, options: Iterable[World]) -> World:
        worth = self.worth(world)
        for option in options:
            papers = tuple(dict.fromkeys((*world.papers, *option.papers)))
            tried = World({**world.answers, **option.answers}, papers)
            if (found := self.worth(tried)) > worth:
                world, worth = tried, found
        return world

    def worth(self, world: World) -> tuple[int, int]:
        plan, ground = self.bench.plan, ground_in(self.bench.plan, world, self.as_of)
        own = plan.controls[: self.bench.size]
        passed = sum(status_of(verdict_on(c, plan, ground)) == "pass" for c in own)
        clashes = [c.when.run(ground.facts)[0] for c in plan.contradictions]
        told = sum(truth is not False for truth in clashes)
        points = (
            max((p for when, p in scores if when.run(ground.facts)[0]), default=0)
            for _, scores in plan.factors
        )
        return self.weights[0] * passed - self.weights[1] * told, -sum(points)


def _nearest(worlds: Sequence[World], world: World) -> list[World]:
    """Return some worlds, those first that change the fewest answers."""

    def changes(one: World) -> int:
        return sum(world.answers.get(i) != value for i, value in one.answers.items())

    return sorted(worlds, key=changes)[:_TRIES]


def _read(plan: Plan) -> list[Any]:
    conditions = [c.when.node for c in plan.contradictions]
    conditions += [when.node for _, scores in plan.factors for when, _ in scores]
    conditions += [way.condition.node for c in plan.controls for way in c.ways]
    return [leaf for node in conditions for leaf in leaves(node)]


def _values(plan: Plan, link_id: str, read: Sequence[Any], as_of: date) -> list[Any]:
    own = [
        leaf
        for leaf in read
        if not isinstance(leaf, EvidenceTest) and leaf.subject == link_id
    ]
    return values_of(plan.questionnaire.questions[link_id], own, as_of)[0]


def _anything(plan: Plan, as_of: date) -> dict[str, Any]:
    """Return some answer to every question."""
    return {
        link_id: values[0]
        for link_id in plan.questionnaire.questions
        if (values := _values(plan, link_id, (), as_of))
    }


def turning(plan: Plan, world: World, as_of: date) -> Iterable[World]:
    """Yield other answers to what contradictions and inherent risk read."""
    read = _read(plan)
    clashing = [link_id for c in plan.contradictions for link_id in c.reads]
    risky = [
        leaf.subject
        for _, scores in plan.factors
        for when, _ in scores
        for leaf in leaves(when.node)
        if not isinstance(leaf, EvidenceTest)
    ]
    for link_id in dict.fromkeys((*clashing, *risky)):
        for value in _values(plan, link_id, read, as_of)[:_TRIES]:
            yield World({link_id: value}, world.papers)


def pack(picks: Iterable[Pick]) -> list[Bin]:
    """Put each pick into the first case that it fits; one case names a control once."""
    bins: list[Bin] = []
    for one in picks:
        found = next((b for b in bins if _fits(b, one)), None)
        if found is None:
            found = Bin()
            bins.append(found)
        found.fixed.update(one.world.answers)
        found.papers.update(dict.fromkeys(one.world.papers, True))
        found.picks.append(one)
    return bins


def _fits(found: Bin, one: Pick) -> bool:
    named = any(pick.control == one.control for pick in found.picks)
    agrees = all(
        link_id not in found.fixed or found.fixed[link_id] == value
        for link_id, value in one.world.answers.items()
    )
    # Evidence stands or falls with the answer it backs.
    shared = set(found.fixed) & set(one.world.answers)
    asked = {t.answer for t in (*found.papers, *one.world.papers)}
    return not named and agrees and not asked & shared
