"""Equality: one value against one constant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.conditions.operators.base import NUMBERS, SCALAR_CODES, Operator, known_code
from audit.conditions.quantities import parse_number

if TYPE_CHECKING:
    from datetime import date

    from audit.conditions.model import Field

_TYPES = SCALAR_CODES | NUMBERS | {"boolean", "text"}


def _constant(value: Any, field: Field) -> Any:
    if field.many:
        raise ValueError("the answer is a list; use includes_any, includes_all or only")
    if field.type == "boolean":
        if not isinstance(value, bool):
            raise ValueError("write true or false")
        return value
    if field.type in NUMBERS:
        number = parse_number(value)
        if number is None or isinstance(value, str):
            raise ValueError("write a number")
        return number
    return known_code(value, field)


def _is(value: Any, constant: Any, _: date) -> bool:
    return bool(value == constant)


def _is_not(value: Any, constant: Any, _: date) -> bool:
    return bool(value != constant)


OPERATORS = (
    Operator("is", _TYPES, _constant, _is),
    Operator("is_not", _TYPES, _constant, _is_not),
)
