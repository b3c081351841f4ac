"""Which candidates rank, in which order, and which cannot be told apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from audit.comparison.criteria import PriceMeasure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from audit.assessment.model import Assessment
    from audit.comparison.criteria import Criteria
    from audit.comparison.model import Unranked
    from audit.comparison.values import Interval
    from audit.offer.model import Offer


def counts_price(criteria: Criteria) -> bool:
    """Tell whether a price is measured, so that nobody ranks without an offer."""
    measures = (m for criterion in criteria.criteria for m in criterion.measures)
    return any(isinstance(measure, PriceMeasure) for measure in measures)


def why_unranked(
    assessment: Assessment, offer: Offer | None, as_of: date, *, priced: bool
) -> Unranked | None:
    """Return the first reason why a candidate has no rank; None when it ranks."""
    if assessment.knock_outs:
        return "knock_out"
    if assessment.decision == "reject":
        return "rejected"
    if priced and offer is None:
        return "no_offer"
    if priced and offer is not None and offer.valid_until < as_of:
        return "offer_expired"
    return None


def ranks(totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Return 1 + the number of better candidates: equal totals share a rank."""
    return {
        name: 1 + sum(other > own for other in totals.values())
        for name, own in totals.items()
    }


def best_first(totals: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the candidates by rank, and by id where they share one."""
    return tuple(sorted(totals, key=lambda name: (-totals[name], name)))


def level_pairs(intervals: Mapping[str, Interval]) -> tuple[tuple[str, str], ...]:
    """Return the pairs whose intervals overlap, the better candidate first."""
    order = best_first({name: own.value for name, own in intervals.items()})
    # The other low is never above the better high: low ≤ value ≤ the better value.
    return tuple(
        (one, other)
        for one, other in combinations(order, 2)
        if intervals[one].low <= intervals[other].high
    )
