"""Time: a date against the assessment date, which is always an argument."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from audit.conditions.operators.base import Operator
from audit.conditions.quantities import parse_window, window_end, window_start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.conditions.model import Field

_DATE = frozenset({"date"})


def _window(value: Any, _: Field) -> tuple[int, str]:
    window = parse_window(value)
    if window is None:
        raise ValueError('write a window such as "12 mo" (whole d, wk, mo or a)')
    return window


def _as_of(value: Any, _: Field) -> str:
    if value != "as_of":
        raise ValueError("write as_of, the assessment date")
    return "as_of"


def _within(value: date, window: tuple[int, str], as_of: date) -> bool:
    return window_start(as_of, window) <= value <= as_of


def _older_than(value: date, window: tuple[int, str], as_of: date) -> bool:
    return value < window_start(as_of, window)


def _valid_on(value: date, _: str, as_of: date) -> bool:
    return value >= as_of


def _entering_and_leaving(value: date, window: tuple[int, str]) -> Iterator[date]:
    yield value
    yield from window_end(value, window)


def _next_day(value: date, _: str) -> Iterator[date]:
    if value < value.max:
        yield value + timedelta(days=1)


OPERATORS = (
    Operator("within", _DATE, _window, _within, _entering_and_leaving),
    Operator("older_than", _DATE, _window, _older_than, _entering_and_leaving),
    Operator("valid_on", _DATE, _as_of, _valid_on, _next_day),
)
