"""The cases of one answer: finitely many values that stand for all.

A condition tells values apart only by the constants it compares them with. Between
two neighbouring constants nothing changes. So the constants, one value between each
two and one beyond both ends stand for every value there is; the questionnaire's own
check drops those it does not allow.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import HOURS, Money, parse_duration, window_start
from audit.questionnaire.types.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from audit.conditions.model import Leaf

ATTACHED = "attached"
_DAY = dt.timedelta(days=1)
_ORDERED = frozenset({"integer", "decimal", "duration", "money", "date"})


@dataclass(frozen=True, slots=True)
class Case:
    """A value as it is written in a response and as conditions compare it."""

    raw: Any
    comparable: Any


def is_ordered(field: Any) -> bool:
    """Tell whether the values have an order: numbers, lengths of time, money, days."""
    return field.type in _ORDERED


def cases_of(field: Any, leaves: Sequence[Leaf], as_of: date) -> tuple[Case, ...]:
    """Return the cases of a field with one value, in their order if they have one.

    Of those that no leaf tells apart the first stands for all; where there is an order
    only neighbours stand for each other.
    """
    constants = [OPERATORS[leaf.op].prepare(leaf.value, field) for leaf in leaves]
    tests = [OPERATORS[leaf.op].test for leaf in leaves]

    def told(case: Case) -> tuple[bool | None, ...]:
        pairs = zip(tests, constants, strict=True)
        return tuple(test(case.comparable, c, as_of) for test, c in pairs)

    cases = [
        Case(raw, field.comparable(raw))
        for raw in _raws(field, constants, as_of)
        if not any(field.problems(raw, ""))
    ]
    if is_ordered(field):
        cases.sort(key=lambda case: _turn(case.comparable))
        return tuple(next(alike) for _, alike in groupby(cases, told))
    return tuple({told(case): case for case in reversed(cases)}.values())[::-1]


def _turn(comparable: Any) -> Any:
    if isinstance(comparable, Money):
        return comparable.currency, comparable.amount
    return comparable


def _raws(field: Any, constants: list[Any], as_of: date) -> Iterator[Any]:
    kind = field.type
    if kind == "boolean":
        yield from (True, False)
    elif kind in {"choice", "country"}:
        yield from _codes(field, constants)
    elif kind in {"integer", "decimal"}:
        yield from _numbers(field, [c for c in constants if c is not True])
    elif kind == "duration":
        yield from _durations(field, [c for c in constants if c is not True])
    elif kind == "money":
        yield from _money([c for c in constants if c is not True])
    elif kind == "date":
        yield from _days(field, constants, as_of)
    elif kind == "text":
        yield from (c for c in constants if c is not True)
        yield "Text"
    elif kind == "contact":
        yield {"name": "A. Person", "email": "person@vendor.example"}
    elif kind == "attachment":
        yield [ATTACHED]


def _codes(field: Any, constants: list[Any]) -> Iterator[str]:
    """Yield every option; of the countries those named, and one that is not."""
    if field.type == "choice":
        yield from field.codes
        return
    named = mentioned(constants)
    yield from (code for code in field.codes if code in named)
    yield from [code for code in field.codes if code not in named][:1]


def mentioned(constants: Iterable[Any]) -> set[str]:
    """Return the codes that constants name."""
    found: set[str] = set()
    for constant in constants:
        if isinstance(constant, str):
            found.add(constant)
        elif isinstance(constant, frozenset):
            found |= constant
    return found


def _cut(points: Iterable[Fraction], least: Any, most: Any) -> list[Fraction]:
    """Return the points, one value between each two, and one beyond each end."""
    ends = [Fraction(end) for end in (least, most) if end is not None]
    known = sorted({*points, *ends}) or [Fraction(0)]
    between = [(one + other) / 2 for one, other in pairwise(known)]
    return sorted({*known, *between, known[0] - 1, known[-1] + 1})


def _flat(constants: Iterable[Any]) -> Iterator[Fraction]:
    for constant in constants:
        if isinstance(constant, frozenset):
            yield from constant
        else:
            yield constant


def _numbers(field: Any, constants: list[Any]) -> Iterator[Any]:
    points = list(_flat(constants))
    if field.type == "decimal":
        for number in _cut(points, field.min, field.max):
            yield _decimal(number)
        return
    ends = [Fraction(end) for end in (field.min, field.max) if end is not None]
    for point in sorted({*points, *ends}) or [Fraction(0)]:
        yield from sorted(
            {floor(point) - 1, floor(point), ceil(point), ceil(point) + 1}
        )


def _decimal(number: Fraction) -> Decimal | int:
    if number.denominator == 1:
        return int(number)
    return Decimal(number.numerator) / Decimal(number.denominator)


def _durations(field: Any, constants: list[Any]) -> Iterator[Any]:
    ends = [parse_duration(end) if end else None for end in (field.min, field.max)]
    for hours in _cut([*constants, Fraction(0)], *ends):
        if hours >= 0:
            yield _duration(hours, field.unit)


def _duration(hours: Fraction, unit: str) -> dict[str, Any]:
    """Return it in the question's unit if it is whole there, else in one that fits."""
    for name in (unit, *reversed(HOURS)):
        if (hours / HOURS[name]).denominator == 1:
            return {"value": int(hours / HOURS[name]), "unit": name}
    return {"value": _decimal(hours / HOURS["min"]), "unit": "min"}


def _money(constants: list[Money]) -> Iterator[dict[str, str]]:
    currencies = sorted({constant.currency for constant in constants})
    for currency in currencies:
        points = [c.amount for c in constants if c.currency == currency]
        for amount in _cut([*points, Fraction(0)], None, None):
            if amount >= 0:
                yield {"amount": f"{_decimal(amount)}", "currency": currency}
    other = next(code for code in sorted(CURRENCIES) if code not in currencies)
    yield {"amount": "1000", "currency": other}


def _days(field: Any, constants: list[Any], as_of: date) -> Iterator[str]:
    starts = {window_start(as_of, c) for c in constants if isinstance(c, tuple)}
    bounds = {bound for bound in (field.min, field.max) if bound}
    for day in sorted({as_of, *starts, *bounds}):
        for near in (-1, 0, 1):
            if dt.date.min < day < dt.date.max:
                yield (day + near * _DAY).isoformat()
