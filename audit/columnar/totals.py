"""The exact totals: whole numbers, never a float.

The common denominator of a row is the product of its domains' weights: another form of
the ledger's fraction. Where that and all its multiples fit into 128 bits, proved once
for a plan, columns hold it. Else Python's integers do the last step, row by row.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING, Any

from audit.columnar.earning import WORTHS
from audit.columnar.library import pl
from audit.columnar.sums import (
    HUNDRED,
    domains,
    earned_of,
    exactly,
    heaviest,
    limits,
    reaches,
    tenths,
    weight_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.policy.compile import Plan

_MOST = 2**127 - 1
_WIDE = "wide"


def stages(plan: Plan) -> list[Sequence[pl.Expr]]:
    """Return the columns ``tenths``, ``exact`` and ``reaches`` of the totals."""
    if fits(plan):
        return [_common(plan), _totals(plan), [*_shown(), *_compared(plan)]]
    return [[_wide(plan)], _parts(plan)]


def fits(plan: Plan) -> bool:
    """Tell whether 128 bits hold the totals and all that is reckoned with them."""
    grains = plan.whole * prod(heaviest(plan).values()) * sum(plan.shares.values())
    # A total is doubled and brought to tenths; a limit brings in its denominator.
    finest = max(20, *(limit.denominator for _, limit in limits(plan)))
    return HUNDRED * grains * finest <= _MOST


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int128)


def _weight(domain: str) -> pl.Expr:
    return pl.col(weight_of(domain)).cast(pl.Int128)


def _common(plan: Plan) -> list[pl.Expr]:
    """Return the product of the weights, and the grains of a point."""
    product, shares = _whole(1), _whole(0)
    for domain in domains(plan):
        weight, share = _weight(domain), _whole(plan.shares[domain])
        product *= pl.when(weight > 0).then(weight).otherwise(_whole(1))
        shares += pl.when(weight > 0).then(share).otherwise(_whole(0))
    grains = product * shares * _whole(plan.whole)
    # Where no control counts there is no point to divide.
    divided = pl.when(grains == 0).then(_whole(1)).otherwise(grains)
    return [product.alias("common"), divided.alias("grains")]


def _totals(plan: Plan) -> list[pl.Expr]:
    """Return every total as a number of grains."""
    found = []
    for worth in WORTHS:
        total = _whole(0)
        for domain in domains(plan):
            weight, share = _weight(domain), plan.shares[domain]
            part = pl.when(weight > 0).then(pl.col("common") // weight)
            rate = part.otherwise(_whole(0)) * _whole(HUNDRED * share)
            total += rate * pl.col(earned_of(domain, worth)).cast(pl.Int128)
        found.append(total.alias(f"{worth} grains"))
    return found


def _shown() -> list[pl.Expr]:
    found, grains = [], pl.col("grains")
    for worth in WORTHS:
        number = pl.col(f"{worth} grains")
        ten = number * _whole(10)
        floor = ten // grains
        twice = (ten - floor * grains) * _whole(2)
        odd = floor % _whole(2) == 1
        up = (twice > grains) | ((twice == grains) & odd)
        rounded = floor.cast(pl.Int32) + up.cast(pl.Int32)
        written = pl.concat_str(number, pl.lit("/"), grains)
        found += [rounded.alias(tenths(worth)), written.alias(exactly(worth))]
    return found


def _compared(plan: Plan) -> list[pl.Expr]:
    found = []
    for worth, limit in limits(plan):
        own = pl.col(f"{worth} grains") * _whole(limit.denominator)
        reached = own >= pl.col("grains") * _whole(limit.numerator)
        found.append(reached.alias(reaches(worth, limit)))
    return found


def _schema(plan: Plan) -> dict[str, Any]:
    kinds: dict[str, Any] = {tenths(worth): pl.Int32 for worth in WORTHS}
    kinds |= {exactly(worth): pl.String for worth in WORTHS}
    return kinds | {reaches(worth, limit): pl.Boolean for worth, limit in limits(plan)}


def _wide(plan: Plan) -> pl.Expr:
    """Return a record of all columns, from Python's integers of any size."""
    names = list(domains(plan))
    weights = [weight_of(name) for name in names]
    earned = [earned_of(name, worth) for worth in WORTHS for name in names]
    schema = _schema(plan)

    def reckon(rows: pl.Series) -> pl.Series:
        found = [_reckoned(plan, row) for row in rows.struct.unnest().iter_rows()]
        return pl.DataFrame(found, schema=schema, orient="row").to_struct(_WIDE)

    given = pl.struct([*weights, *earned])
    return given.map_batches(reckon, return_dtype=pl.Struct(schema)).alias(_WIDE)


def _reckoned(plan: Plan, row: Sequence[int]) -> tuple[Any, ...]:
    """Return a row of ``_schema`` from the weights, then what each worth earned."""
    shares = [plan.shares[domain] for domain in domains(plan)]
    size = len(shares)
    weights = row[:size]
    common = lcm(*(weight for weight in weights if weight))
    pairs = list(zip(shares, weights, strict=True))
    rates = [HUNDRED * share * (common // w) if w else 0 for share, w in pairs]
    grains = plan.whole * common * sum(share for share, w in pairs if w) or 1
    totals = {}
    for number, worth in enumerate(WORTHS, 1):
        earned = row[number * size : (number + 1) * size]
        own = sum(rate * part for rate, part in zip(rates, earned, strict=True))
        totals[worth] = Fraction(own, grains)
    return (
        *(round(total * 10) for total in totals.values()),
        *(f"{t.numerator}/{t.denominator}" for t in totals.values()),
        *(totals[worth] >= limit for worth, limit in limits(plan)),
    )


def _parts(plan: Plan) -> list[pl.Expr]:
    return [pl.col(_WIDE).struct.field(name).alias(name) for name in _schema(plan)]
