"""Exact quantities: durations in hours, money in one currency, calendar windows."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Hours in one unit (UCUM codes). A month counts 30 days and a year 365.
HOURS: dict[str, Fraction] = {
    "min": Fraction(1, 60),
    "h": Fraction(1),
    "d": Fraction(24),
    "wk": Fraction(168),
    "mo": Fraction(720),
    "a": Fraction(8760),
}

_QUANTITY = re.compile(
    r"(?P<number>[0-9]{1,12}(?:\.[0-9]{1,6})?) (?P<unit>[A-Za-z%]{1,8})"
)
# No exponent: the fraction of "1e999999999" has a billion digits.
_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(?:\.[0-9]{1,20})?")


class Money(NamedTuple):
    """An exact amount in one ISO 4217 currency."""

    amount: Fraction
    currency: str


def parse_quantity(text: object) -> tuple[Fraction, str] | None:
    """Read ``"24 h"`` as ``(24, "h")``; None when the text has another form."""
    match = _QUANTITY.fullmatch(text) if isinstance(text, str) else None
    return (Fraction(match["number"]), match["unit"]) if match else None


def parse_duration(text: object) -> Fraction | None:
    """Read ``"24 h"`` as hours; None when it is not a duration."""
    parsed = parse_quantity(text)
    if parsed is None or parsed[1] not in HOURS:
        return None
    return parsed[0] * HOURS[parsed[1]]


def parse_money(text: object) -> Money | None:
    """Read ``"1000000 EUR"``; None when it is not an amount of money."""
    parsed = parse_quantity(text)
    if parsed is None or not re.fullmatch(r"[A-Z]{3}", parsed[1]):
        return None
    return Money(*parsed)


def parse_number(value: object) -> Fraction | None:
    """Read an int, Decimal or decimal string exactly; None for anything else."""
    if isinstance(value, str):
        return Fraction(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    try:
        return Fraction(value)
    except (ValueError, OverflowError):  # a Decimal that is no number
        return None


def parse_date(value: object) -> date | None:
    """Read ``YYYY-MM-DD``; None for any other form or an impossible day."""
    if not isinstance(value, str) or not re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value
    ):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def parse_window(text: object) -> tuple[int, str] | None:
    """Read a calendar window such as ``"12 mo"``; whole d, wk, mo or a only."""
    parsed = parse_quantity(text)
    if parsed is None or parsed[0].denominator != 1:
        return None
    return (int(parsed[0]), parsed[1]) if parsed[1] in {"d", "wk", "mo", "a"} else None


def window_start(as_of: date, window: tuple[int, str]) -> date:
    """Return the first day inside the window that ends on ``as_of``.

    Months and years go by the calendar (31 May less 3 mo is 28 or 29 February).
    """
    count, unit = window
    if unit in {"d", "wk"}:
        days = count * (7 if unit == "wk" else 1)
        return date.min if days >= as_of.toordinal() else as_of - timedelta(days)
    months = as_of.year * 12 + as_of.month - 1 - count * (12 if unit == "a" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(as_of.day, last))


def window_end(day: date, window: tuple[int, str]) -> Iterator[date]:
    """Yield the first day whose window starts after ``day``, if there is one."""
    days = range(day.toordinal(), date.max.toordinal() + 1)
    # The start never goes back as days go on.
    inside = bisect_right(
        days, day, key=lambda number: window_start(date.fromordinal(number), window)
    )
    if inside < len(days):
        yield date.fromordinal(days[inside])
