"""Expected loss beside price: what a dearer vendor may cost, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from audit.comparison.loss import numpy_version
from audit.comparison.model import Money, Premium, RiskCost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.comparison.exposure import Exposure
    from audit.comparison.model import Candidate

MONTHS = 12


def money(exposure: Exposure, candidates: Iterable[Candidate]) -> Money:
    """Set the losses of the candidates that have an offer beside its price."""
    costs = tuple(risk_costs(candidates))
    return Money(
        trials=exposure.trials,
        seed=exposure.seed,
        numpy=numpy_version(),
        risk_costs=costs,
        premiums=premiums(costs),
    )


def risk_costs(candidates: Iterable[Candidate]) -> Iterator[RiskCost]:
    """Yield price (twelve average months) and expected loss of a year, by id."""
    for candidate in sorted(candidates, key=lambda candidate: candidate.id):
        if candidate.cost is not None and candidate.loss is not None:
            price = MONTHS * candidate.cost.of("base").month
            loss = Fraction(candidate.loss.expected)
            total = price + loss
            yield RiskCost(id=candidate.id, price=price, loss=loss, total=total)


def premiums(costs: Sequence[RiskCost]) -> tuple[Premium, ...]:
    """Return the break-even of every pair, cheapest vendors first."""
    ordered = sorted(costs, key=lambda cost: (cost.price, cost.id))
    return tuple(_premium(*pair) for pair in combinations(ordered, 2))


def _premium(cheaper: RiskCost, dearer: RiskCost) -> Premium:
    break_even = cheaper.loss - dearer.loss
    return Premium(
        cheaper=cheaper.id,
        dearer=dearer.id,
        actual=dearer.price - cheaper.price,
        break_even=break_even,
        share=break_even / cheaper.price if cheaper.price else None,
        worth_it=dearer.total < cheaper.total,
    )
