"""Can this offer be priced for this demand."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from audit.errors import Problem
from audit.offer.demand import SCENARIOS
from audit.offer.model import FixedMonth, PerResult
from audit.offer.need import rates_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.offer.demand import Demand
    from audit.offer.model import Offer


def check_fit(offer: Offer, demand: Demand) -> Iterator[Problem]:
    """Yield what a demand leaves open of an offer; the pointers lead into the offer."""
    yield from _check_currency(offer, demand)
    yield from _check_results(offer, demand)
    yield from _check_volumes(offer, demand)


def _check_currency(offer: Offer, demand: Demand) -> Iterator[Problem]:
    known = rates_of(demand)
    if offer.currency not in known:
        message = f"the demand has no exchange rate for '{offer.currency}'"
        hint = f"known: {', '.join(sorted(known))}"
        yield Problem("offer-currency", message, "/currency", hint)


def _check_results(offer: Offer, demand: Demand) -> Iterator[Problem]:
    for index, charge in enumerate(offer.charges):
        if not isinstance(charge, PerResult):
            continue
        if not getattr(demand.conversion, charge.result):
            message = f"the demand expects no '{charge.result}', so nothing is charged"
            hint = "give its share in the demand's 'conversion'"
            yield Problem("offer-result", message, f"/charges/{index}/result", hint)


def _check_volumes(offer: Offer, demand: Demand) -> Iterator[Problem]:
    most = ceil(max(m.contacts for name in SCENARIOS for m in year_of(demand, name)))
    for index, charge in enumerate(offer.charges):
        if not isinstance(charge, FixedMonth) or charge.excess_rate is not None:
            continue
        if charge.contacts is not None and most > charge.contacts:
            message = f"the busiest month has {most} contacts; no price for the excess"
            hint = "add 'excess_rate'"
            pointer = f"/charges/{index}/contacts"
            yield Problem("offer-excess", message, pointer, hint)
