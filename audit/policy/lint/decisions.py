"""Can every decision rule be the first that holds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from audit.policy.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.reading import Reading
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionTest

_COUNTS = ("knock_outs_at_most", "contradictions_at_most", "failed_critical_at_most")
#: The score that each test of a share reads.
_SHARES = ("score_at_least", "verified_score_at_least", "coverage_at_least")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an assessment may come to, as far as decision rules can tell."""

    counts: tuple[int, ...]
    shares: tuple[Fraction, ...]
    rating: Fraction
    residual: int


def unreachable_decisions(reading: Reading) -> Iterator[Remark]:
    """Yield decision rules that no outcome meets, or only after an earlier rule."""
    policy = reading.policy
    met: set[int] = set()
    first: set[int] = set()
    for outcome in _outcomes(policy):
        holding = [
            n for n, r in enumerate(policy.decision) if _holds(policy, r.when, outcome)
        ]
        met.update(holding)
        first.update(holding[:1])
    for index, rule in enumerate(policy.decision):
        if index not in first:
            why = (
                "an earlier rule always holds first"
                if index in met
                else "no vendor can"
            )
            message = f"rule {index + 1} ({rule.decision}) can never decide: {why}"
            hint = "put the stricter rule first, or remove this one"
            pointer = f"/decision/{index}/when"
            yield Remark("decision-unreachable", str(index + 1), message, pointer, hint)


def _outcomes(policy: Policy) -> Iterator[_Outcome]:
    tests = [rule.when for rule in policy.decision]
    counts = [_edges(tests, name) for name in _COUNTS]
    scores, verified, coverage = (_limits(tests, name) for name in _SHARES)
    residuals = _residuals(policy)
    for score, proven in product(sorted(scores | residuals.keys()), sorted(verified)):
        if proven > score:
            continue
        reached = sorted(rating for rating in residuals if rating <= score)
        for rating, numbers in product(reached, product(*counts)):
            # Only a knock-out lowers the rating below what the score reaches.
            if rating < reached[-1] and not numbers[0]:
                continue
            for share, residual in product(sorted(coverage), residuals[rating]):
                yield _Outcome(numbers, (score, proven, share), rating, residual)


def _edges(tests: list[DecisionTest], name: str) -> list[int]:
    limits = {limit for test in tests if (limit := getattr(test, name)) is not None}
    return sorted({0, *limits, *(limit + 1 for limit in limits)})


def _limits(tests: list[DecisionTest], name: str) -> set[Fraction]:
    limits = {limit for test in tests if (limit := getattr(test, name)) is not None}
    return {Fraction(0), Fraction(100), *limits}


def _residuals(policy: Policy) -> dict[Fraction, list[int]]:
    """Return for each rating's least score the residual levels that tiers give it."""
    levels = [level.id for level in policy.residual.levels]
    rows = policy.residual.matrix.values()
    return {
        rating.min_score: sorted({levels.index(row[rating.id]) for row in rows})
        for rating in policy.ratings
    }


def _holds(policy: Policy, test: DecisionTest, outcome: _Outcome) -> bool:
    levels = [level.id for level in policy.residual.levels]
    ratings = {rating.id: rating.min_score for rating in policy.ratings}
    residual, rating = test.residual_at_most, test.rating_at_least
    counts = zip(_COUNTS, outcome.counts, strict=True)
    shares = zip(_SHARES, outcome.shares, strict=True)
    return (
        all((limit := getattr(test, n)) is None or have <= limit for n, have in counts)
        and all(
            (limit := getattr(test, n)) is None or have >= limit for n, have in shares
        )
        and (residual is None or outcome.residual <= levels.index(residual))
        and (rating is None or outcome.rating >= ratings[rating])
    )
