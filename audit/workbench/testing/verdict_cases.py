"""Vendors on whom a threshold of the ratings or of the decision turns."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Literal

from audit.workbench.testing.answering import merged
from audit.workbench.testing.engine import engine
from audit.workbench.testing.model import Given, Shown
from audit.workbench.testing.packing import turning
from audit.workbench.testing.verdict_mutants import verdict_mutants, verdict_under
from audit.workbench.testing.worlds import World, ground_in, worlds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from audit.policy.compile import Plan
    from audit.workbench.testing.loading import Suite
    from audit.workbench.testing.picking import Picked

    Vendor = tuple[dict[str, Any], tuple[Shown, ...]]

#: Vendors drawn in vain before the search ends.
_PATIENCE = 1500
_WAYS = 5
_ASPECTS = ("controls", "risk", "knock-outs", "contradictions", "silence", "evidence")


def verdict_cases(
    suite: Suite, plan: Plan, base: Given, picked: Sequence[Picked], as_of: date
) -> list[Vendor]:
    """Return few vendors that tell the policy from its verdict mutants."""
    policy = suite.policy.record
    mutants = verdict_mutants(policy, suite.questionnaire.record)
    tried: list[tuple[Vendor, set[int]]] = []
    shown: set[int] = set()
    vain = 0
    for answers, evidence in _vendors(plan, base, picked, as_of):
        found = engine(
            plan, merged(base, Given(answers=_said(answers), evidence=evidence)), as_of
        )
        told = (found.rating, found.decision)
        turned = {
            n
            for n, mutant in enumerate(mutants)
            if verdict_under(plan, mutant.changed, found) != told
        }
        tried.append(((answers, evidence), turned))
        vain = vain + 1 if turned <= shown else 0
        shown |= turned
        if vain == _PATIENCE:
            break
    chosen: list[Vendor] = []
    left = set().union(*(turned for _, turned in tried))
    while left:
        # Of those that show most, the one that is told in the fewest answers.
        vendor, turned = max(
            tried, key=lambda one: (len(one[1] & left), -len(one[0][0]))
        )
        chosen.append(vendor)
        left -= turned
    return chosen


def _vendors(
    plan: Plan, base: Given, picked: Sequence[Picked], as_of: date
) -> Iterator[tuple[dict[str, Any], tuple[Shown, ...]]]:
    """Yield vendors who fail some controls, leave some out and prove some answers."""
    rng = random.Random(7)  # noqa: S311
    links, clashes = list(base.answers), list(_clashing(plan, base, as_of))
    failing = [
        (c.cap is not None, p.failing[0])
        for c, p in zip(plan.controls, picked, strict=False)
        if p.failing
    ]
    soft = [world for knock_out, world in failing if not knock_out]
    hard = [world for knock_out, world in failing if knock_out]
    # A knock-out that silence leaves open hides every other threshold.
    heavy = {i for c in plan.controls if c.cap is not None for i in c.reads}
    heavy |= {i for c in plan.contradictions for i in c.reads}
    # Records of what wants an audit: much score, nothing verified.
    strong = {"independent", "verified"}
    sought = (c for c in plan.controls if c.control.evidence_floor in strong)
    proven = {i for c in sought for i in c.reads}
    light = [link_id for link_id in links if link_id not in heavy]
    risks = list(turning(plan, World({}), as_of))
    while True:
        # Mostly one thing at a time: what else is wrong hides a threshold.
        on = set(rng.sample(_ASPECTS, rng.choice((0, 1, 1, 2, len(_ASPECTS)))))
        worlds: list[World] = []
        if "controls" in on:
            most = rng.choice((1, 2, 4, 8, rng.randint(1, len(soft) + 1)))
            worlds += rng.sample(soft, min(len(soft), most))
        if "risk" in on:
            worlds += rng.sample(risks, min(len(risks), rng.choice((1, 5, 20, 40))))
        if "knock-outs" in on:
            worlds += rng.sample(hard, min(len(hard), 1))
        if "contradictions" in on:
            count = min(len(clashes), rng.choice((1, 2, 3)))
            worlds += [rng.choice(ways) for ways in rng.sample(clashes, count)]
        answers = {i: value for world in worlds for i, value in world.answers.items()}
        if "silence" in on:
            silent = rng.randint(1, 25) * len(links) // 100
            answers |= dict.fromkeys(rng.sample(light, min(len(light), silent)))
        yield answers, tuple(_backing(links, proven, rng if "evidence" in on else None))


def _clashing(plan: Plan, base: Given, as_of: date) -> Iterator[list[World]]:
    """Yield for each contradiction the ways into it that change least of the base."""

    def changes(world: World) -> int:
        return sum(base.answers.get(i) != value for i, value in world.answers.items())

    for found in plan.contradictions:
        worlds = worlds_of(plan, [found.when.node], as_of).worlds
        grounds = ((world, ground_in(plan, world, as_of)) for world in worlds)
        told = [w for w, ground in grounds if found.when.run(ground.facts)[0]]
        if told:
            yield sorted(told, key=changes)[:_WAYS]


def _backing(
    links: list[str], proven: set[str], rng: random.Random | None
) -> Iterator[Shown]:
    """Yield an audit and records that back some answers; without a draw, all."""
    share = rng.choice((0, 40, 50, 60, 70, 80, 90)) if rng else 100
    records = rng.choice((0, 30, 40, 50, 60, 70, 100)) if rng else 0
    if share:
        yield Shown(
            id="audit",
            kind="certificate",
            assurance="independent",
            issuer="Independent body",
            backs=_some(links, share, rng),
        )
    if records:
        yield Shown(id="records", backs=_some(links, records, rng, proven))


def _some(
    links: list[str],
    share: int,
    rng: random.Random | None,
    always: Iterable[str] = (),
) -> Literal["all"] | tuple[str, ...]:
    if share == 100 or rng is None:
        return "all"
    drawn = rng.sample(links, len(links) * share // 100)
    return tuple(sorted({*drawn, *always}))


def _said(answers: Mapping[str, Any]) -> dict[str, Any]:
    silent = {"state": "unanswered"}
    return {i: silent if value is None else value for i, value in answers.items()}
