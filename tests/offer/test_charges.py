"""Each kind of charge alone, and what is added to and taken off the charges."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from audit.offer.cost import Line
from audit.offer.price import price
from tests.offer.documents import Plain, base, charge, demand, offer, text, under

#: 10 % of the work is at night and costs half as much again, 20 % at the weekend and
#: costs a quarter more: 0.05 + 0.05 on top.
SURCHARGES = {"night": Decimal("0.5"), "weekend": Decimal("0.25")}
SHARES = {"night_share": Decimal("0.1"), "weekend_share": Decimal("0.2")}
ON_TOP = Fraction(1, 10)
#: Half the months have half the contacts, half have one and a half times as many.
WAVES = [Decimal("0.5"), Decimal("1.5")] * 6


@pytest.mark.parametrize(
    ("charged", "unit", "quantity", "rate", "surcharged"),
    [
        (
            charge("per_minute", rate=Decimal("0.4")),
            "minute",
            5000,
            Fraction(2, 5),
            True,
        ),
        (charge("per_hour", rate=12), "hour", 125, 12, True),
        (charge("per_seat_month", rate=2000), "seat", 2, 2000, True),
        (charge("per_result", rate=3, result="sale"), "result", 100, 3, False),
        (
            charge("per_result", rate=3, result="resolved_contact"),
            "result",
            700,
            3,
            False,
        ),
        (charge("fixed_month", amount=9000), "month", 1, 9000, False),
    ],
    ids=["minute", "hour", "seat", "sale", "resolved_contact", "month"],
)
def test_a_charge_alone_is_its_quantity_at_its_rate(
    charged: Plain, unit: str, quantity: int, rate: Fraction | int, surcharged: bool
) -> None:
    plain = base(offer(charged))
    expected = quantity * Fraction(rate)
    assert plain.lines == (
        Line(
            charge="it",
            unit=unit,
            quantity=Fraction(quantity),
            rate=Fraction(rate),
            surcharge=Fraction(0),
            amount=expected,
        ),
    )
    assert (plain.month, plain.contact) == (expected, expected / 1000)
    (dearer,) = base(offer(charged, surcharges=SURCHARGES), demand(**SHARES)).lines
    assert dearer.surcharge == (expected * ON_TOP if surcharged else 0)
    assert dearer.amount == expected + dearer.surcharge


def test_contacts_beyond_a_fixed_month_are_a_line_of_their_own() -> None:
    charged = charge("fixed_month", amount=500, contacts=900, excess_rate=2)
    month, excess = base(offer(charged)).lines
    assert (month.unit, month.quantity, month.amount) == ("month", 1, 500)
    assert (excess.charge, excess.unit) == ("it", "contact")
    assert (excess.quantity, excess.rate, excess.amount) == (100, 2, 200)


def test_a_month_below_the_included_contacts_costs_no_excess_and_gives_none_back() -> (
    None
):
    charged = charge("fixed_month", amount=500, contacts=900, excess_rate=2)
    _, excess = under("low", offer(charged)).lines
    assert (excess.quantity, excess.amount) == (0, 0)
    # 500 and 1,500 contacts: only those beyond 900 in the busy months count.
    _, waves = base(offer(charged), demand(seasonality=WAVES)).lines
    assert waves.quantity == 600 / Fraction(2)


def test_a_fixed_month_with_any_number_of_contacts_has_one_line() -> None:
    (line,) = under("peak", offer(charge("fixed_month", amount=500))).lines
    assert (line.unit, line.amount) == ("month", 500)


@pytest.mark.parametrize(
    ("over", "seats"),
    [
        # 500 contacts need one seat (62.5 of 80 hours), 1,500 need three (187.5).
        ({}, Fraction(1 + 3, 2)),
        ({"least_seats": 2}, Fraction(2 + 3, 2)),
        ({"least_seats": 7}, Fraction(7)),
        ({"all_year": True}, Fraction(3)),
        ({"all_year": True, "least_seats": 2}, Fraction(3)),
        ({"all_year": True, "least_seats": 4}, Fraction(4)),
    ],
    ids=["need", "least", "idle", "all_year", "all_year_least", "all_year_idle"],
)
def test_seats_follow_the_need_above_the_least_or_stay_all_year(
    over: Plain, seats: Fraction
) -> None:
    charged = charge("per_seat_month", rate=10, **over)
    found = base(offer(charged), demand(seasonality=WAVES))
    assert found.lines[0].quantity == seats
    assert found.month == 10 * seats
    # What is needed is told whatever is paid for.
    assert found.seats == 3


def test_seats_are_whole_and_a_full_one_needs_no_other() -> None:
    # 640 contacts are 64 hours of handling and 80 logged-in ones: one seat to the brim.
    full = base(offer(), demand(contacts_per_month=640))
    more = base(offer(), demand(contacts_per_month=Decimal("640.001")))
    assert (full.seats, more.seats) == (1, 2)


def test_what_is_paid_once_is_spread_over_the_term() -> None:
    items = [
        {"id": "launch", "title": text(), "amount": 300},
        {"id": "training", "title": text(), "amount": 50, "per": "seat"},
    ]
    found = base(offer(one_off=items))
    # Two seats; ten months.
    assert found.one_off == (300 + 2 * Fraction(50)) / 10
    assert found.month == 5000 + found.one_off


def test_training_is_paid_for_the_seats_that_are_needed_not_for_the_least() -> None:
    items = [{"id": "training", "title": text(), "amount": 50, "per": "seat"}]
    seats = charge("per_seat_month", rate=10, least_seats=9)
    assert base(offer(seats, one_off=items)).one_off == 2 * Fraction(50) / 10
    # Four seats at the peak, one in the low scenario.
    assert under("peak", offer(seats, one_off=items)).one_off == 4 * Fraction(50) / 10
    assert under("low", offer(seats, one_off=items)).one_off == Fraction(50) / 10


@pytest.mark.parametrize(
    ("contacts", "share"),
    [
        (999, 0),
        (1000, Fraction(1, 10)),
        (1999, Fraction(1, 10)),
        (2000, Fraction(1, 4)),
        (9000, Fraction(1, 4)),
    ],
    ids=str,
)
def test_the_highest_discount_that_a_month_reaches_holds_for_all_of_it(
    contacts: int, share: Fraction | int
) -> None:
    steps = [
        {"from_contacts": 1000, "share": Decimal("0.1")},
        {"from_contacts": 2000, "share": Decimal("0.25")},
    ]
    charges = charge("per_minute", rate=1), charge("fixed_month", "month", amount=70)
    found = base(offer(*charges, discounts=steps), demand(contacts_per_month=contacts))
    charged = contacts * 5 + 70
    assert found.discount == charged * share
    assert found.month == charged - charged * share


def test_a_discount_is_reached_month_by_month_and_spares_what_is_paid_once() -> None:
    steps = [{"from_contacts": 1000, "share": Decimal("0.1")}]
    items = [{"id": "launch", "title": text(), "amount": 300}]
    found = base(
        offer(discounts=steps, one_off=items),
        demand(seasonality=WAVES),
    )
    # 500 contacts get nothing off, 1,500 a tenth of their 7,500.
    assert found.discount == Fraction(750, 2)
    assert found.one_off == 30
    assert found.month == 5000 - 375 + 30


def test_the_minimum_is_held_against_each_month_after_its_discount() -> None:
    steps = [{"from_contacts": 1000, "share": Decimal("0.4")}]
    found = base(
        offer(minimum_month=5000, discounts=steps),
        demand(seasonality=WAVES),
    )
    # 2,500 lacks 2,500; 7,500 - 40 % = 4,500 lacks 500.
    assert found.discount == Fraction(3000, 2)
    assert found.top_up == Fraction(2500 + 500, 2)
    assert found.month == 5000


def test_a_month_at_the_minimum_lacks_nothing() -> None:
    assert base(offer(minimum_month=5000)).top_up == 0
    assert base(offer(minimum_month=5001)).top_up == 1


def test_the_minimum_counts_no_payment_made_once() -> None:
    items = [{"id": "launch", "title": text(), "amount": 300}]
    found = base(offer(minimum_month=6000, one_off=items))
    assert (found.top_up, found.month) == (1000, 6030)


def test_lines_are_in_the_offers_currency_and_the_month_in_the_demands() -> None:
    exchange = {
        "as_of": "2026-11-01",
        "source": {"en": "x", "uk": "x", "ru": "x"},
        "rates": {"UAH": Decimal("0.02")},
    }
    cost = price(offer(currency="UAH"), demand(exchange=exchange))
    found = cost.of("base")
    assert (cost.currency, cost.exchange) == ("EUR", Fraction(1, 50))
    assert found.lines[0].amount == 5000
    assert (found.month, found.contact) == (100, Fraction(1, 10))


def test_the_three_scenarios_differ_in_volume_alone() -> None:
    cost = price(offer(), demand())
    assert [s.scenario for s in cost.scenarios] == ["low", "base", "peak"]
    assert [s.contacts for s in cost.scenarios] == [500, 1000, 2000]
    assert [s.month for s in cost.scenarios] == [2500, 5000, 10000]
    assert {s.contact for s in cost.scenarios} == {5}
