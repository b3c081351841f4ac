"""Numbers, durations, money, days and windows: read exactly or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.conditions.quantities import (
    HOURS,
    Money,
    parse_date,
    parse_duration,
    parse_money,
    parse_number,
    parse_quantity,
    parse_window,
    window_start,
)

#: Forms that Python's own parsers take and other programs do not.
ODD = (
    "",
    " ",
    "1_000",
    " 5",
    "5\n",
    "٢٤",
    "２４",
    "5.",
    ".5",
    "1e5",
    "1e999999999",
    "1e-999999999",
    "1/2",
    "0x10",
    "NaN",
    "Infinity",
    "--1",
    "+",
    "1" * 21,
    "0." + "1" * 21,
)


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text)[:24])
def test_an_odd_numeral_is_no_number_and_no_quantity(text: str) -> None:
    assert parse_number(text) is None
    assert parse_quantity(f"{text} h") is None
    assert parse_duration(f"{text} h") is None
    assert parse_money(f"{text} EUR") is None
    assert parse_window(f"{text} mo") is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, Fraction(0)),
        (-3, Fraction(-3)),
        (2**53, Fraction(2**53)),
        ("0.1", Fraction(1, 10)),
        ("-0.50", Fraction(-1, 2)),
        ("+7", Fraction(7)),
        ("9" * 20 + "." + "9" * 20, Fraction(10**40 - 1, 10**20)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Decimal("5e-324"), Fraction(5, 10**324)),
        (Decimal("NaN"), None),
        (Decimal("sNaN"), None),
        (Decimal("-Infinity"), None),
        (True, None),
        (False, None),
        (None, None),
        (0.5, None),
        ([1], None),
        ({"a": 1}, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_number_is_exact_or_none(value: Any, number: Fraction | None) -> None:
    assert parse_number(value) == number


@settings(deadline=None)
@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=6))
def test_a_decimal_and_its_text_are_one_number(number: Decimal) -> None:
    assert parse_number(f"{number:f}") == parse_number(number) == Fraction(number)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("30 min", Fraction(1, 2)),
        ("24 h", 24),
        ("1 d", 24),
        ("1.5 d", 36),
        ("1 wk", 168),
        ("1 mo", 720),
        ("1 a", 8760),
        ("0 h", 0),
        ("24h", None),
        ("24  h", None),
        ("24\u00a0h", None),
        ("24 H", None),
        ("24 hours", None),
        ("-1 h", None),
        ("1 EUR", None),
        ("h", None),
        (24, None),
        (None, None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_duration_is_read_in_hours(text: Any, hours: Any) -> None:
    assert parse_duration(text) == hours


def test_every_unit_has_its_hours() -> None:
    assert {unit: parse_duration(f"2 {unit}") for unit in HOURS} == {
        unit: 2 * hours for unit, hours in HOURS.items()
    }


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1000000 EUR", Money(Fraction(1000000), "EUR")),
        ("0.01 UAH", Money(Fraction(1, 100), "UAH")),
        ("5 eur", None),
        ("5 EURO", None),
        ("5 EU", None),
        ("5 h", None),
        ("EUR 5", None),
        ("1234567890123 EUR", None),
        ("0.1234567 EUR", None),
        (5, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_money_is_an_amount_in_one_currency(text: Any, money: Money | None) -> None:
    assert parse_money(text) == money


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("0000-01-01", None),
        ("2026-1-1", None),
        ("20260131", None),
        ("2026-W05-6", None),
        ("2026-01-31\n", None),
        ("2026-01-31T00:00", None),
        ("٢٠٢٦-٠١-٣١", None),
        (date(2026, 1, 31), None),
        (20260131, None),
        (None, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_day_has_one_form(text: Any, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("12 mo", (12, "mo")),
        ("3 a", (3, "a")),
        ("90 d", (90, "d")),
        ("2 wk", (2, "wk")),
        ("2.0 wk", (2, "wk")),
        ("1.5 mo", None),
        ("24 h", None),
        ("30 min", None),
        ("12", None),
        (12, None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_window_is_whole_days_weeks_months_or_years(text: Any, window: Any) -> None:
    assert parse_window(text) == window


DAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("as_of", "window", "start"),
    [
        (DAY, (1, "d"), date(2026, 5, 30)),
        (DAY, (2, "wk"), date(2026, 5, 17)),
        (DAY, (3, "mo"), date(2026, 2, 28)),
        (date(2024, 5, 31), (3, "mo"), date(2024, 2, 29)),
        (DAY, (5, "mo"), date(2025, 12, 31)),
        (DAY, (12, "mo"), date(2025, 5, 31)),
        (date(2024, 2, 29), (1, "a"), date(2023, 2, 28)),
        (DAY, (0, "mo"), DAY),
        (DAY, (0, "d"), DAY),
        (date(1, 1, 2), (1, "d"), date.min),
        (date(1, 1, 2), (2, "d"), date.min),
        (date(1, 1, 31), (1, "mo"), date.min),
        (DAY, (2025, "a"), date(1, 5, 31)),
        (DAY, (2026, "a"), date.min),
        (DAY, (999_999_999_999, "d"), date.min),
        (DAY, (999_999_999_999, "a"), date.min),
    ],
    ids=str,
)
def test_a_window_begins_by_the_calendar(
    as_of: date, window: tuple[int, str], start: date
) -> None:
    assert window_start(as_of, window) == start


@settings(deadline=None)
@given(
    st.dates(),
    st.integers(0, 40_000),
    st.integers(0, 40_000),
    st.sampled_from(["d", "wk", "mo", "a"]),
)
def test_a_longer_window_never_begins_later(
    as_of: date, one: int, more: int, unit: str
) -> None:
    longer = window_start(as_of, (one + more, unit))
    assert longer <= window_start(as_of, (one, unit)) <= as_of
