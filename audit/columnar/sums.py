"""The exact totals: whole numbers of 128 bits, never a float.

The ledger shares 100 points among the domains and controls that count. Here the common
denominator of a row is the product of its domains' weights: another form of the same
fraction. That it and all its multiples fit is proved once for a plan.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from audit.columnar.earning import WORTHS
from audit.columnar.judging import col, counts
from audit.columnar.library import pl
from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from audit.policy.compile import CompiledControl, Plan

HUNDRED = 100
GRAINS = "grains"
_MOST = 2**127 - 1


def check_room(plan: Plan) -> None:
    """Refuse a plan whose totals could leave 128 bits; UnknownKind."""
    whole = prod(sum(c.weight for c in own) for own in _domains(plan).values())
    grains = plan.whole * whole * sum(plan.shares.values())
    limits = [rating.min_score for rating in plan.policy.ratings]
    for rule in plan.policy.decision:
        limits += [
            limit
            for limit in (rule.when.score_at_least, rule.when.verified_score_at_least)
            if limit is not None
        ]
    finest = max(20, *(limit.denominator for limit in limits))
    if HUNDRED * grains * finest > _MOST:
        message = "the policy's weights are too fine for sums of 128 bits"
        hint = "assess the responses one by one, or round the weights"
        raise UnknownKind.of(Problem("bulk-weights", message, "/controls", hint))


def _domains(plan: Plan) -> dict[str, list[CompiledControl]]:
    found: dict[str, list[CompiledControl]] = defaultdict(list)
    for control in plan.controls:
        found[control.control.domain].append(control)
    return found


def by_domain(plan: Plan) -> list[pl.Expr]:
    """Return for every domain the weight that counts, and what is earned of it."""
    found = []
    for domain, controls in _domains(plan).items():
        weights = [
            counts(c).cast(pl.Int64) * pl.lit(c.weight, dtype=pl.Int64)
            for c in controls
        ]
        found.append(_wide(pl.sum_horizontal(weights)).alias(f"{domain} weight"))
        for worth in WORTHS:
            parts = [col(c, worth) * pl.lit(c.weight, dtype=pl.Int64) for c in controls]
            found.append(_wide(pl.sum_horizontal(parts)).alias(f"{domain} {worth}"))
    return found


def _wide(expression: pl.Expr) -> pl.Expr:
    return expression.cast(pl.Int128)


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int128)


def common(plan: Plan) -> list[pl.Expr]:
    """Return the product of the weights, and the grains of a point."""
    domains, product, shares = list(_domains(plan)), _whole(1), _whole(0)
    for domain in domains:
        weight = pl.col(f"{domain} weight")
        product *= pl.when(weight > 0).then(weight).otherwise(_whole(1))
        share = _whole(plan.shares[domain])
        shares += pl.when(weight > 0).then(share).otherwise(_whole(0))
    grains = product * shares * _whole(plan.whole)
    # Where no control counts there is no point to divide.
    divided = pl.when(grains == 0).then(_whole(1)).otherwise(grains)
    return [product.alias("common"), divided.alias(GRAINS)]


def totals(plan: Plan) -> list[pl.Expr]:
    """Return every total as a number of grains."""
    found = []
    for worth in WORTHS:
        total = _whole(0)
        for domain in _domains(plan):
            weight = pl.col(f"{domain} weight")
            part = pl.when(weight > 0).then(pl.col("common") // weight)
            rate = part.otherwise(_whole(0)) * _whole(HUNDRED * plan.shares[domain])
            total += rate * pl.col(f"{domain} {worth}")
        found.append(total.alias(f"{worth} grains"))
    return found


def at_least(worth: str, limit: Fraction) -> pl.Expr:
    """Tell whether a total reaches a limit, exactly."""
    own = pl.col(f"{worth} grains") * _whole(limit.denominator)
    return own >= pl.col(GRAINS) * _whole(limit.numerator)


def tenths(number: pl.Expr, grains: pl.Expr) -> pl.Expr:
    """Return a total in tenths of a point, rounded half to even as it is shown."""
    ten = number * _whole(10)
    floor = ten // grains
    twice = (ten - floor * grains) * _whole(2)
    odd = floor % _whole(2) == 1
    up = (twice > grains) | ((twice == grains) & odd)
    return (floor + up.cast(pl.Int128)).cast(pl.Int32)
