"""Offer × demand → cost, exact to the last fraction."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.offer.charges import rows_of
from audit.offer.cost import Cost, Line, ScenarioCost
from audit.offer.demand import SCENARIOS
from audit.offer.need import busiest, rates_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.offer.charges import Row
    from audit.offer.demand import Demand, ScenarioName
    from audit.offer.model import Offer


def price(offer: Offer, demand: Demand) -> Cost:
    """Return what a checked offer costs for a demand in an average month."""
    exchange = rates_of(demand)[offer.currency]
    return Cost(
        currency=demand.currency,
        exchange=exchange,
        scenarios=tuple(_under(name, offer, demand, exchange) for name in SCENARIOS),
    )


def _under(
    scenario: ScenarioName, offer: Offer, demand: Demand, exchange: Fraction
) -> ScenarioCost:
    year = year_of(demand, scenario)
    rows = rows_of(offer, demand, year)
    charged = [sum(amounts) for amounts in zip(*(r.amounts for r in rows), strict=True)]
    taken_off = [
        amount * _discount(offer, month.contacts)
        for amount, month in zip(charged, year, strict=True)
    ]
    # The minimum is held against each month alone: a good one does not mend a bad one.
    missing = [
        max(Fraction(0), offer.minimum_month - amount + off)
        for amount, off in zip(charged, taken_off, strict=True)
    ]
    discount, top_up = _mean(taken_off), _mean(missing)
    one_off = _one_off(offer, busiest(year)) / demand.term_months
    month = (_mean(charged) - discount + top_up + one_off) * exchange
    contacts = _mean(item.contacts for item in year)
    return ScenarioCost(
        scenario=scenario,
        contacts=contacts,
        seats=busiest(year),
        lines=tuple(map(_line, rows)),
        discount=discount,
        top_up=top_up,
        one_off=one_off,
        month=month,
        contact=month / contacts,
    )


def _discount(offer: Offer, contacts: Fraction) -> Fraction:
    reached = (d.share for d in offer.discounts if d.from_contacts <= contacts)
    return max(reached, default=Fraction(0))


def _one_off(offer: Offer, seats: int) -> Fraction:
    times = {"service": 1, "seat": seats}
    return sum((item.amount * times[item.per] for item in offer.one_off), Fraction(0))


def _line(row: Row) -> Line:
    quantity = _mean(row.quantities)
    return Line(
        charge=row.charge,
        unit=row.unit,
        quantity=quantity,
        rate=row.rate,
        surcharge=quantity * row.rate * row.surcharge,
        amount=_mean(row.amounts),
    )


def _mean(values: Iterable[Fraction]) -> Fraction:
    listed = tuple(values)
    return sum(listed, Fraction(0)) / len(listed)
