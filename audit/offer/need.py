"""What a demand comes to in each month: contacts, minutes, hours, seats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.offer.demand import Demand, ScenarioName


@dataclass(frozen=True, slots=True)
class Month:
    """One month's work; ``hours`` are those in which operators are logged in."""

    contacts: Fraction
    talk_minutes: Fraction
    hours: Fraction
    seats: int


def year_of(demand: Demand, scenario: ScenarioName) -> tuple[Month, ...]:
    """Return the twelve months of a scenario, from January on."""
    volume = demand.contacts_per_month * getattr(demand.scenarios, scenario)
    return tuple(_month(demand, volume * multiple) for multiple in demand.seasonality)


def busiest(year: tuple[Month, ...]) -> int:
    """Return the seats that the busiest month needs."""
    return max(month.seats for month in year)


def rates_of(demand: Demand) -> dict[str, Fraction]:
    """Return what one unit of each currency is worth in that of the comparison."""
    rates = demand.exchange.rates if demand.exchange else {}
    return {**rates, demand.currency: Fraction(1)}


def _month(demand: Demand, contacts: Fraction) -> Month:
    minutes = demand.talk_minutes + demand.after_call_minutes
    hours = contacts * minutes / 60 / demand.occupancy
    return Month(
        contacts=contacts,
        talk_minutes=contacts * demand.talk_minutes,
        hours=hours,
        # A seat is whole: half an operator cannot be hired.
        seats=ceil(hours / (demand.seat_hours * (1 - demand.shrinkage))),
    )
