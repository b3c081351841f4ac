"""Price and risk together, and what a dearer vendor may cost: all by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import permutations
from typing import Any

from audit.assessment.model import Points, Scores, Subject
from audit.comparison.loss import numpy_version
from audit.comparison.model import Candidate, LossFigures, Premium
from audit.comparison.premium import money, premiums, risk_costs
from tests.comparison.losing import cost, exposure

ZERO = Points(exact=Fraction(0))
SUBJECT = Subject(id="tiny", version="1.0.0", digest="sha256:0")


def figures(expected: int) -> LossFigures:
    same = dict.fromkeys(("gross", "median", "p90", "p95", "p99"), expected)
    return LossFigures(
        **same, expected=expected, any_loss=ZERO, curve=(), by_loss={}, factors={}
    )


def candidate(name: str, month: Any = None, loss: int | None = None) -> Candidate:
    return Candidate(
        id=name,
        vendor=name,
        country="UA",
        response=SUBJECT,
        assessment_digest="sha256:0",
        as_of=dt.date(2026, 6, 1),
        decision="accept",
        rating="good",
        inherent="small",
        residual="low",
        scores=Scores(score=ZERO, claimed=ZERO, verified=ZERO, before_exceptions=ZERO),
        gaming_index=ZERO,
        coverage=ZERO,
        knock_outs=(),
        contradictions=0,
        open_controls=0,
        domains=(),
        facts={},
        cost=None if month is None else cost(month),
        loss=None if loss is None else figures(loss),
    )


#: Made-up prices of a month, and made-up losses of a year.
GOLDVOICE = candidate("goldvoice", 100_000, 760_000)
DIALOG = candidate("dialog-plus", "110500.5", 320_000)
NORTHLINE = candidate("northline", 156_000, 110_000)
ALL = (NORTHLINE, GOLDVOICE, DIALOG)


def test_a_year_costs_twelve_months_and_the_expected_loss() -> None:
    found = {item.id: item for item in risk_costs(ALL)}
    assert list(found) == ["dialog-plus", "goldvoice", "northline"]
    dialog = found["dialog-plus"]
    assert (dialog.price, dialog.loss, dialog.total) == (1_326_006, 320_000, 1_646_006)
    assert found["goldvoice"].total == 1_200_000 + 760_000
    assert found["northline"].total == 1_872_000 + 110_000


def test_break_even_is_by_how_much_more_the_cheaper_vendor_loses() -> None:
    assert premiums(tuple(risk_costs(ALL))) == (
        Premium(
            cheaper="goldvoice",
            dearer="dialog-plus",
            actual=Fraction(126_006),
            break_even=Fraction(440_000),
            share=Fraction(440_000, 1_200_000),
            worth_it=True,
        ),
        Premium(
            cheaper="goldvoice",
            dearer="northline",
            actual=Fraction(672_000),
            break_even=Fraction(650_000),
            share=Fraction(650_000, 1_200_000),
            worth_it=False,
        ),
        Premium(
            cheaper="dialog-plus",
            dearer="northline",
            actual=Fraction(545_994),
            break_even=Fraction(210_000),
            share=Fraction(210_000, 1_326_006),
            worth_it=False,
        ),
    )


def pair(dearer_loss: int, dearer_month: Any = 110) -> Premium:
    rest = (
        candidate("aa", 100, 5000),
        candidate("bb", dearer_month, dearer_loss),
    )
    (found,) = premiums(tuple(risk_costs(rest)))
    return found


def test_at_the_break_even_the_dearer_vendor_is_not_yet_the_better_buy_bad() -> None:
    # 12 · 10 = 120 more a year; 5000 - 4880 = 120 less lost
    assert not pair(4880).worth_it
    assert pair(4879).worth_it


def test_the_actual_premium_is_below_the_break_even_where_it_is_worth_it() -> None:
    for loss in range(4870, 4890):
        found = pair(loss)
        assert found.worth_it == (found.actual < found.break_even)


def test_a_dearer_vendor_that_also_loses_more_has_a_negative_break_even_bad() -> None:
    found = pair(6000)
    assert (found.break_even, found.worth_it) == (-1000, False)
    assert found.share == Fraction(-1000, 1200)


def test_prices_stay_exact() -> None:
    assert pair(5000, "301/3").actual == 4


def test_of_two_that_cost_the_same_the_first_by_name_counts_as_the_cheaper() -> None:
    found = pair(4000, 100)
    assert (found.cheaper, found.dearer, found.actual) == ("aa", "bb", 0)
    assert found.worth_it


def test_a_vendor_that_costs_nothing_has_no_share_bad() -> None:
    free = (candidate("aa", 0, 900), candidate("bb", 10, 100))
    (found,) = premiums(tuple(risk_costs(free)))
    assert (found.share, found.break_even) == (None, 800)
    assert "share" not in found.model_dump(mode="json", exclude_none=True)


def test_a_candidate_without_an_offer_or_a_loss_has_no_premium_bad() -> None:
    rest = (candidate("unpriced", None, 10), candidate("unlosing", 100, None), DIALOG)
    found = tuple(risk_costs(rest))
    assert [item.id for item in found] == ["dialog-plus"]
    assert premiums(found) == ()


def test_no_order_of_vendors_changes_anything() -> None:
    given = exposure()
    found = [money(given, order) for order in permutations(ALL)]
    assert found.count(found[0]) == 6


def test_money_names_what_the_losses_were_drawn_with() -> None:
    found = money(exposure(trials=5000, seed=3), ALL)
    assert (found.trials, found.seed, found.numpy) == (5000, 3, numpy_version())
    assert (len(found.risk_costs), len(found.premiums)) == (3, 3)
