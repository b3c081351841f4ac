"""A few answers that stand for all.

Every test on a question has the same result on any answer as on one of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import Money, parse_duration, window_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audit.conditions.model import Leaf

    #: the field and the constants that its tests compare with → answers to try
    Maker = Callable[[Any, Sequence[Any]], Iterator[Any]]

#: The day on which dates are tried; any day would do.
DAY = date(2026, 6, 15)
#: More options than this have too many subsets to try.
MAX_OPTIONS = 8
_STEP = Fraction(1, 1000)
_ANYTHING = "\x00"


def samples(field: Any, leaves: Iterable[Leaf]) -> tuple[Any, ...] | None:
    """Return comparable answers to a question; None when there are too many."""
    named = [leaf for leaf in leaves if leaf.op not in {"answered", "not_applicable"}]
    constants = [OPERATORS[leaf.op].prepare(leaf.value, field) for leaf in named]
    if field.many:
        return _subsets(field, named)
    if field.type == "boolean":
        return (True, False)
    if field.type == "choice":
        return tuple(field.codes)
    make: Maker = _MAKERS.get(field.type, _words)
    return tuple(make(field, constants))


def _numbers(field: Any, constants: Sequence[Any]) -> Iterator[Fraction]:
    step = Fraction(1) if field.type == "integer" else _STEP
    listed = [c for c in constants if not isinstance(c, frozenset)]
    listed += [one for c in constants if isinstance(c, frozenset) for one in c]
    least, greatest = (_bound(field, name) for name in ("min", "max"))
    if field.type == "duration" and least is None:
        least = Fraction(0)
    near = {c + way for c in listed for way in (-step, 0, step)} or {Fraction(0)}
    near |= {bound for bound in (least, greatest) if bound is not None}
    for number in sorted(near):
        low = least is not None and number < least
        if not low and (greatest is None or number <= greatest):
            yield number


def _bound(field: Any, name: str) -> Fraction | None:
    bound = getattr(field, name)
    if bound is None:
        return None
    return parse_duration(bound) if field.type == "duration" else Fraction(bound)


def _money(_: Any, constants: Sequence[Money]) -> Iterator[Money]:
    for constant in constants or [Money(Fraction(0), "EUR")]:
        for amount in (constant.amount - _STEP, constant.amount, constant.amount + 1):
            if amount >= 0:
                yield Money(amount, constant.currency)


def _days(_: Any, constants: Sequence[Any]) -> Iterator[date]:
    edges = {DAY, DAY + timedelta(1)}
    for constant in constants:
        if constant != "as_of":
            start = window_start(DAY, constant)
            edges |= {start, start - timedelta(1)} if start > date.min else {start}
    yield from sorted({*edges, DAY - timedelta(1)})


def _words(field: Any, constants: Sequence[Any]) -> Iterator[str]:
    """Yield the texts or codes that are named, and one that is not."""
    named: set[str] = set()
    for constant in constants:
        named |= constant if isinstance(constant, frozenset) else {constant}
    others = [code for code in field.codes if code not in named]
    yield from (*sorted(named), others[0] if others else _ANYTHING)


def _subsets(field: Any, leaves: Sequence[Leaf]) -> tuple[Any, ...] | None:
    """Return sets of the codes named, and of as many others as a test counts."""
    counts = [leaf.value for leaf in leaves if leaf.op == "count_at_least"]
    lists = [leaf.value for leaf in leaves if leaf.op != "count_at_least"]
    named = {code for value in lists for code in _codes(value)}
    alone = {o.code for o in getattr(field, "options", ()) if o.exclusive}
    free = [code for code in field.codes if code in named and code not in alone]
    rest = [code for code in field.codes if code not in named and code not in alone]
    free += rest[: max(map(_count, counts), default=1)]
    if len(free) > MAX_OPTIONS:
        return None
    sizes = range(1, len(free) + 1)
    chosen = [frozenset(part) for size in sizes for part in combinations(free, size)]
    return (*(frozenset({code}) for code in sorted(alone)), *chosen)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 1


def _codes(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


_MAKERS: dict[str, Maker] = {
    "integer": _numbers,
    "decimal": _numbers,
    "duration": _numbers,
    "money": _money,
    "date": _days,
}
