"""Are the tables from score to decision complete and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.documents.positions import pointer_of
from audit.errors import Problem
from audit.policy.verdicts import DecisionTest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from audit.policy.model import Policy


def check_verdicts(policy: Policy) -> Iterator[Problem]:
    """Yield gaps in ratings, tiers, the residual matrix and the decision rules."""
    ratings = {rating.id for rating in policy.ratings}
    levels = {level.id for level in policy.residual.levels}
    scores = [rating.min_score for rating in policy.ratings]
    yield from _check_starts("rating", scores, "/ratings", "min_score")
    points = [tier.min_points for tier in policy.inherent.tiers]
    yield from _check_starts("tier", points, "/inherent/tiers", "min_points")
    yield from _check_twice(policy)
    yield from _check_caps(policy, ratings)
    yield from _check_matrix(policy, ratings, levels)
    yield from _check_decisions(policy, ratings, levels)


def _check_starts(
    what: str, starts: Sequence[Fraction | int], pointer: str, key: str
) -> Iterator[Problem]:
    if 0 not in starts:
        message = f"no {what} begins at 0, so some vendors would have none"
        yield Problem(f"policy-{what}s", message, pointer)
    for index, start in enumerate(starts):
        if start in starts[:index]:
            message = f"an earlier {what} begins at {start} too, so none gets this one"
            yield Problem(f"policy-{what}s", message, f"{pointer}/{index}/{key}")


def _check_twice(policy: Policy) -> Iterator[Problem]:
    places = (
        ("/ratings", [rating.id for rating in policy.ratings]),
        ("/inherent/tiers", [tier.id for tier in policy.inherent.tiers]),
        ("/inherent/factors", [factor.id for factor in policy.inherent.factors]),
        ("/residual/levels", [level.id for level in policy.residual.levels]),
    )
    for pointer, names in places:
        for index, name in enumerate(names):
            if name in names[:index]:
                message = f"'{name}' stands twice"
                yield Problem("id-duplicate", message, f"{pointer}/{index}/id")


def _check_caps(policy: Policy, ratings: set[str]) -> Iterator[Problem]:
    caps = [("/knock_out/rating", policy.knock_out.rating)]
    for place in ("controls", "contradictions"):
        for index, item in enumerate(getattr(policy, place)):
            cap = policy.cap_of(item.knock_out)
            if cap is not None:
                caps.append((f"/{place}/{index}/knock_out", cap))
    for pointer, cap in caps:
        if cap not in ratings:
            yield _unknown("rating", cap, ratings, pointer)


def _check_matrix(
    policy: Policy, ratings: set[str], levels: set[str]
) -> Iterator[Problem]:
    matrix = policy.residual.matrix
    for tier in policy.inherent.tiers:
        row = matrix.get(tier.id, {})
        pointer = f"/residual/matrix/{tier.id}"
        for rating in sorted(ratings - set(row)):
            message = f"no residual risk for tier '{tier.id}' and rating '{rating}'"
            yield Problem("policy-matrix", message, pointer)
        for rating, level in row.items():
            where = pointer_of(["residual", "matrix", tier.id, rating])
            if rating not in ratings:
                yield _unknown("rating", rating, ratings, where)
            if level not in levels:
                yield _unknown("level", level, levels, where)
    tiers = {tier.id for tier in policy.inherent.tiers}
    for name in matrix:
        if name not in tiers:
            yield _unknown(
                "tier", name, tiers, pointer_of(["residual", "matrix", name])
            )


def _check_decisions(
    policy: Policy, ratings: set[str], levels: set[str]
) -> Iterator[Problem]:
    for index, rule in enumerate(policy.decision):
        pointer = f"/decision/{index}/when"
        test = rule.when
        if test.rating_at_least is not None and test.rating_at_least not in ratings:
            where = f"{pointer}/rating_at_least"
            yield _unknown("rating", test.rating_at_least, ratings, where)
        if test.residual_at_most is not None and test.residual_at_most not in levels:
            where = f"{pointer}/residual_at_most"
            yield _unknown("level", test.residual_at_most, levels, where)
        if rule.decision == "accept" and test == DecisionTest():
            message = "this rule accepts every vendor"
            yield Problem("policy-decision", message, pointer, "add a test")


def _unknown(what: str, name: str, known: set[str], pointer: str) -> Problem:
    hint = f"known: {', '.join(sorted(known))}"
    return Problem(f"policy-{what}", f"no {what} '{name}'", pointer, hint)
