"""The page on offers names every key, and its example is what the code computes."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from audit.documents import validate
from audit.offer.check import check_demand, check_offer
from audit.offer.check_fit import check_fit
from audit.offer.cost import ScenarioCost
from audit.offer.demand import Conversion, Demand, Exchange, Scenarios
from audit.offer.model import (
    FixedMonth,
    LiabilityCap,
    Offer,
    OneOff,
    PerHour,
    PerMinute,
    PerResult,
    PerSeatMonth,
    Surcharges,
    Terms,
)
from audit.offer.need import year_of
from audit.offer.price import price
from audit.offer.show import show_money
from tests.docs.test_documentation import document, rows, text

PAGE = "docs/offers.md"
CHARGES = (PerMinute, PerResult, PerHour, FixedMonth, PerSeatMonth)
KINDS = {model.model_fields["kind"].annotation.__args__[0] for model in CHARGES}


def demand() -> Demand:
    return validate(Demand, document(PAGE, "yaml demand"))


def offer() -> Offer:
    return validate(Offer, document(PAGE, "yaml offer"))


@pytest.mark.parametrize(
    "model",
    [Offer, *CHARGES, OneOff, Surcharges, Terms, LiabilityCap]
    + [Demand, Exchange, Conversion, Scenarios],
)
def test_every_key_is_named(model: type[Offer]) -> None:
    page = text(PAGE)
    assert not [n for n in model.model_fields if not re.search(rf"`{n}[`:]", page)]


def test_every_kind_of_charge_is_listed() -> None:
    listed = {cells[0].strip("`") for cells in rows(PAGE) if len(cells) == 3}
    assert listed - {"Kind", "---"} == KINDS


def test_the_example_has_no_problem() -> None:
    assert list(check_demand(demand())) == []
    assert list(check_offer(offer())) == []
    assert list(check_fit(offer(), demand())) == []


def test_the_examples_months_are_what_the_code_computes() -> None:
    shown = [cells for cells in rows(PAGE) if re.match(r"\d+ \w+$", cells[0])]
    year = year_of(demand(), "base")
    for cells in shown:
        contacts = Fraction(cells[1])
        (alike,) = {month for month in year if month.contacts == contacts}
        assert sum(month == alike for month in year) == int(cells[0].split()[0])
        # Twelve such months average to one of them.
        flat = {
            **dict(demand()),
            "contacts_per_month": contacts,
            "seasonality": [1] * 12,
        }
        found = price(offer(), Demand.model_validate(flat)).of("base")
        lines = [line.amount for line in found.lines]
        assert [Fraction(cell) for cell in cells[2:]] == [
            alike.hours,
            found.seats,
            *lines,
            found.discount,
            found.top_up,
        ]
    assert sum(int(cells[0].split()[0]) for cells in shown) == 12


def test_the_examples_average_month_is_what_the_code_computes() -> None:
    found = price(offer(), demand()).of("base")
    page = text(PAGE).partition("The average month in UAH:")[2]
    shown = dict(re.findall(r"(?m)^- ([a-z-]+) .*?\*\*(\d+)\*\*", page))
    assert {name: Fraction(value) for name, value in shown.items()} == parts(found)
    assert "229650 UAH" in page
    assert found.month == 229650 * Fraction("0.02")
    money = [show_money(m, "EUR", "en", 2) for m in (found.month, found.contact)]
    assert re.findall(r"\*\*([\d.]+ EUR)\*\*", page.replace("\n", " ")) == [
        m.replace("\u202f", "").replace("\u00a0", " ") for m in money
    ]


def parts(found: ScenarioCost) -> dict[str, Fraction]:
    names = ("talk", "fixed", "excess")
    lines = dict(zip(names, (line.amount for line in found.lines), strict=True))
    other = {"discount": found.discount, "top-up": found.top_up}
    return {**lines, **other, "one-off": found.one_off}
