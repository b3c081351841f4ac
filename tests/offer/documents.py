"""A small demand and offers for it as plain data, each part overridable.

A base month has 1,000 contacts of 5 + 1 minutes: 5,000 minutes of talk, 100 hours of
handling, 125 logged-in hours at an occupancy of 0.8. A seat gives 80 of them, so two
seats are needed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from audit.offer.cost import ScenarioCost
from audit.offer.demand import Demand, ScenarioName
from audit.offer.model import Offer
from audit.offer.price import price

Plain = dict[str, Any]


def text(words: str = "Text") -> dict[str, str]:
    return {"en": words, "uk": "Текст", "ru": "Текст"}


def demand(**over: Any) -> Demand:
    return Demand.model_validate(
        {
            "id": "line",
            "version": "1.0.0",
            "title": text(),
            "date": "2026-11-01",
            "currency": "EUR",
            "term_months": 10,
            "records": 1,
            "contacts_per_month": 1000,
            "talk_minutes": 5,
            "after_call_minutes": 1,
            "occupancy": Decimal("0.8"),
            "shrinkage": Decimal("0.2"),
            "seat_hours": 100,
            "conversion": {"sale": Decimal("0.1"), "resolved_contact": Decimal("0.7")},
            "seasonality": [1] * 12,
            "scenarios": {"low": Decimal("0.5"), "peak": 2},
            **over,
        }
    )


def charge(kind: str, name: str = "it", **over: Any) -> Plain:
    return {"id": name, "title": text(), "kind": kind, **over}


def offer(*charges: Plain, **over: Any) -> Offer:
    return Offer.model_validate(
        {
            "id": "offer",
            "version": "1.0.0",
            "vendor": "Vendor",
            "date": "2026-11-01",
            "valid_until": "2026-12-31",
            "currency": "EUR",
            "charges": list(charges) or [charge("per_minute", rate=1)],
            **over,
        }
    )


def base(offered: Offer, wanted: Demand | None = None) -> ScenarioCost:
    return under("base", offered, wanted)


def under(
    scenario: ScenarioName, offered: Offer, wanted: Demand | None = None
) -> ScenarioCost:
    return price(offered, wanted or demand()).of(scenario)
