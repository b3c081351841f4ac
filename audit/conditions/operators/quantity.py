"""Quantity: numbers, durations (in hours) and money (in one currency)."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from audit.conditions.operators.base import MANY_CODES, NUMBERS, QUANTITIES, Operator
from audit.conditions.quantities import (
    Money,
    parse_duration,
    parse_money,
    parse_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from audit.conditions.model import Field


def _constant(value: Any, field: Field) -> Any:
    if field.type in NUMBERS:
        number = None if isinstance(value, str) else parse_number(value)
        if number is None:
            raise ValueError("write a number")
        return number
    if field.type == "duration":
        hours = parse_duration(value)
        if hours is None:
            raise ValueError('write a duration such as "24 h" (min, h, d, wk, mo, a)')
        return hours
    money = parse_money(value)
    if money is None:
        raise ValueError('write money such as "1000000 EUR"')
    return money


def _compare(relation: Callable[[Any, Any], bool]) -> Callable[..., bool | None]:
    def test(value: Any, constant: Any, _: date) -> bool | None:
        if isinstance(constant, Money):
            # Another currency cannot be compared without a rate: unknown.
            if value.currency != constant.currency:
                return None
            return relation(value.amount, constant.amount)
        return relation(value, constant)

    return test


def _count(value: Any, field: Field) -> int:
    if not field.many:
        raise ValueError("only a list of choices can be counted")
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("write a whole number of at least 1")
    return value


def _count_at_least(value: Any, constant: int, _: date) -> bool:
    return len(value) >= constant


OPERATORS = (
    Operator("at_least", QUANTITIES, _constant, _compare(operator.ge)),
    Operator("at_most", QUANTITIES, _constant, _compare(operator.le)),
    Operator("above", QUANTITIES, _constant, _compare(operator.gt)),
    Operator("below", QUANTITIES, _constant, _compare(operator.lt)),
    Operator("count_at_least", MANY_CODES, _count, _count_at_least),
)
