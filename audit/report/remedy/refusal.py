"""Why a goal cannot be reached, in words: demand by demand of every way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.model import Points
from audit.questionnaire.localisation import pick
from audit.report.words import remedy_words, show_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from audit.remedy.goal import Demand, Target
    from audit.remedy.position import Position
    from audit.remedy.repair import Unreachable


def refusals(result: Unreachable, position: Position, language: str) -> Iterator[str]:
    """Yield what stands in the way, and which gaps no work closes."""
    word = remedy_words(language)
    if not result.targets:
        yield word["no_rule"]
    for target in result.targets:
        start = word["by_rule"].format(rule=target.rule) + " " if target.rule else ""
        told = [_said(d, target, position, language) for d in target.refused]
        yield start + "; ".join(told or [word["earlier_rule"]]) + "."
    if ids := _not_by_work(result):
        yield word["not_by_work"].format(ids=", ".join(ids))


def _said(demand: Demand, target: Target, position: Position, language: str) -> str:
    word = remedy_words(language)
    if demand.kind == "residual":
        return _residual(demand, position, language)
    if demand.kind in {"score", "verified"}:
        most = demand.comes_to([step for step in target.steps if step.feasible])
        return word[f"refused_{demand.kind}"].format(
            most=_shown(most, language), need=_shown(demand.need, language)
        )
    stay = [step.id for step in demand.gains if not step.feasible]
    return word["refused_gaps"].format(limit=-demand.need, ids=", ".join(stay))


def _residual(demand: Demand, position: Position, language: str) -> str:
    policy, tier = position.plan.policy, position.found.inherent.tier
    levels = [pick(level.label, language) for level in policy.residual.levels]
    tiers = {t.id: pick(t.label, language) for t in policy.inherent.tiers}
    return remedy_words(language)["refused_residual"].format(
        tier=tiers[tier],
        level=levels[int(-demand.have)],
        limit=levels[int(-demand.need)],
    )


def _not_by_work(result: Unreachable) -> list[str]:
    steps = (
        step
        for target in result.targets
        for demand in target.refused
        for step, gain in demand.gains.items()
        if gain > 0 and not step.feasible
    )
    return sorted({step.id for step in steps})


def _shown(exact: Fraction, language: str) -> str:
    return show_number(Points(exact=exact).shown, language)
