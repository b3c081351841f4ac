"""What holds for every offer and demand, whatever the numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.offer.cost import ScenarioCost
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.offer.price import price
from tests.offer.documents import base, charge, demand, offer, text

Changes = dict[str, Any]

law = settings(
    max_examples=60,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def numbers(low: int, high: int, per: int = 20) -> st.SearchStrategy[Fraction]:
    """Return fractions from ``low`` to ``high`` in steps of 1/per."""
    return st.integers(low * per, high * per).map(lambda n: Fraction(n, per))


shares = numbers(0, 1)
money = numbers(0, 5000)
KINDS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("per_minute"), "rate": numbers(0, 3)}),
    st.fixed_dictionaries({"kind": st.just("per_hour"), "rate": numbers(0, 40)}),
    st.fixed_dictionaries(
        {
            "kind": st.just("per_result"),
            "rate": numbers(0, 9),
            "result": st.sampled_from(["sale", "lead", "resolved_contact"]),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("fixed_month"), "amount": money}),
    st.fixed_dictionaries(
        {
            "kind": st.just("fixed_month"),
            "amount": money,
            "contacts": st.integers(1, 3000),
            "excess_rate": numbers(0, 9),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("per_seat_month"),
            "rate": money,
            "least_seats": st.integers(0, 6),
            "all_year": st.booleans(),
        }
    ),
)
ONE_OFF = st.fixed_dictionaries(
    {"amount": money, "per": st.sampled_from(["service", "seat"])}
)


@st.composite
def offers(draw: st.DrawFn, *, discounts: bool = True) -> Offer:
    charges = draw(st.lists(KINDS, min_size=1, max_size=4))
    paid_once = draw(st.lists(ONE_OFF, max_size=2))
    steps = draw(st.sets(st.integers(1, 3000), max_size=3)) if discounts else set()
    off = sorted(draw(st.sets(shares, min_size=len(steps), max_size=len(steps))))
    return offer(
        *(charge(name=f"c{number}", **one) for number, one in enumerate(charges)),
        currency="UAH",
        minimum_month=draw(st.one_of(st.just(0), numbers(0, 20000, 1))),
        one_off=[
            {"id": f"o{number}", "title": text(), **one}
            for number, one in enumerate(paid_once)
        ],
        surcharges={"night": draw(shares), "weekend": draw(shares)},
        discounts=[
            {"from_contacts": count, "share": share}
            for count, share in zip(sorted(steps), off, strict=True)
        ],
    )


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    night = draw(shares)
    return demand(
        exchange=exchange(draw(numbers(0, 3)) + Fraction(1, 7)),
        term_months=draw(st.integers(1, 60)),
        contacts_per_month=draw(numbers(1, 3000, 1)),
        talk_minutes=draw(numbers(1, 9)),
        after_call_minutes=draw(numbers(0, 4)),
        occupancy=1 - draw(shares) / 2,
        shrinkage=draw(shares) / 2,
        conversion={"sale": draw(shares), "resolved_contact": draw(shares)},
        night_share=night,
        weekend_share=draw(shares) * (1 - night),
        seasonality=draw(
            st.lists(shares.map(lambda s: s + Fraction(1, 2)), min_size=12, max_size=12)
        ),
        scenarios={"low": Fraction(3, 4), "peak": draw(numbers(1, 3))},
    )


def exchange(rate: Fraction) -> Changes:
    return {
        "as_of": "2026-11-01",
        "source": {"en": "x", "uk": "x", "ru": "x"},
        "rates": {"UAH": rate},
    }


def changed_offer(before: Offer, **changes: Any) -> Offer:
    return Offer.model_validate({**dict(before), **changes})


def changed_demand(before: Demand, **changes: Any) -> Demand:
    return Demand.model_validate({**dict(before), **changes})


def months(offered: Offer, wanted: Demand) -> list[Fraction]:
    return [found.month for found in price(offered, wanted).scenarios]


def never_lower(before: list[Fraction], after: list[Fraction]) -> bool:
    return all(new >= old for old, new in zip(before, after, strict=True))


@law
@given(offers(), demands())
def test_a_month_is_exactly_what_its_parts_come_to(
    offered: Offer, wanted: Demand
) -> None:
    cost = price(offered, wanted)
    for found in cost.scenarios:
        lines = sum((line.amount for line in found.lines), Fraction(0))
        own = lines - found.discount + found.top_up + found.one_off
        assert found.month == own * cost.exchange
        assert found.contact * found.contacts == found.month
        for line in found.lines:
            assert line.amount == line.quantity * line.rate + line.surcharge
        assert min(found.discount, found.top_up, found.one_off) >= 0
        assert found.discount <= lines
        assert lines - found.discount + found.top_up >= offered.minimum_month


@law
@given(offers(discounts=False), demands(), numbers(1, 3))
def test_without_discounts_more_contacts_never_cost_less(
    offered: Offer, wanted: Demand, times: Fraction
) -> None:
    more = changed_demand(wanted, contacts_per_month=wanted.contacts_per_month * times)
    assert never_lower(months(offered, wanted), months(offered, more))


def test_a_discount_can_make_more_contacts_cheaper() -> None:
    # A threshold lowers the price of every contact of the month, not of those beyond.
    steps = [{"from_contacts": 1001, "share": Fraction(1, 10)}]
    fewer, more = (
        base(offer(discounts=steps), demand(contacts_per_month=count)).month
        for count in (1000, 1001)
    )
    assert (fewer, more) == (5000, Fraction(45045, 10))


@law
@given(offers(), demands(), st.randoms(use_true_random=False))
def test_the_order_of_charges_and_of_what_is_paid_once_changes_nothing(
    offered: Offer, wanted: Demand, dice: random.Random
) -> None:
    def unordered(found: ScenarioCost) -> tuple[set[Any], ScenarioCost]:
        return set(found.lines), found.model_copy(update={"lines": ()})

    charges, paid_once = list(offered.charges), list(offered.one_off)
    dice.shuffle(charges)
    dice.shuffle(paid_once)
    again = changed_offer(offered, charges=charges, one_off=paid_once)
    for name in ("low", "base", "peak"):
        before, after = price(offered, wanted).of(name), price(again, wanted).of(name)
        assert unordered(before) == unordered(after)


@law
@given(offers(), demands(), numbers(1, 9))
def test_cost_scales_with_the_exchange_rate(
    offered: Offer, wanted: Demand, times: Fraction
) -> None:
    cost = price(offered, wanted)
    dearer = changed_demand(wanted, exchange=exchange(cost.exchange * times))
    for before, after in zip(
        cost.scenarios, price(offered, dearer).scenarios, strict=True
    ):
        assert after == before.model_copy(
            update={"month": before.month * times, "contact": before.contact * times}
        )


@law
@given(offers(), demands(), numbers(0, 9000))
def test_a_higher_minimum_never_lowers_and_holds_in_every_month(
    offered: Offer, wanted: Demand, more: Fraction
) -> None:
    raised = changed_offer(offered, minimum_month=offered.minimum_month + more)
    assert never_lower(months(offered, wanted), months(raised, wanted))


@law
@given(offers(), demands(), shares, st.sampled_from(["night", "weekend"]))
def test_a_higher_surcharge_never_lowers(
    offered: Offer, wanted: Demand, more: Fraction, name: str
) -> None:
    dearer = {**dict(offered.surcharges)}
    dearer[name] += more
    raised = changed_offer(offered, surcharges=dearer)
    assert never_lower(months(offered, wanted), months(raised, wanted))


@law
@given(offers(), demands(), st.integers(1, 60))
def test_the_term_changes_nothing_but_what_is_paid_once(
    offered: Offer, wanted: Demand, term: int
) -> None:
    cost = price(offered, wanted)
    longer = price(offered, changed_demand(wanted, term_months=term))
    for before, after in zip(cost.scenarios, longer.scenarios, strict=True):
        assert after.one_off * term == before.one_off * wanted.term_months
        monthly = {"one_off", "month", "contact"}
        assert before.model_dump(exclude=monthly) == after.model_dump(exclude=monthly)
        spread = (before.one_off - after.one_off) * cost.exchange
        assert before.month - after.month == spread


@law
@given(offers(), demands())
def test_another_vendors_name_and_the_words_of_titles_change_nothing(
    offered: Offer, wanted: Demand
) -> None:
    charges = [{**dict(one), "title": {"en": "Other words"}} for one in offered.charges]
    renamed = changed_offer(offered, vendor="Another", charges=charges)
    assert price(renamed, wanted) == price(offered, wanted)
