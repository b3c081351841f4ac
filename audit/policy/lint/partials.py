"""Can a partial rule ever be met where the rule is not."""

from __future__ import annotations

from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any

from audit.conditions.evaluate import Backing, Compiled, Facts, compile_condition
from audit.conditions.explain import plain
from audit.conditions.model import LEVELS, Leaf, Node, Rows, leaves
from audit.conditions.parse import parse
from audit.policy.lint.reading import evidence_in
from audit.policy.lint.remark import Remark
from audit.policy.lint.samples import DAY, samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.model import EvidenceTest, Field
    from audit.policy.lint.reading import Reading

#: More combinations of answers than this are not tried, and nothing is said.
MAX_WORLDS = 50_000
MAX_ROWS = 64
_SILENT = object()


def unreachable_partials(reading: Reading) -> Iterator[Remark]:
    """Yield partial rules that nobody meets who does not meet the rule."""
    fields = reading.questionnaire.questions
    for index, control in enumerate(reading.policy.controls):
        if control.partial is None:
            continue
        rule, partial = parse(control.rule), parse(control.partial.rule)
        if _implies(partial, rule, fields):
            message = f"the partial rule of '{control.id}' is met only with the rule"
            hint = "make it easier to meet than the rule, or remove it"
            pointer = f"/controls/{index}/partial/rule"
            yield Remark("partial-unreachable", control.id, message, pointer, hint)


def _implies(partial: Node, rule: Node, fields: Mapping[str, Field]) -> bool:
    """Tell whether the rule holds wherever the partial rule does; False if unsure."""
    if plain(partial) == plain(rule):
        return True
    worlds = _worlds((partial, rule), fields)
    if worlds is None:
        return False
    weaker, full = (compile_condition(node, fields) for node in (partial, rule))
    tried = list(islice(worlds, MAX_WORLDS + 1))
    return len(tried) <= MAX_WORLDS and all(_led(weaker, full, w) for w in tried)


def _led(weaker: Compiled, full: Compiled, world: Facts) -> bool:
    return weaker.run(world)[0] is not True or full.run(world)[0] is True


def _worlds(
    conditions: tuple[Node, ...], fields: Mapping[str, Field]
) -> Iterator[Facts] | None:
    """Return every combination of sample answers and evidence; None if too many."""
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
    shown = [_item(test) for node in conditions for test in evidence_in(node)]
    return (
        Facts({k: v for k, v in answers if v is not _SILENT}, {}, DAY, evidence=items)
        for items in _parts(shown)
        for answers in product(*choices)
    )


def _values(field: Any, found: list[Any]) -> tuple[Any, ...] | None:
    if field.type != "table":
        return samples(field, found)
    tests = [test for test in found if isinstance(test, Rows)]
    kinds = _kinds(field, [t.where for t in tests if t.where is not None])
    if kinds is None:
        return None
    most = max((test.count for test in tests), default=0)
    # Each test needs one kind of row to come out as it does; the rest may go.
    tables: list[Any] = [()]
    for size in range(1, max(len(tests), 1) + 1):
        for rows in combinations(kinds, size):
            tables += [rows, rows * most] if most > 1 else [rows]
            if len(tables) > MAX_WORLDS:
                return None
    return tuple(tables)


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
