"""The demo's three offers calculated by hand, month by month, without the code.

The numbers are copied from the documents on purpose: a document that changes must be
calculated anew.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import audit
from audit.documents import read_document, validate
from audit.offer.cost import Cost, Line, ScenarioCost
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.offer.price import price

SELECTION = Path(audit.__file__).parent / "demo" / "selection"
SCENARIOS = ("low", "base", "peak")

#: 42,000 × the month's multiple × the scenario's.
CONTACTS = {
    "low": (37632, 34944, 32928, 31584, 30240, 29568,
            28896, 29568, 32256, 34944, 38976, 41664),
    "base": (47040, 43680, 41160, 39480, 37800, 36960,
             36120, 36960, 40320, 43680, 48720, 52080),
    "peak": (63504, 58968, 55566, 53298, 51030, 49896,
             48762, 49896, 54432, 58968, 65772, 70308),
}  # fmt: skip
#: A contact takes 4.6 + 1.3 = 5.9 minutes; a seat has 168 · 0.72 = 120.96 logged-in hours,
#: of which 82 % or 99.1872 go to contacts. That is 1008.68… contacts a seat.
SEATS = {
    "low": (38, 35, 33, 32, 30, 30, 29, 30, 32, 35, 39, 42),
    "base": (47, 44, 41, 40, 38, 37, 36, 37, 40, 44, 49, 52),
    "peak": (63, 59, 56, 53, 51, 50, 49, 50, 54, 59, 66, 70),
}
MULTIPLES = "1.12 1.04 0.98 0.94 0.9 0.88 0.86 0.88 0.96 1.04 1.16 1.24".split()
VOLUMES = {"low": "0.8", "base": "1", "peak": "1.35"}


def exact(text: str) -> Fraction:
    return Fraction(text)


def cost_of(name: str) -> Cost:
    demand = validate(Demand, read_document(SELECTION / "demand.yaml"))
    path = SELECTION / "offers" / f"{name}.yaml"
    return price(validate(Offer, read_document(path)), demand)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_tables_of_contacts_and_seats_are_what_the_demand_says(
    scenario: str,
) -> None:
    volume = exact(VOLUMES[scenario])
    assert CONTACTS[scenario] == tuple(42000 * exact(m) * volume for m in MULTIPLES)
    per_seat = exact("99.1872") * 60 / exact("5.9")
    assert 1008 < per_seat < 1009
    for contacts, seats in zip(CONTACTS[scenario], SEATS[scenario], strict=True):
        assert seats - 1 < contacts / per_seat <= seats


#: Outstaffed seats: at least 32 paid for, 3,595.20 EUR each.
NORTHLINE = {
    # Six months need 29, 30 or 32 seats and pay for 32: 414 / 12 = 34.5.
    "low": {"seats": Fraction(38 + 35 + 33 + 6 * 32 + 35 + 39 + 42, 12), "busiest": 42},
    "base": {"seats": Fraction(505, 12), "busiest": 52},
    "peak": {"seats": Fraction(680, 12), "busiest": 70},
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_northline_by_hand(scenario: str) -> None:
    hand = NORTHLINE[scenario]
    paid = [max(seats, 32) for seats in SEATS[scenario]]
    assert hand["seats"] == Fraction(sum(paid), 12)
    assert hand["busiest"] == max(SEATS[scenario])

    seats = hand["seats"] * exact("3595.20")
    # 24,000 for the launch, 1,712 for training each seat of the busiest month.
    one_off = (24000 + 1712 * Fraction(hand["busiest"])) / 24
    month = seats + one_off
    contacts = Fraction(sum(CONTACTS[scenario]), 12)
    assert cost_of("northline").of(scenario) == ScenarioCost(
        scenario=scenario,
        contacts=contacts,
        seats=hand["busiest"],
        lines=(
            Line(
                charge="seats",
                unit="seat",
                quantity=hand["seats"],
                rate=exact("3595.20"),
                surcharge=Fraction(0),
                amount=seats,
            ),
        ),
        discount=Fraction(0),
        top_up=Fraction(0),
        one_off=one_off,
        month=month,
        contact=month / contacts,
    )


def test_northline_in_figures() -> None:
    found = cost_of("northline")
    assert (found.currency, found.exchange) == ("EUR", 1)
    # 34.5 seats: 124,034.40; one-offs (24,000 + 71,904) / 24 = 3,996.
    assert found.of("low").month == exact("128030.40")
    # 505/12 seats: 151,298; one-offs (24,000 + 89,024) / 24 = 4,709 1/3.
    assert found.of("base").month == 156007 + Fraction(1, 3)
    # 680/12 seats: 203,728; one-offs (24,000 + 119,840) / 24 = 5,993 1/3.
    assert found.of("peak").month == 209721 + Fraction(1, 3)


#: A contact of 4.6 minutes at 27.50 UAH, and 0.08 · 0.25 + 0.17 · 0.15 = 0.0455 on top.
TALK = exact("4.6") * exact("27.50")
ON_TOP = exact("0.0455")
#: Contacts in months that reach 45,000 (3 % off) and 60,000 (6 % off).
REACHED = {
    "low": (0, 0),
    "base": (47040 + 48720 + 52080, 0),
    "peak": (
        58968 + 55566 + 53298 + 51030 + 49896 + 48762 + 49896 + 54432 + 58968,
        63504 + 65772 + 70308,
    ),
}
#: The minimum of 4,000,000 UAH is missed below 30,244 contacts: May to August when low.
BELOW = {"low": (30240, 29568, 28896, 29568), "base": (), "peak": ()}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_dialog_plus_by_hand(scenario: str) -> None:
    contacts = Fraction(sum(CONTACTS[scenario]), 12)
    per_contact = TALK * (1 + ON_TOP)
    assert per_contact == exact("132.25575")
    three, six = (Fraction(count, 12) for count in REACHED[scenario])
    discount = (three * exact("0.03") + six * exact("0.06")) * per_contact
    top_up = sum(
        (4_000_000 - count * per_contact for count in BELOW[scenario]), Fraction(0)
    )
    amount = contacts * per_contact
    month = (amount - discount + top_up / 12 + 20_000) * exact("0.02")
    assert cost_of("dialog-plus").of(scenario) == ScenarioCost(
        scenario=scenario,
        contacts=contacts,
        seats=max(SEATS[scenario]),
        lines=(
            Line(
                charge="talk",
                unit="minute",
                quantity=contacts * exact("4.6"),
                rate=exact("27.50"),
                surcharge=contacts * TALK * ON_TOP,
                amount=amount,
            ),
        ),
        discount=discount,
        top_up=top_up / 12,
        # 480,000 for the set-up over 24 months.
        one_off=Fraction(20_000),
        month=month,
        contact=month / contacts,
    )


def test_dialog_plus_in_figures() -> None:
    found = cost_of("dialog-plus")
    assert (found.currency, found.exchange) == ("EUR", Fraction(1, 50))
    # 33,600 · 132.25575 = 4,443,793.20. To the minimum lack 586.12 in May, 89,461.984
    # in June and in August, 178,337.848 in July: 357,847.936 in all.
    low = exact("4443793.20") + exact("357847.936") / 12 + 20_000
    assert found.of("low").month == low / 50
    # 42,000 · 132.25575 = 5,554,741.50; 3 % of 12,320 contacts off: 48,881.7252.
    assert found.of("base").month == (exact("5554741.50") - exact("48881.7252") + 20000) / 50  # fmt: skip
    assert found.of("base").month == exact("110517.195496")
    # 56,700 · 132.25575 = 7,498,901.025; 3 % of 40,068 and 6 % of 16,632 contacts off.
    assert found.of("peak").discount == exact("158976.70173") + exact("131980.65804")
    assert found.of("peak").month == exact("144558.8733046")


#: Contacts beyond the 50,000 of the fixed month.
BEYOND = {
    "low": (),
    "base": (2080,),
    "peak": (13504, 8968, 5566, 3298, 1030, 4432, 8968, 15772, 20308),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_goldvoice_by_hand(scenario: str) -> None:
    assert [c - 50000 for c in CONTACTS[scenario] if c > 50000] == [*BEYOND[scenario]]
    contacts = Fraction(sum(CONTACTS[scenario]), 12)
    results = contacts * exact("0.72")
    beyond = Fraction(sum(BEYOND[scenario]), 12)
    month = (results * 1800 + 8_000_000 + beyond * 160) * exact("0.0016")
    lines = [
        ("resolved", "result", results, Fraction(1800), results * 1800),
        ("month", "month", Fraction(1), Fraction(8_000_000), Fraction(8_000_000)),
        ("month", "contact", beyond, Fraction(160), beyond * 160),
    ]
    assert cost_of("goldvoice").of(scenario) == ScenarioCost(
        scenario=scenario,
        contacts=contacts,
        seats=max(SEATS[scenario]),
        lines=tuple(
            Line(
                charge=charge,
                unit=unit,
                quantity=quantity,
                rate=rate,
                surcharge=Fraction(0),
                amount=amount,
            )
            for charge, unit, quantity, rate, amount in lines
        ),
        discount=Fraction(0),
        top_up=Fraction(0),
        one_off=Fraction(0),
        month=month,
        contact=month / contacts,
    )


def test_goldvoice_in_figures() -> None:
    found = cost_of("goldvoice")
    assert (found.currency, found.exchange) == ("EUR", exact("0.0016"))
    # 24,192 · 1,800 + 8,000,000 = 51,545,600 KZT.
    assert found.of("low").month == exact("82472.96")
    # 30,240 · 1,800 + 8,000,000 + 2,080 · 160 / 12 = 62,459,733 1/3 KZT.
    assert found.of("base").month == exact("62459733") / 625 + Fraction(1, 3 * 625)
    # 40,824 · 1,800 + 8,000,000 + 6,820.5 · 160 = 82,574,480 KZT.
    assert found.of("peak").month == exact("132119.168")
