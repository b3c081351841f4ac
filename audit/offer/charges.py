"""What a charge counts in each month of the year, and at which rate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.offer.model import (
    FixedMonth,
    PerHour,
    PerMinute,
    PerResult,
    PerSeatMonth,
)
from audit.offer.need import busiest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.offer.cost import Unit
    from audit.offer.demand import Demand
    from audit.offer.model import AnyCharge, Offer
    from audit.offer.need import Month


@dataclass(frozen=True, slots=True)
class Row:
    """One charge through the year: a quantity for each month, all at one rate.

    ``surcharge`` is the share that work at night and at the weekend adds on average.
    """

    charge: str
    unit: Unit
    rate: Fraction
    quantities: tuple[Fraction, ...]
    surcharge: Fraction = Fraction(0)

    @property
    def amounts(self) -> tuple[Fraction, ...]:
        """Return what is charged in each month."""
        rate = self.rate * (1 + self.surcharge)
        return tuple(quantity * rate for quantity in self.quantities)


def rows_of(offer: Offer, demand: Demand, year: tuple[Month, ...]) -> tuple[Row, ...]:
    """Return every charge of an offer as rows, in the offer's order."""
    night, weekend = demand.night_share, demand.weekend_share
    extra = night * offer.surcharges.night + weekend * offer.surcharges.weekend
    return tuple(
        row for charge in offer.charges for row in _rows(charge, demand, year, extra)
    )


def _rows(
    charge: AnyCharge, demand: Demand, year: tuple[Month, ...], extra: Fraction
) -> Iterator[Row]:
    match charge:
        case PerMinute():
            minutes = tuple(month.talk_minutes for month in year)
            yield Row(charge.id, "minute", charge.rate, minutes, extra)
        case PerHour():
            hours = tuple(month.hours for month in year)
            yield Row(charge.id, "hour", charge.rate, hours, extra)
        case PerSeatMonth():
            yield Row(charge.id, "seat", charge.rate, _seats(charge, year), extra)
        case PerResult():
            share: Fraction = getattr(demand.conversion, charge.result)
            results = tuple(month.contacts * share for month in year)
            yield Row(charge.id, "result", charge.rate, results)
        case FixedMonth():
            yield from _fixed(charge, year)


def _seats(charge: PerSeatMonth, year: tuple[Month, ...]) -> tuple[Fraction, ...]:
    least = max(charge.least_seats, busiest(year) if charge.all_year else 0)
    return tuple(Fraction(max(month.seats, least)) for month in year)


def _fixed(charge: FixedMonth, year: tuple[Month, ...]) -> Iterator[Row]:
    yield Row(charge.id, "month", charge.amount, (Fraction(1),) * len(year))
    if charge.contacts is not None and charge.excess_rate is not None:
        beyond = tuple(
            max(Fraction(0), month.contacts - charge.contacts) for month in year
        )
        yield Row(charge.id, "contact", charge.excess_rate, beyond)
