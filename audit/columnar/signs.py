"""One test on one value as an expression: 1 true, -1 false, 0 unknown.

The operators' own ``prepare`` reads every constant, so a value is understood here as
the Python engine understands it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.columnar.cells import constant_on_grid, unit_of
from audit.columnar.columns import dtype_of
from audit.columnar.library import pl
from audit.conditions.operators import OPERATORS
from audit.conditions.operators.base import NUMBERS
from audit.conditions.quantities import window_start
from audit.errors import Problem, UnknownKind
from audit.questionnaire.types.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from audit.conditions.model import Leaf

    #: value, field, prepared constant, as_of -> Boolean; null where unknown
    Test = Callable[[pl.Expr, Any, Any, date], pl.Expr]


def sign_of(leaf: Leaf, field: Any, value: pl.Expr, as_of: date) -> pl.Expr:
    """Return a leaf's truth as a sign; a missing value is unknown."""
    if leaf.op not in TESTS:
        message = f"'{leaf.op}' has no columnar form; known: {', '.join(TESTS)}"
        raise UnknownKind.of(Problem("bulk-operator", message, leaf.pointer))
    constant = OPERATORS[leaf.op].prepare(leaf.value, field)
    return as_sign(TESTS[leaf.op](value, field, constant, as_of))


def as_sign(truth: pl.Expr) -> pl.Expr:
    """Return a Boolean, which may be null, as a sign."""
    return (truth.cast(pl.Int8) * 2 - 1).fill_null(0)


def _constant(constant: Any, field: Any) -> pl.Expr:
    if field.type in NUMBERS or field.type == "duration":
        return number(constant_on_grid(constant, unit_of(field)))
    return pl.lit(constant, dtype=dtype_of(field))


def number(whole: int) -> pl.Expr:
    """Return a constant of 128 bits."""
    return pl.lit(whole, dtype=pl.Int128)


def _is(value: pl.Expr, field: Any, constant: Any, _: date) -> pl.Expr:
    return value == _constant(constant, field)


def _is_not(value: pl.Expr, field: Any, constant: Any, _: date) -> pl.Expr:
    return value != _constant(constant, field)


def _in(value: pl.Expr, field: Any, constant: frozenset[Any], _: date) -> pl.Expr:
    return pl.any_horizontal(
        [value == _constant(item, field) for item in sorted(constant)]
    )


def _not_in(value: pl.Expr, field: Any, constant: Any, as_of: date) -> pl.Expr:
    return _in(value, field, constant, as_of).not_()


def _chosen(value: pl.Expr, field: Any, codes: frozenset[str]) -> pl.Expr:
    inner = pl.Enum(field.codes)
    wanted = pl.Series(sorted(codes), dtype=inner)
    return value.list.eval(pl.element().is_in(wanted.implode()))


def _includes_all(value: pl.Expr, field: Any, codes: Any, _: date) -> pl.Expr:
    # Codes in an answer are distinct, so all are there when as many are.
    return _chosen(value, field, codes).list.sum() == len(codes)


def _includes_any(value: pl.Expr, field: Any, codes: Any, _: date) -> pl.Expr:
    return _chosen(value, field, codes).list.any()


def _excludes(value: pl.Expr, field: Any, codes: Any, _: date) -> pl.Expr:
    return _chosen(value, field, codes).list.any().not_()


def _only(value: pl.Expr, field: Any, codes: Any, _: date) -> pl.Expr:
    return _chosen(value, field, codes).list.all()


def _count_at_least(value: pl.Expr, _: Any, count: int, __: date) -> pl.Expr:
    return value.list.len() >= count


def _compare(name: str) -> Test:
    """Return the test of a relation; money in another currency is unknown."""
    relate = getattr(pl.Expr, name)

    def test(value: pl.Expr, field: Any, constant: Any, _: date) -> pl.Expr:
        if field.type != "money":
            related: pl.Expr = relate(value, _constant(constant, field))
            return related
        if constant.currency not in CURRENCIES:
            return pl.lit(None, dtype=pl.Boolean)
        amount, currency = value.struct.field("amount"), value.struct.field("currency")
        relation = relate(amount, number(constant_on_grid(constant.amount)))
        return pl.when(currency == constant.currency).then(relation)

    return test


def _answered(value: pl.Expr, _: Any, __: Any, ___: date) -> pl.Expr:
    return pl.when(value.is_not_null()).then(pl.lit(value=True))


def _given_after_all(value: pl.Expr, _: Any, __: Any, ___: date) -> pl.Expr:
    """Return ``not_applicable`` where there is a value: false, else unknown."""
    return pl.when(value.is_not_null()).then(pl.lit(value=False))


def _within(value: pl.Expr, _: Any, window: tuple[int, str], as_of: date) -> pl.Expr:
    return value.is_between(window_start(as_of, window), as_of)


def _older_than(value: pl.Expr, _: Any, window: Any, as_of: date) -> pl.Expr:
    return value < window_start(as_of, window)


def _valid_on(value: pl.Expr, _: Any, __: Any, as_of: date) -> pl.Expr:
    return value >= as_of


TESTS: Mapping[str, Test] = {
    "answered": _answered,
    "not_applicable": _given_after_all,
    "is": _is,
    "is_not": _is_not,
    "in": _in,
    "not_in": _not_in,
    "includes_all": _includes_all,
    "includes_any": _includes_any,
    "excludes": _excludes,
    "only": _only,
    "at_least": _compare("ge"),
    "at_most": _compare("le"),
    "above": _compare("gt"),
    "below": _compare("lt"),
    "count_at_least": _count_at_least,
    "within": _within,
    "older_than": _older_than,
    "valid_on": _valid_on,
}
