"""Vendors on whom a threshold of the ratings or of the decision turns."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audit.assessment.verdict import cap, decide, rate
from audit.workbench.testing.answering import merged
from audit.workbench.testing.engine import engine
from audit.workbench.testing.model import Given, Shown
from audit.workbench.testing.packing import turning
from audit.workbench.testing.verdict_mutants import verdict_mutants
from audit.workbench.testing.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.policy.model import Policy
    from audit.workbench.testing.loading import Suite
    from audit.workbench.testing.picking import Picked

    Vendor = tuple[dict[str, Any], tuple[Shown, ...]]

_DRAWN = 500


def verdict_cases(
    suite: Suite, plan: Plan, base: Given, picked: Sequence[Picked], as_of: date
) -> list[Vendor]:
    """Return few vendors that tell the policy from its verdict mutants."""
    policy = suite.policy.record
    mutants = verdict_mutants(policy, suite.questionnaire.record)
    tried: list[tuple[Vendor, set[int]]] = []
    for answers, evidence in _vendors(plan, base, picked, as_of):
        found = engine(
            plan, merged(base, Given(answers=_said(answers), evidence=evidence)), as_of
        )
        told = (found.rating, found.decision)
        turned = {
            n
            for n, mutant in enumerate(mutants)
            if _verdict(plan, mutant.changed, found) != told
        }
        tried.append(((answers, evidence), turned))
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
    links = list(base.answers)
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
    light = [link_id for link_id in links if link_id not in heavy]
    risks = list(turning(plan, World({}), as_of))
    for _ in range(_DRAWN):
        most = min(len(soft), rng.choice((0, 0, 1, 2, 4, 8, 16, 32)))
        worlds = rng.sample(soft, most)
        worlds += rng.sample(risks, min(len(risks), rng.choice((0, 0, 1, 5, 20))))
        worlds += rng.sample(hard, min(len(hard), rng.choice((0, 0, 0, 0, 1))))
        answers = {
            link_id: v for world in worlds for link_id, v in world.answers.items()
        }
        silent = rng.choice((0, 0, 0, 2, 5, 8, 12, 18, 22)) * len(links) // 100
        answers |= dict.fromkeys(rng.sample(light, min(len(light), silent)))
        for found in rng.sample(plan.contradictions, rng.choice((0, 0, 1, 1, 2))):
            # Left open by silence, a contradiction weighs the same as one found.
            answers[rng.choice(found.reads)] = None
        yield answers, tuple(_backing(links, rng))


def _backing(links: list[str], rng: random.Random) -> Iterator[Shown]:
    share = rng.choice((0, 40, 50, 60, 70, 100, 100, 100))
    if not share:
        return
    some = tuple(sorted(rng.sample(links, len(links) * share // 100)))
    yield Shown(
        id="audit",
        kind="certificate",
        assurance="independent",
        issuer="Independent body",
        backs="all" if share == 100 else some,
    )


def _said(answers: Mapping[str, Any]) -> dict[str, Any]:
    silent = {"state": "unanswered"}
    return {i: silent if value is None else value for i, value in answers.items()}


def _verdict(plan: Plan, policy: Policy, found: Assessment) -> tuple[str, str]:
    """Return rating and decision of the same facts under a changed policy."""
    score = found.scores.score.exact
    rating = cap(policy, rate(policy, score), found.knock_outs)
    critical = [c for c in found.controls if c.severity == "critical"]
    decision = decide(
        replace(plan, policy=policy),
        rating=rating,
        residual=policy.residual.matrix[found.inherent.tier][rating],
        knock_outs=found.knock_outs,
        contradictions=len(found.contradictions) + len(found.open_contradictions),
        failed_critical=sum(c.status in {"fail", "unknown"} for c in critical),
        score=score,
        verified=found.scores.verified.exact,
        coverage=found.coverage.exact,
    )
    return rating, decision
