"""A tiny exposure, demand, offer and vendor, each part overridable."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from audit.comparison.exposure import Exposure
from audit.comparison.loss import losses
from audit.offer.cost import Cost, ScenarioCost
from audit.offer.demand import Demand
from audit.offer.model import Offer
from tests import builders as b

if TYPE_CHECKING:
    from audit.assessment.model import Assessment
    from audit.comparison.exposure import Loss, Range
    from audit.comparison.model import LossFigures

Plain = dict[str, Any]

#: Two domains that weigh the same: access has A (1) and B (3), people C (1) and D (1).
#: So A is worth 12.5 points, B 37.5, C and D 25 each.
RULES = b.policy(
    b.control("A", domain="access", weight=1),
    b.control("B", domain="access", weight=3),
    b.control("C", domain="people", weight=1),
    b.control("D", domain="people", weight=1),
    domains=[b.domain("access"), b.domain("people")],
)
ASKED = b.questionnaire(*(b.question(f"q-{name}") for name in "abcd"))


@cache
def vendor(met: str = "ABCD") -> Assessment:
    """Assess a vendor that meets these controls and fails the others."""
    answers = {f"q-{name.lower()}": name in met for name in "ABCD"}
    return b.run(RULES, b.response(answers), ASKED)


def between(low: Any, likely: Any = None, high: Any = None) -> Plain:
    """Return a range; one number is a constant."""
    numbers = (low, low, low) if likely is None else (low, likely, high)
    given = zip(("low", "likely", "high"), map(Decimal, map(str, numbers)), strict=True)
    return {**dict(given), "source": "guess"}


def driver(raises: str = "frequency", up_to: Any = 3, **over: Any) -> Plain:
    named = over or {"domains": ["access", "people"]}
    return {"raises": raises, "up_to": Decimal(str(up_to)), "source": "guess", **named}


def loss(name: str = "theft", **over: Any) -> Plain:
    """Return a loss of 100 an event, two events a year, unless told otherwise."""
    return {
        "id": name,
        "title": b.text(name),
        "frequency": between(2),
        "fixed": between(100),
        **over,
    }


def exposure(*kinds: Plain, **over: Any) -> Exposure:
    return Exposure.model_validate(
        {
            "id": "tiny",
            "version": "1.0.0",
            "title": b.text("Tiny exposure"),
            "date": "2026-01-01",
            "currency": "EUR",
            "trials": 100_000,
            "seed": 7,
            "sources": [
                {
                    "id": "guess",
                    "kind": "judgement",
                    "title": b.text(),
                    "note": b.text(),
                }
            ],
            "losses": list(kinds) or [loss()],
            **over,
        }
    )


def demand(**over: Any) -> Demand:
    return Demand.model_validate(
        {
            "id": "tiny",
            "version": "1.0.0",
            "title": b.text("Tiny demand"),
            "date": "2026-01-01",
            "currency": "EUR",
            "term_months": 12,
            "records": 1000,
            "contacts_per_month": 100,
            "talk_minutes": 5,
            "after_call_minutes": 1,
            "occupancy": 1,
            "shrinkage": 0,
            "seat_hours": 160,
            "seasonality": [1] * 12,
            "scenarios": {"low": 1, "peak": 1},
            **over,
        }
    )


def offer(**terms: Any) -> Offer:
    return Offer.model_validate(
        {
            "id": "tiny",
            "version": "1.0.0",
            "vendor": "Tiny",
            "date": "2026-01-01",
            "valid_until": "2026-12-31",
            "currency": "UAH",
            "charges": [
                {"id": "m", "title": b.text(), "kind": "fixed_month", "amount": 1}
            ],
            "terms": terms,
        }
    )


def cost(month: Any, exchange: Any = 1) -> Cost:
    """Return a cost of which only the base month and the rate matter here."""
    zero = Fraction(0)
    base = ScenarioCost(
        scenario="base",
        contacts=Fraction(100),
        seats=1,
        lines=(),
        discount=zero,
        top_up=zero,
        one_off=zero,
        month=Fraction(month),
        contact=zero,
    )
    return Cost(currency="EUR", exchange=Fraction(exchange), scenarios=(base,))


def lose(
    given: Exposure,
    met: str = "ABCD",
    records: int = 1000,
    month: Any = 100,
    exchange: Any = 1,
    **terms: Any,
) -> LossFigures:
    """Return the figures of a vendor that meets these controls, on these terms."""
    needed = demand(records=records)
    return losses(given, vendor(met), needed, offer(**terms), cost(month, exchange))


# Closed forms: a PERT distribution's moments, and those of a year.


def mean(given: Range) -> float:
    return float(given.low + 4 * given.likely + given.high) / 6


def variance(given: Range) -> float:
    return (mean(given) - float(given.low)) * (float(given.high) - mean(given)) / 7


def second(given: Range) -> float:
    return variance(given) + mean(given) ** 2


def moments(kind: Loss, records: int, found: LossFigures) -> tuple[float, float]:
    """Return mean and variance of a year: compound Poisson with a random rate."""
    raised = found.factors[kind.id]
    often, much = float(raised["frequency"]), float(raised["magnitude"])
    event, square = mean(kind.fixed), second(kind.fixed)
    if kind.share and kind.per_record:
        part = records * mean(kind.share) * mean(kind.per_record)
        square += 2 * event * part
        square += records**2 * second(kind.share) * second(kind.per_record)
        event += part
    event, square = event * much, square * much**2
    rate, spread = mean(kind.frequency) * often, variance(kind.frequency) * often**2
    return rate * event, rate * square + spread * event**2
