"""Every combination of answers and evidence that conditions can tell apart."""

from __future__ import annotations

from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any

from audit.conditions.evaluate import Backing, Facts
from audit.conditions.model import LEVELS, EvidenceTest, Leaf, Node, Rows, leaves
from audit.policy.lint.samples import DAY, samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.model import Field

#: More combinations than this are not tried, and nothing is concluded.
MAX_WORLDS = 50_000
MAX_ROWS = 64
_SILENT = object()


def worlds(
    conditions: tuple[Node, ...], fields: Mapping[str, Field]
) -> list[Facts] | None:
    """Return a world for each combination of sample answers; None when too many."""
    read = [leaf for node in conditions for leaf in leaves(node)]
    by_question: dict[str, list[Any]] = {}
    for leaf in read:
        if isinstance(leaf, Leaf | Rows):
            by_question.setdefault(leaf.subject, []).append(leaf)
    choices = []
    for link_id, found in by_question.items():
        values = _values(fields[link_id], found)
        if values is None:
            return None
        choices.append([(link_id, value) for value in (*values, _SILENT)])
    shown = [_item(test) for test in read if isinstance(test, EvidenceTest)]
    every = (
        Facts({k: v for k, v in answers if v is not _SILENT}, {}, DAY, evidence=items)
        for items in _parts(shown)
        for answers in product(*choices)
    )
    tried = list(islice(every, MAX_WORLDS + 1))
    return tried if len(tried) <= MAX_WORLDS else None


def _values(field: Any, found: list[Any]) -> tuple[Any, ...] | None:
    if field.type != "table":
        return samples(field, found)
    tests = [test for test in found if isinstance(test, Rows)]
    kinds = _kinds(field, [t.where for t in tests if t.where is not None])
    if kinds is None:
        return None
    times = sorted({1, *(test.count for test in tests if test.count)})
    # Each test needs one kind of row to come out as it does; the rest may go.
    tables: list[Any] = [()]
    for size in range(1, max(len(tests), 1) + 1):
        for rows in product(combinations(kinds, size), product(times, repeat=size)):
            tables.append(_repeated(*rows))
            if len(tables) > MAX_WORLDS:
                return None
    return tuple(tables)


def _repeated(rows: tuple[Any, ...], times: tuple[int, ...]) -> tuple[Any, ...]:
    pairs = zip(rows, times, strict=True)
    return tuple(row for row, count in pairs for _ in range(count))


def _kinds(field: Any, conditions: list[Node]) -> list[dict[str, Any]] | None:
    by_column: dict[str, list[Leaf]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Leaf):
                by_column.setdefault(leaf.subject, []).append(leaf)
    choices = []
    for column, found in by_column.items():
        values = samples(field.fields[column], found)
        if values is None:
            return None
        required = field.fields[column].required
        given = values if required else (*values, _SILENT)
        choices.append([(column, value) for value in given])
    rows = list(islice(product(*choices), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        return None
    return [{k: v for k, v in row if v is not _SILENT} for row in rows]


def _item(test: EvidenceTest) -> Backing:
    """Return the least evidence that fits the test."""
    return Backing(
        kind=test.kind or "",
        level=LEVELS.index(test.assurance_at_least) if test.assurance_at_least else 0,
        scope=test.scope_includes or "",
        valid=test.valid,
        answers=frozenset({test.answer} if test.answer else ()),
    )


def _parts(items: list[Backing]) -> Iterator[tuple[Backing, ...]]:
    distinct = list(dict.fromkeys(items))
    for size in range(len(distinct) + 1):
        yield from combinations(distinct, size)
