"""What a year with a vendor costs: factors and money by hand, means in closed form."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from itertools import permutations
from math import exp, factorial, prod, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from audit.comparison.exposure import Driver, Loss, Range
from audit.comparison.factors import factors, share_lost, worst_factors
from audit.comparison.loss import _chunks, _figures, _pert, losses, numpy_version
from tests.comparison.losing import (
    between,
    demand,
    driver,
    exposure,
    lose,
    loss,
    mean,
    moments,
    variance,
    vendor,
)

if TYPE_CHECKING:
    from audit.comparison.model import LossFigures

#: Five standard errors: a right mean is further off once in a million seeds, and the
#: seeds are fixed.
ERRORS = 5


def read(given: dict[str, Any]) -> Range:
    return Range.model_validate(given)


def lost(met: str, **named: Any) -> Fraction:
    return share_lost(Driver.model_validate(driver(**named)), vendor(met))


# Factors: A is worth 12.5 points, B 37.5, C and D 25 each.


def test_the_points_lost_are_a_share_of_what_the_named_controls_could_give() -> None:
    assert lost("ABCD", domains=["access"]) == 0
    assert lost("BCD", domains=["access"]) == Fraction(1, 4)
    assert lost("BCD", domains=["access", "people"]) == Fraction(1, 8)
    assert lost("AB", controls=["C"]) == 1
    assert lost("ABD", domains=["access"], controls=["C"]) == Fraction(25, 75)
    assert lost("", domains=["access", "people"]) == 1


def test_a_control_that_is_named_twice_counts_once() -> None:
    assert lost("BCD", domains=["access"], controls=["A"]) == Fraction(1, 4)


def test_nothing_is_lost_where_no_control_applies() -> None:
    assert lost("", controls=["Z"]) == 0


def test_several_drivers_multiply_each_on_its_side() -> None:
    kind = Loss.model_validate(
        loss(
            drivers=[
                driver("frequency", 5, domains=["access"]),
                driver("frequency", 3, controls=["C"]),
                driver("magnitude", 2, domains=["people"]),
            ]
        )
    )
    # A lost of access: 1 + 4 · 1/4; C lost: 1 + 2 · 1; C of people: 1 + 1 · 1/2
    assert factors(kind, vendor("BD")) == {"frequency": 6, "magnitude": Fraction(3, 2)}
    assert factors(kind, vendor("ABCD")) == {"frequency": 1, "magnitude": 1}
    assert factors(kind, vendor("")) == worst_factors(kind)
    assert worst_factors(kind) == {"frequency": 15, "magnitude": 2}


def test_the_figures_name_the_factors_exactly() -> None:
    given = exposure(loss(drivers=[driver("magnitude", "1.5", domains=["access"])]))
    found = lose(given, "BCD").factors
    assert found == {"theft": {"frequency": 1, "magnitude": Fraction(9, 8)}}


# Constants: events of exactly 100, two a year. From the table of the Poisson
# distribution with mean 2: the median is 2 events, the quantiles 4, 5 and 6.

TWO_A_YEAR = exposure(loss())


def quantiles(found: LossFigures) -> tuple[int, ...]:
    return found.median, found.p90, found.p95, found.p99


def poisson(mean: float, count: int) -> float:
    return exp(-mean) * mean**count / factorial(count)


def test_constant_events_give_multiples_of_their_cost() -> None:
    assert quantiles(lose(TWO_A_YEAR)) == (200, 400, 500, 600)


def test_the_share_of_years_with_a_loss_is_that_of_years_with_an_event() -> None:
    found = float(lose(TWO_A_YEAR).any_loss.exact)
    share = 100 * (1 - poisson(2, 0))
    error = sqrt(share * (100 - share) / 100_000)
    assert abs(found - share) < ERRORS * error


def test_records_times_share_times_cost_is_added_to_what_is_fixed() -> None:
    given = exposure(loss(share=between("0.25"), per_record=between("0.4")))
    # 100 + 1000 · 0.25 · 0.4 = 200
    assert quantiles(lose(given)) == (400, 800, 1000, 1200)


def test_the_magnitude_factor_makes_each_event_dearer() -> None:
    given = exposure(loss(drivers=[driver("magnitude", 5, domains=["access"])]))
    # A lost: 1 + 4 · 1/4 = 2
    assert quantiles(lose(given, "BCD")) == (400, 800, 1000, 1200)


def test_the_frequency_factor_makes_more_events() -> None:
    given = exposure(
        loss(frequency=between(1), drivers=[driver("frequency", 5, domains=["access"])])
    )
    # A lost: 1 + 4 · 1/4 = 2 events a year, of the 5 that are drawn
    assert quantiles(lose(given, "BCD")) == (200, 400, 500, 600)
    # nothing lost: one event; its table gives 1, 2, 3 and 4
    assert quantiles(lose(given, "ABCD")) == (100, 200, 300, 400)


def test_no_events_are_no_loss() -> None:
    found = lose(exposure(loss(frequency=between(0))))
    assert (found.gross, found.expected, *quantiles(found)) == (0,) * 6
    assert (found.any_loss.exact, found.curve) == (0, ())


def test_events_of_nothing_are_no_loss() -> None:
    found = lose(exposure(loss(fixed=between(0))))
    assert (found.expected, found.any_loss.exact, found.curve) == (0, 0, ())


def test_events_of_one_size_give_a_curve_of_steps() -> None:
    found = dict(lose(exposure(loss(fixed=between(1000)))).curve)
    none, one = poisson(2, 0), poisson(2, 1)
    assert min(found) == 800  # up to here every event exceeds it
    assert abs(float(found[800]) - 100 * (1 - none)) < 1
    assert found[1000] == found[1600]
    assert abs(float(found[1600]) - 100 * (1 - none - one)) < 1


# What the vendor pays back, on the same constants.


def covered(**over: Any) -> Any:
    return exposure(loss(paid_by="liability"), **over)


def test_the_cap_holds_for_the_year_as_a_whole() -> None:
    found = lose(covered(), liability_cap={"amount": 150})
    # of 200, 400, 500 and 600 the vendor pays 150
    assert quantiles(found) == (50, 250, 350, 450)
    # years with two events or more
    share = 100 * (1 - poisson(2, 0) - poisson(2, 1))
    error = sqrt(share * (100 - share) / 100_000)
    assert abs(float(found.any_loss.exact) - share) < ERRORS * error


def test_only_what_is_recoverable_is_paid_before_the_cap() -> None:
    found = lose(covered(recoverable="0.5"), liability_cap={"amount": 150})
    # paid: 100 of 200, 150 of 400, 150 of 500, 150 of 600
    assert quantiles(found) == (100, 250, 350, 450)
    found = lose(covered(recoverable="0.5"), liability_cap={"amount": 10**9})
    assert quantiles(found) == (100, 200, 250, 300)


def test_a_cap_in_another_currency_is_exchanged() -> None:
    found = lose(covered(), exchange="1/2", liability_cap={"amount": 300})
    assert quantiles(found) == (50, 250, 350, 450)


def test_a_cap_in_months_counts_base_months() -> None:
    found = lose(covered(), month=60, liability_cap={"months_of_fees": "2.5"})
    assert quantiles(found) == (50, 250, 350, 450)


@pytest.mark.parametrize("terms", [{}, {"service_credit": "0.9"}])
def test_without_a_cap_nothing_is_paid_for_damage_bad(terms: dict[str, Any]) -> None:
    found = lose(covered(), **terms)
    assert quantiles(found) == (200, 400, 500, 600)
    assert found.expected == found.gross


def test_without_an_offer_nothing_is_paid_bad() -> None:
    found = losses(covered(), vendor(), demand())
    assert found == lose(covered())
    assert found.expected == found.gross


def test_a_service_credit_is_a_share_of_a_month_for_each_event() -> None:
    given = exposure(loss(paid_by="service_credit"))
    found = lose(given, month=300, service_credit="0.1")
    assert quantiles(found) == (140, 280, 350, 420)


def test_a_service_credit_is_never_more_than_the_loss() -> None:
    given = exposure(loss(paid_by="service_credit"))
    found = lose(given, month=3000, service_credit="0.1")
    assert (found.expected, found.p99, found.any_loss.exact) == (0, 0, 0)
    assert found.gross > 0


def test_a_credit_is_set_against_each_event_not_against_the_sum() -> None:
    # Half of a month of 300 is 150: it covers an event of 100, not one of 200.
    given = exposure(
        loss("small", paid_by="service_credit"),
        loss("large", fixed=between(200), paid_by="service_credit"),
    )
    found = lose(given, month=300, service_credit="0.5")
    assert found.by_loss["small"] == 0
    assert found.by_loss["large"] == pytest.approx(2 * 50, rel=0.02)


@pytest.mark.parametrize("paid_by", ["nobody", "service_credit"])
def test_a_cap_pays_only_for_losses_under_liability_bad(paid_by: str) -> None:
    found = lose(exposure(loss(paid_by=paid_by)), liability_cap={"amount": 150})
    assert found.expected == found.gross


@pytest.mark.parametrize("paid_by", ["nobody", "liability"])
def test_a_credit_pays_only_for_missed_service_levels_bad(paid_by: str) -> None:
    found = lose(exposure(loss(paid_by=paid_by)), service_credit=1)
    assert found.expected == found.gross


def test_losses_under_liability_share_the_cap_by_their_size_in_the_year() -> None:
    given = exposure(
        loss("a", frequency=between(1), paid_by="liability"),
        loss("b", frequency=between("0.5"), fixed=between(300), paid_by="liability"),
        loss("c"),
    )
    found = lose(given, liability_cap={"amount": 250})
    kept = {"a": 0.0, "b": 0.0}
    for one in range(25):
        for other in range(25):
            year = {"a": 100 * one, "b": 300 * other}
            whole = sum(year.values())
            share = max(0, 1 - 250 / whole) if whole else 0
            for name, size in year.items():
                kept[name] += poisson(1, one) * poisson(0.5, other) * size * share
    for name, left in kept.items():
        assert found.by_loss[name] == pytest.approx(left, rel=0.03)
    assert found.by_loss["c"] == pytest.approx(200, rel=0.01)
    halves = Fraction(len(found.by_loss) + 1, 2)
    assert abs(sum(found.by_loss.values()) - found.expected) <= halves


# Means in closed form, with the exact standard error of the mean.

SETS = {
    "constants": (loss(), 1000, "ABCD"),
    "rare and dear": (
        loss(
            frequency=between("0.01", "0.03", "0.1"),
            fixed=between(50_000, 200_000, 2_000_000),
        ),
        1000,
        "ABCD",
    ),
    "often and cheap": (
        loss(frequency=between(4, 9, 30), fixed=between(10, 100, 1500)),
        1000,
        "ABCD",
    ),
    "records": (
        loss(
            frequency=between("0.1", "0.5", 2),
            fixed=between(0, 1000, 30_000),
            share=between(0, "0.1", 1),
            per_record=between(2, 8, 60),
        ),
        260_000,
        "ABCD",
    ),
    "gaps": (
        loss(
            frequency=between("0.2", "0.3", 1),
            fixed=between(500, 2000, 9000),
            share=between("0.01", "0.02", "0.5"),
            per_record=between(1, 1, 20),
            drivers=[
                driver("frequency", 6, domains=["access"]),
                driver("frequency", 2, controls=["C"]),
                driver("magnitude", 3, domains=["people"]),
            ],
        ),
        5000,
        "BD",
    ),
    "likely at an end": (
        loss(frequency=between(1, 3, 3), fixed=between(100, 100, 900)),
        1000,
        "ABCD",
    ),
}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_expected_loss_is_the_mean_of_the_model(name: str, seed: int) -> None:
    kind, records, met = SETS[name]
    given = exposure(kind, seed=seed)
    found = lose(given, met, records)
    whole, spread = moments(given.losses[0], records, found)
    error = sqrt(spread / given.trials)
    assert abs(found.expected - whole) < ERRORS * error + 0.5
    assert found.gross == found.expected
    assert ERRORS * error < whole / 4


def test_another_mean_than_that_of_the_distribution_is_told_apart_bad() -> None:
    kind, records, met = SETS["often and cheap"]
    given = exposure(kind)
    found = lose(given, met, records)
    _, spread = moments(given.losses[0], records, found)
    one = given.losses[0]
    triangular = prod(
        float(r.low + r.likely + r.high) / 3 for r in (one.frequency, one.fixed)
    )
    assert abs(found.expected - triangular) > 10 * sqrt(spread / given.trials)


@pytest.mark.parametrize(
    "given", [(0, 10, 100), (5, 5, 9), (2, 9, 9), (0, "0.001", "0.01")]
)
def test_a_range_is_drawn_with_its_mean_and_variance_between_its_ends(
    given: tuple[Any, ...],
) -> None:
    shape = read(between(*given))
    drawn = _pert(shape, np.random.default_rng(3), 400_000)
    assert float(shape.low) <= drawn.min()
    assert drawn.max() <= float(shape.high)
    error = sqrt(variance(shape) / drawn.size)
    assert abs(drawn.mean() - mean(shape)) < ERRORS * error
    assert drawn.var() == pytest.approx(variance(shape), rel=0.02)


def test_a_range_of_one_number_draws_nothing() -> None:
    draws = np.random.default_rng(3)
    before = draws.bit_generator.state
    assert set(_pert(read(between("2.5")), draws, 9)) == {2.5}
    assert draws.bit_generator.state == before


# The same draws for everybody, in every order and process.

MANY = (
    loss("zeal", frequency=between("0.1", 1, 4), fixed=between(10, 300, 4000)),
    loss("alarm", drivers=[driver()], paid_by="liability"),
    loss(
        "mist", share=between(0, "0.1", 1), per_record=between(1), paid_by="liability"
    ),
)


def test_the_order_of_losses_changes_no_figure() -> None:
    # Beside a loss as dear as this one euro more or less is lost in rounding, two are
    # not: the order of a sum would show.
    dear = loss("dear", share=between(1), per_record=between(10**12))
    euros = [loss(name, fixed=between(1)) for name in ("cent", "euro")]
    terms = {"liability_cap": {"amount": 500}}
    for kinds in (MANY, (dear, *euros)):
        found = [
            lose(exposure(*order), "BD", 10_000, **terms)
            for order in permutations(kinds)
        ]
        assert found.count(found[0]) == 6


def test_the_order_of_vendors_changes_no_figure() -> None:
    given = exposure(*MANY)
    first = {met: lose(given, met) for met in ("ABCD", "BD", "")}
    assert {met: lose(given, met) for met in ("", "ABCD", "BD")} == first


def test_a_loss_draws_the_same_whatever_stands_beside_it() -> None:
    given = exposure(*MANY)
    for kind in MANY:
        alone = lose(exposure(kind))
        assert alone.by_loss[kind["id"]] == lose(given).by_loss[kind["id"]]


def test_losses_that_differ_in_name_only_are_drawn_apart() -> None:
    found = lose(exposure(loss("one"), loss("two")))
    # Together four events a year: 4, 7 and 9. The same two events twice were 400, 800
    # and 1200.
    assert (found.median, found.p90, found.p99) == (400, 700, 900)


def test_another_seed_draws_other_numbers() -> None:
    assert lose(exposure(*MANY)) != lose(exposure(*MANY, seed=8))


def test_another_process_gives_the_same_figures() -> None:
    script = (
        "import json, sys; from tests.comparison import test_loss as t;"
        "found = t.lose(t.exposure(*t.MANY), 'BD', liability_cap={'amount': 500});"
        "json.dump(found.model_dump(mode='json'), sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    here = lose(exposure(*MANY), "BD", liability_cap={"amount": 500})
    assert json.loads(done.stdout) == json.loads(here.model_dump_json())


def test_the_version_of_numpy_is_told() -> None:
    assert numpy_version() == np.__version__


def test_chunks_cover_every_year_once_and_shrink_with_the_events() -> None:
    few = list(_chunks(exposure(loss(), trials=100_000)))
    many = list(_chunks(exposure(loss(frequency=between(50_000)), trials=1_000)))
    for chunks, trials in ((few, 100_000), (many, 1_000)):
        years = [start + n for start, count in chunks for n in range(count)]
        assert years == list(range(trials))
    assert few[0] == (0, 8192)
    assert many[0] == (0, 41)


# The curve and the quantiles.


def test_a_quantile_is_the_least_loss_that_its_share_of_years_does_not_exceed() -> None:
    found = _figures(np.arange(1.0, 1001))
    wanted = {"median": 500, "p90": 900, "p95": 950, "p99": 990}
    assert {name: found[name] for name in wanted} == wanted
    found = _figures(np.arange(1.0, 1002))
    wanted = {"median": 501, "p90": 901, "p95": 951, "p99": 991}
    assert {name: found[name] for name in wanted} == wanted


def test_figures_are_rounded_half_to_even() -> None:
    for drawn, shown in ((0.5, 0), (1.5, 2), (2.5, 2), (2.51, 3)):
        found = _figures(np.full(1000, drawn))
        assert (found["expected"], found["median"], found["p99"]) == (shown,) * 3


def test_the_curve_falls_from_all_years_with_a_loss_to_none() -> None:
    kind, records, met = SETS["records"]
    found = lose(exposure(kind), met, records)
    sizes = [size for size, _ in found.curve]
    shares = [share for _, share in found.curve]
    assert sizes == sorted(set(sizes))
    assert shares == sorted(shares, reverse=True)
    assert 0 <= found.any_loss.exact - shares[0] < Fraction(6, 10)
    assert shares[-2] > shares[-1] == 0
    assert all((10 * share).denominator == 1 for share in shares)
    assert 25 <= len(found.curve) <= 55


def test_the_curve_agrees_with_the_quantiles() -> None:
    kind, records, met = SETS["records"]
    found = lose(exposure(kind), met, records)
    rounding = Fraction(1, 20)
    for size, share in found.curve:
        for left, quantile in zip(
            (50, 10, 5, 1), (found.median, found.p90, found.p95, found.p99), strict=True
        ):
            if size >= quantile:
                assert share <= left + rounding
            if size < quantile - 1:
                assert share >= left - rounding
