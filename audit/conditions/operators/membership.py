"""Membership: one code in a set, or a set of chosen codes against a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.conditions.operators.base import (
    MANY_CODES,
    SCALAR_CODES,
    Operator,
    known_code,
)
from audit.conditions.quantities import parse_number

if TYPE_CHECKING:
    from datetime import date

    from audit.conditions.model import Field

_ONE = SCALAR_CODES | {"integer"}


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError("write a list of at least one value")
    return value


def _one_of(value: Any, field: Field) -> frozenset[Any]:
    if field.many:
        raise ValueError("the answer is a list; use includes_any, includes_all or only")
    if field.type == "integer":
        numbers = [parse_number(item) for item in _items(value)]
        if None in numbers:
            raise ValueError("write whole numbers")
        return frozenset(numbers)
    return frozenset(known_code(item, field) for item in _items(value))


def _set_of(value: Any, field: Field) -> frozenset[str]:
    if not field.many:
        raise ValueError("the answer is one value; use in or not_in")
    return frozenset(known_code(item, field) for item in _items(value))


def _in(value: Any, constant: frozenset[Any], _: date) -> bool:
    return value in constant


def _not_in(value: Any, constant: frozenset[Any], _: date) -> bool:
    return value not in constant


def _includes_all(value: Any, constant: frozenset[str], _: date) -> bool:
    return constant.issubset(value)


def _includes_any(value: Any, constant: frozenset[str], _: date) -> bool:
    return not constant.isdisjoint(value)


def _excludes(value: Any, constant: frozenset[str], _: date) -> bool:
    return constant.isdisjoint(value)


def _only(value: Any, constant: frozenset[str], _: date) -> bool:
    return constant.issuperset(value)


OPERATORS = (
    Operator("in", _ONE, _one_of, _in),
    Operator("not_in", _ONE, _one_of, _not_in),
    Operator("includes_all", MANY_CODES, _set_of, _includes_all),
    Operator("includes_any", MANY_CODES, _set_of, _includes_any),
    Operator("excludes", MANY_CODES, _set_of, _excludes),
    Operator("only", MANY_CODES, _set_of, _only),
)
