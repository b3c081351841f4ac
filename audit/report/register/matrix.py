"""Vendors by inherent risk and rating, one table a scale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from audit.report.comparison.blocks import Cell, Grid, Paragraph, Section, text
from audit.report.words import register_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.policy.model import Policy
    from audit.report.register.labels import Labels
    from audit.vendor.standing import Standing

Scale = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]


def matrix_section(standings: Iterable[Standing], labels: Labels) -> Section:
    """Return where the newest assessments put the vendors.

    Vendors stand in one table only if their policies mean the same by it.
    """
    word = register_words(labels.language)
    groups: dict[Scale, list[Standing]] = defaultdict(list)
    policies: dict[Scale, str] = {}
    for one in standings:
        last = one.facts.last
        policy = labels.policies.get(last.policy) if last else None
        if last is not None and policy is not None:
            scale = _scale(policy)
            groups[scale].append(one)
            policies.setdefault(scale, last.policy)
    grids = tuple(
        _grid(found, policies[scale], labels) for scale, found in groups.items()
    )
    if not grids:
        return Section("matrix", word["matrix"], "", (Paragraph(word["matrix_none"]),))
    return Section("matrix", word["matrix"], word["matrix_lead"], grids)


def _scale(policy: Policy) -> Scale:
    """Return the tiers, the ratings and the residual risk of each pair."""
    tiers = tuple(
        tier.id
        for tier in sorted(policy.inherent.tiers, key=lambda t: t.min_points)[::-1]
    )
    ratings = tuple(
        rating.id for rating in sorted(policy.ratings, key=lambda r: r.min_score)[::-1]
    )
    matrix = policy.residual.matrix
    return (
        tiers,
        ratings,
        tuple(tuple(matrix[tier][rating] for rating in ratings) for tier in tiers),
    )


def _grid(found: list[Standing], policy: str, labels: Labels) -> Grid:
    record = labels.policies[policy]
    tiers, ratings, residual = _scale(record)
    levels = [level.id for level in record.residual.levels]
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        last = one.facts.last
        if last is not None and one.facts.inherent is not None:
            names[one.facts.inherent, last.rating].append(one.facts.card.name)

    def cell(tier: str, rating: str, level: str) -> Cell:
        shade = levels.index(level) * 4 // max(len(levels) - 1, 1)
        said = [labels.residual(policy, level), *names[tier, rating]]
        return text("\n".join(said), f"heat heat{shade} lines cell")

    rows = tuple(
        (
            text(labels.tier(policy, tier), "strong"),
            *(
                cell(tier, rating, level)
                for rating, level in zip(ratings, across, strict=True)
            ),
        )
        for tier, across in zip(tiers, residual, strict=True)
    )
    w = words(labels.language)
    header = (
        f"{w['inherent_risk']} ↓ · {w['rating']} →",
        *(labels.rating(policy, rating) for rating in ratings),
    )
    return Grid("matrix", labels.policy(policy), header, rows)
