"""Who ranks, in which order, who cannot be told apart, and who is not dominated."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from audit.comparison.pareto import dominates, undominated
from audit.comparison.rank import (
    best_first,
    counts_price,
    level_pairs,
    ranks,
    why_unranked,
)
from audit.comparison.values import Interval
from audit.offer.model import Offer
from tests import builders as b
from tests.comparison.ranked import assessed, criteria, criterion, known, line, price

F = Fraction
DAY = b.DAY
GOOD = {"q-a": b.given(True, "doc"), "q-b": True, "q-scope": False}
BAD = {"q-a": False, "q-b": False, "q-scope": False}


def offer(valid_until: date = DAY) -> Offer:
    charge = {"id": "all", "title": b.text(), "kind": "fixed_month", "amount": 1}
    return Offer.model_validate(
        {
            "id": "offer-1",
            "version": "1.0.0",
            "vendor": "Northline Contact",
            "date": "2026-01-01",
            "valid_until": valid_until,
            "currency": "EUR",
            "charges": [charge],
        }
    )


def assessment(answers: dict[str, object], *, knock_out: bool = False):
    rules = b.policy(b.control("A", knock_out=knock_out), b.control("B"))
    return known(answers, rules=rules).assessment


def test_an_accepted_candidate_with_an_offer_in_force_ranks() -> None:
    found = assessment(GOOD)
    assert found.decision == "accept"
    assert why_unranked(found, offer(DAY), DAY, priced=True) is None
    assert why_unranked(found, None, DAY, priced=False) is None


def test_a_candidate_on_conditions_ranks() -> None:
    found = assessment({**GOOD, "q-b": False})
    assert found.decision == "accept_with_conditions"
    assert why_unranked(found, offer(), DAY, priced=True) is None


def test_an_unmet_knock_out_never_ranks_however_well_it_scores() -> None:
    found = assessment({**BAD, "q-b": True}, knock_out=True)
    assert [k.id for k in found.knock_outs] == ["A"]
    assert why_unranked(found, offer(), DAY, priced=True) == "knock_out"
    met = assessment(GOOD, knock_out=True)
    assert why_unranked(met, offer(), DAY, priced=True) is None


def test_a_rejected_candidate_does_not_rank() -> None:
    found = assessment(BAD)
    assert (found.decision, found.knock_outs) == ("reject", ())
    assert why_unranked(found, offer(), DAY, priced=True) == "rejected"


def test_without_an_offer_nobody_ranks_where_the_price_counts() -> None:
    assert why_unranked(assessment(GOOD), None, DAY, priced=True) == "no_offer"


def test_an_offer_ranks_on_its_last_day_and_not_on_the_next() -> None:
    found, late = assessment(GOOD), DAY + timedelta(days=1)
    assert why_unranked(found, offer(), late, priced=True) == "offer_expired"
    assert why_unranked(found, offer(late), late, priced=True) is None
    assert why_unranked(found, offer(), late, priced=False) is None


def test_the_gravest_reason_is_named() -> None:
    found = assessment(BAD, knock_out=True)
    assert found.decision == "reject"
    assert why_unranked(found, None, DAY, priced=True) == "knock_out"
    assert why_unranked(assessment(BAD), None, DAY, priced=True) == "rejected"


def test_the_price_counts_only_where_it_is_measured() -> None:
    safe = criterion("safety", assessed(), line("q-share", 0, 100))
    assert not counts_price(criteria(safe))
    assert counts_price(
        criteria(safe, criterion("money", line("q-share", 0, 1), price()))
    )


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ({}, {}),
        ({"a": F(1)}, {"a": 1}),
        ({"a": F(1), "b": F(2)}, {"a": 2, "b": 1}),
        ({"a": F(7), "b": F(7), "c": F(1)}, {"a": 1, "b": 1, "c": 3}),
        ({"a": F(7), "b": F(9), "c": F(7), "d": F(7)}, {"a": 2, "b": 1, "c": 2, "d": 2}),
        # Shown as 33.3 both, and still not the same.
        ({"a": F(333, 10), "b": F(100, 3)}, {"a": 2, "b": 1}),
    ],
)  # fmt: skip
def test_equal_totals_share_a_rank_and_the_next_one_is_left_out(
    totals: dict[str, F], expected: dict[str, int]
) -> None:
    assert ranks(totals) == expected
    order = best_first(totals)
    assert sorted(order, key=lambda name: (expected[name], name)) == list(order)


def test_candidates_whose_intervals_overlap_cannot_be_told_apart() -> None:
    found = level_pairs(
        {
            "low": Interval(F(10), F(20), F(30)),
            "top": Interval(F(50), F(90), F(95)),
            "mid": Interval(F(31), F(40), F(50)),  # touches the lower end of top
        }
    )
    assert found == (("top", "mid"),)


def test_an_interval_inside_another_overlaps_and_a_gap_tells_apart() -> None:
    wide = Interval(F(0), F(60), F(100))
    assert level_pairs({"a": wide, "b": Interval(F(70), F(70), F(70))}) == (("b", "a"),)
    tight = {name: Interval(F(n), F(n), F(n)) for n, name in enumerate("abc")}
    assert level_pairs(tight) == ()
    assert level_pairs({"a": wide}) == ()


def test_one_dominates_if_nowhere_worse_and_somewhere_better() -> None:
    assert dominates((F(1), F(2)), (F(1), F(1)))
    assert not dominates((F(1), F(2)), (F(1), F(2)))
    assert not dominates((F(9), F(1)), (F(1), F(2)))
    assert not dominates((F(1), F(1)), (F(1), F(2)))


def test_the_undominated_are_those_that_some_taste_could_choose() -> None:
    rows = {
        "quick": (F(100), F(0)),
        "sound": (F(0), F(100)),
        "even": (F(40), F(40)),  # no weights put it first, and nobody dominates it
        "worse": (F(40), F(39)),
        "twin": (F(100), F(0)),
    }
    assert undominated(rows) == ("even", "quick", "sound", "twin")
    assert undominated({"only": (F(0),)}) == ("only",)
    assert undominated({}) == ()
