"""What the buyer needs, as a frozen record (YAML): volumes, times, exchange rates."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from audit.offer.model import Currency, Share
from audit.policy.exact import Exact
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Day, Model

ScenarioName = Literal["low", "base", "peak"]
SCENARIOS: tuple[ScenarioName, ...] = ("low", "base", "peak")
Positive = Annotated[Exact, Field(gt=0, le=10**9)]
#: A month's or scenario's volume as a multiple of the base.
Multiple = Annotated[Exact, Field(gt=0, le=100)]
#: A share that is divided by, and so above zero.
Divisor = Annotated[Exact, Field(gt=0, le=1)]


class Exchange(Model):
    """What one unit of another currency is worth in that of the comparison."""

    as_of: Day
    source: Text
    rates: dict[Currency, Positive]


class Conversion(Model):
    """The share of contacts that end in each result."""

    sale: Share = Fraction(0)
    lead: Share = Fraction(0)
    resolved_contact: Share = Fraction(0)


class Scenarios(Model):
    """The volume of each scenario as a multiple of the base."""

    low: Multiple
    base: Multiple = Fraction(1)
    peak: Multiple


class Demand(Model):
    """What is bought, the same for every vendor.

    ``talk_minutes`` + ``after_call_minutes`` is the average handling time of a contact.
    ``occupancy`` is the share of logged-in time spent on contacts, ``shrinkage`` the
    share of paid time not logged in, ``seat_hours`` the paid hours of a seat a month.
    ``night_share`` and ``weekend_share`` of the work do not overlap. ``seasonality``
    has a multiple for each month from January on.
    """

    id: Slug
    version: Version
    title: Text
    date: Day
    currency: Currency
    exchange: Exchange | None = None
    term_months: Annotated[int, Field(ge=1, le=120)]
    records: Annotated[int, Field(ge=1, le=10**10)]
    contacts_per_month: Positive
    talk_minutes: Positive
    after_call_minutes: Annotated[Exact, Field(ge=0, le=1000)]
    occupancy: Divisor
    shrinkage: Annotated[Exact, Field(ge=0, lt=1)]
    seat_hours: Annotated[Exact, Field(gt=0, le=744)]
    conversion: Conversion = Conversion()
    night_share: Share = Fraction(0)
    weekend_share: Share = Fraction(0)
    seasonality: Annotated[tuple[Multiple, ...], Field(min_length=12, max_length=12)]
    scenarios: Scenarios
