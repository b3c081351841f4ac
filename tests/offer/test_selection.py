"""The demo's demand and offers: sound, consistent with the vendors, and close in price."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import audit
from audit.documents import Document, read_document, validate
from audit.offer.check import check_demand, check_offer
from audit.offer.check_fit import check_fit
from audit.offer.cost import Cost
from audit.offer.demand import SCENARIOS, Demand
from audit.offer.model import Offer
from audit.offer.price import price
from audit.schema_files import schemas

DEMO = Path(audit.__file__).parent / "demo"
VENDORS = ("northline", "dialog-plus", "goldvoice")
#: The day for which the demo's documents are written.
DAY = date(2026, 11, 24)


def document(name: str) -> Document:
    return read_document(DEMO / "selection" / name)


def demand() -> Demand:
    return validate(Demand, document("demand.yaml"))


def offer(vendor: str) -> Offer:
    return validate(Offer, document(f"offers/{vendor}.yaml"))


def costs() -> dict[str, Cost]:
    return {vendor: price(offer(vendor), demand()) for vendor in VENDORS}


def response(vendor: str) -> dict[str, Any]:
    text = (DEMO / "vendors" / vendor / "response.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def rate_answered(vendor: str) -> tuple[Fraction, str]:
    money = response(vendor)["answers"]["ops-07-rate"]["value"]
    return Fraction(money["amount"]), money["currency"]


def test_the_demand_has_no_problem_and_its_multiples_average_one() -> None:
    assert list(check_demand(demand())) == []
    assert sum(demand().seasonality) == 12
    assert demand().scenarios.base == 1


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_offer_has_no_problem_and_is_its_vendors(vendor: str) -> None:
    found = offer(vendor)
    assert list(check_offer(found)) == []
    assert list(check_fit(found, demand())) == []
    assert found.vendor == response(vendor)["vendor"]["name"]
    assert found.date <= DAY <= found.valid_until


def test_every_vendor_charges_in_another_way() -> None:
    kinds = [tuple(c.kind for c in offer(vendor).charges) for vendor in VENDORS]
    assert len(set(kinds)) == len(VENDORS)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_northline_is_the_dearest_and_goldvoice_the_cheapest_but_not_by_far(
    scenario: str,
) -> None:
    found = {vendor: cost.of(scenario).contact for vendor, cost in costs().items()}
    assert found["goldvoice"] < found["dialog-plus"] < found["northline"]
    assert found["northline"] / found["goldvoice"] < Fraction(8, 5)


def test_northlines_seat_is_its_hourly_price_for_the_demands_paid_hours() -> None:
    hourly, currency = rate_answered("northline")
    (seats,) = offer("northline").charges
    assert currency == offer("northline").currency
    assert seats.rate == hourly * demand().seat_hours
    training = [
        item.amount for item in offer("northline").one_off if item.per == "seat"
    ]
    hours = {
        row["training_hours"]
        for row in response("northline")["answers"]["ops-05-operators"]["value"]
        if row["service"] == "support"
    }
    assert training == [hourly * hours.pop()]


def test_goldvoices_result_has_the_price_that_it_answered() -> None:
    resolved = next(c for c in offer("goldvoice").charges if c.kind == "per_result")
    assert rate_answered("goldvoice") == (resolved.rate, offer("goldvoice").currency)


@pytest.mark.parametrize(
    "name", ["demand.yaml", *(f"offers/{vendor}.yaml" for vendor in VENDORS)]
)
def test_a_document_is_valid_by_the_schema_that_editors_use(name: str) -> None:
    from jsonschema import Draft202012Validator

    kind = "demand" if name == "demand.yaml" else "offer"
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(document(name).data, default=float))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    data["unheard_of"] = 1
    assert list(Draft202012Validator(schema).iter_errors(data)) != []


@pytest.mark.parametrize(
    "name", ["demand.yaml", *(f"offers/{vendor}.yaml" for vendor in VENDORS)]
)
def test_the_right_alphabet_is_used_in_each_language(name: str) -> None:
    data = json.dumps(document(name).data, ensure_ascii=False, default=str)
    for language, alien in (("uk", "[ыэёъЫЭЁЪ]"), ("ru", "[іїєґІЇЄҐ]")):
        found = re.findall(rf'"{language}": "((?:[^"\\]|\\.)*)"', data)
        assert found
        assert all(re.search("[а-яіїєґ]", text.lower()) for text in found)
        assert not [text for text in found if re.search(alien, text)]
