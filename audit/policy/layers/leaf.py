"""Can one test of an answer never come out better than another test of it.

Both are as sure as the answer. So it is enough that wherever the new one is true the
old one is, and wherever the old one is false the new one is.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import Money

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.conditions.model import Field, Leaf

_OPPOSITES = {
    "is": "is_not", "in": "not_in", "at_least": "below", "at_most": "above",
    "includes_any": "excludes",
}  # fmt: skip
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}
#: No test of one value or of chosen codes looks at the day.
_ANY_DAY = dt.date(2000, 1, 1)


class Test(NamedTuple):
    """An operator with its constant; ``opposite`` where no operator says the contrary.

    ``is`` and ``is_not`` are ``in`` and ``not_in`` of one value.
    """

    op: str
    constant: Any
    opposite: bool


def test_of(leaf: Leaf, field: Field, *, positive: bool) -> Test:
    """Return what a leaf, or the contrary of it, tests."""
    op, constant = leaf.op, OPERATORS[leaf.op].prepare(leaf.value, field)
    opposite = not positive
    if opposite and op in _OPPOSITES:
        op, opposite = _OPPOSITES[op], False
    if op in {"is", "is_not"}:
        op, constant = ("in" if op == "is" else "not_in"), frozenset({constant})
    return Test(op, constant, opposite)


def never_better(new: Test, old: Test, field: Field) -> bool:
    """Tell whether the new test never comes out better than the old one."""
    if new.opposite and old.opposite:
        one, other = (test._replace(opposite=False) for test in (old, new))
        return never_better(one, other, field)
    if new == old or (old.op == "answered" and not old.opposite):
        return True
    if new.opposite or old.opposite:
        return False
    if (new.op, old.op) not in _RELATIONS:
        return _finite(new, old, field)
    limit, before = new.constant, old.constant
    if isinstance(limit, Money):
        if limit.currency != before.currency:
            return False
        limit, before = limit.amount, before.amount
    return _RELATIONS[new.op, old.op](limit, before)


def _finite(new: Test, old: Test, field: Field) -> bool:
    """Try every value that the new test lets through, where they are finitely many."""
    if new.op == "not_in" and field.codes:
        values = frozenset(field.codes) - new.constant
    elif new.op == "in":
        values = new.constant
    else:
        return False
    known = OPERATORS[old.op].test
    return all(known(value, old.constant, _ANY_DAY) is True for value in values)


def _no_longer(one: tuple[int, str], other: tuple[int, str]) -> bool:
    """Tell whether a calendar window reaches no further back, whatever the day."""
    return _days(one)[1] <= _days(other)[0] or _months(one, other)


def _months(one: tuple[int, str], other: tuple[int, str]) -> bool:
    units = {"mo": 1, "a": 12}
    if one[1] not in units or other[1] not in units:
        return False
    return one[0] * units[one[1]] <= other[0] * units[other[1]]


def _days(window: tuple[int, str]) -> tuple[int, int]:
    """Return the fewest and the most days that a window can have."""
    count, unit = window
    if unit in {"d", "wk"}:
        days = count * (7 if unit == "wk" else 1)
        return days, days
    years, months = divmod(count * (12 if unit == "a" else 1), 12)
    return 365 * years + 28 * months, 366 * years + 31 * months


_RELATIONS: dict[tuple[str, str], Callable[[Any, Any], bool]] = {
    ("not_in", "not_in"): lambda new, old: new >= old,
    ("at_least", "at_least"): lambda new, old: new >= old,
    ("at_least", "above"): lambda new, old: new > old,
    ("above", "above"): lambda new, old: new >= old,
    ("above", "at_least"): lambda new, old: new >= old,
    ("at_most", "at_most"): lambda new, old: new <= old,
    ("at_most", "below"): lambda new, old: new < old,
    ("below", "below"): lambda new, old: new <= old,
    ("below", "at_most"): lambda new, old: new <= old,
    ("includes_all", "includes_all"): lambda new, old: new >= old,
    ("includes_all", "includes_any"): lambda new, old: not new.isdisjoint(old),
    ("includes_all", "count_at_least"): lambda new, old: len(new) >= old,
    ("includes_any", "includes_any"): lambda new, old: new <= old,
    ("includes_any", "count_at_least"): lambda _, old: old == 1,
    ("count_at_least", "count_at_least"): lambda new, old: new >= old,
    ("only", "only"): lambda new, old: new <= old,
    ("only", "excludes"): lambda new, old: new.isdisjoint(old),
    ("excludes", "excludes"): lambda new, old: new >= old,
    ("within", "within"): _no_longer,
    ("older_than", "older_than"): lambda new, old: _no_longer(old, new),
}
