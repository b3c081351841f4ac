"""The answers that a control can tell apart, as worlds to try.

For each question that its conditions (and the gates before them) read, a few values
stand for all. A world gives each of them one value, or none.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from math import prod
from typing import TYPE_CHECKING, Any

from audit.assessment.facts import Ground
from audit.conditions.evaluate import Backing, Facts, compile_condition
from audit.conditions.model import (
    LEVELS,
    EvidenceTest,
    Leaf,
    Node,
    Rows,
    fields_read,
    leaves,
)
from audit.conditions.parse import parse
from audit.proofs.cases import ATTACHED, cases_of, mentioned
from audit.response.answers import read_answers
from audit.response.model import Answer, Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from audit.policy.compile import CompiledControl, Plan

#: Worlds that are tried at most; beyond, as many are drawn.
MOST = 1500
_MOST_ROWS = 300
_MOST_KINDS = 5
_MOST_PAIRS = 200
_MOST_SINGLE = 40
_MOST_FREE = 5


@dataclass(frozen=True, slots=True)
class World:
    """Raw answers (None for none) and the evidence tests that hold."""

    answers: Mapping[str, Any]
    papers: tuple[EvidenceTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Worlds:
    """Worlds to try; ``whole`` when they stand for all answers."""

    worlds: tuple[World, ...]
    whole: bool


def worlds_of(plan: Plan, nodes: Iterable[Node], as_of: date) -> Worlds:
    """Return the worlds that conditions tell apart."""
    nodes, whole = list(nodes), True
    support = supported(plan, nodes)
    read = [leaf for node in [*nodes, *_gates(plan, support)] for leaf in leaves(node)]
    choices: list[list[Any]] = []
    for link_id in support:
        own = [
            leaf
            for leaf in read
            if not isinstance(leaf, EvidenceTest) and leaf.subject == link_id
        ]
        values, complete = values_of(plan.questionnaire.questions[link_id], own, as_of)
        choices.append([*values, None])
        whole = whole and complete
    shown = (leaf for leaf in read if isinstance(leaf, EvidenceTest))
    # The same test in two places is one.
    tests = list(dict.fromkeys(replace(test, pointer="") for test in shown))
    choices += [[None, test] for test in tests]
    size = prod(len(choice) for choice in choices)
    if size <= MOST:
        drawn: Iterable[tuple[Any, ...]] = product(*choices)
    else:
        rng, whole = random.Random(size), False  # noqa: S311
        drawn = (tuple(rng.choice(c) for c in choices) for _ in range(MOST))
        drawn = [*_around(choices), *drawn]
    count = len(support)
    return Worlds(
        tuple(
            World(
                dict(zip(support, one[:count], strict=True)),
                tuple(test for test in one[count:] if test is not None),
            )
            for one in drawn
        ),
        whole,
    )


def _around(choices: Sequence[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield worlds that differ from the first values in one answer."""
    first = tuple(choice[0] for choice in choices)
    yield first
    for place, choice in enumerate(choices):
        for value in choice[1:]:
            yield (*first[:place], value, *first[place + 1 :])


def nodes_of(compiled: CompiledControl) -> list[Node]:
    """Return the conditions of a control."""
    found = [way.condition.node for way in compiled.ways]
    return found if compiled.applies is None else [*found, compiled.applies.node]


def supported(plan: Plan, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the questions that conditions read, and all that those wait for."""
    waiting = [link_id for node in nodes for link_id in fields_read(node)]
    found = dict.fromkeys(waiting)
    while waiting:
        gate = plan.questionnaire.questions[waiting.pop()].enable_when
        for link_id in fields_read(parse(gate)) if gate is not None else ():
            if link_id not in found:
                found[link_id] = None
                waiting.append(link_id)
    return tuple(found)


def _gates(plan: Plan, support: Iterable[str]) -> Iterator[Node]:
    for link_id in support:
        gate = plan.questionnaire.questions[link_id].enable_when
        if gate is not None:
            yield parse(gate)


def values_of(
    field: Any, own: Sequence[Leaf | Rows], as_of: date
) -> tuple[list[Any], bool]:
    """Return raw values that stand for all; and whether they do."""
    if field.type == "table":
        rows = [leaf for leaf in own if isinstance(leaf, Rows)]
        return _tables(field, rows, as_of)
    tests = [leaf for leaf in own if isinstance(leaf, Leaf)]
    if field.many:
        return _lists(field, tests)
    return [case.raw for case in cases_of(field, tests, as_of)], True


def _lists(field: Any, tests: Sequence[Leaf]) -> tuple[list[Any], bool]:
    """Return the parts of what is named, with as many others as a test counts."""
    alone = {o.code for o in getattr(field, "options", ()) if o.exclusive}
    named = mentioned(frozenset(x.value) for x in tests if isinstance(x.value, list))
    free = [code for code in field.codes if code in named and code not in alone]
    rest = [code for code in field.codes if code not in named and code not in alone]
    counts = [leaf.value for leaf in tests if isinstance(leaf.value, int)]
    most = max([1, *(count + 1 for count in counts if count is not True)])
    whole = len(free) <= _MOST_FREE
    parts = list(_parts(free)) if whole else list(_edges(free))
    found = [
        [*part, *rest[:others]]
        for part in parts
        for others in range(min(most, len(rest)) + 1)
        if part or others
    ]
    return [*found, *([code] for code in field.codes if code in alone)], whole


def _parts(codes: list[Any]) -> Iterator[tuple[Any, ...]]:
    for size in range(len(codes), -1, -1):
        yield from combinations(codes, size)


def _edges(codes: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield all of many codes, all but one, one, and none."""
    yield tuple(codes)
    yield from (tuple(c for c in codes if c != one) for one in codes)
    yield from ((one,) for one in codes)
    yield ()


def _tables(field: Any, tests: Sequence[Rows], as_of: date) -> tuple[list[Any], bool]:
    """Return tables of rows that differ to some test, each row once or as counted."""
    rows, whole = _rows(field, tests, as_of)
    kinds = list(_kinds(field, tests, rows, as_of))
    whole = whole and len(kinds) <= _MOST_KINDS
    if whole:
        tables = [list(part) for part in _parts(kinds)]
    else:
        pairs = islice(combinations(kinds, 2), _MOST_PAIRS)
        tables = [[], *([kind] for kind in kinds), *map(list, pairs)]
        tables += [[row] for row in rows[:_MOST_SINGLE]]
    counts = {t.count + more for t in tests if t.count for more in (-1, 0, 1)} - {1}
    tables += [[row] * count for count in sorted(counts) for row in kinds]
    whole = whole and counts <= {0, 2}
    fit = [t for t in tables if field.min_rows <= len(t) <= field.max_rows]
    return fit, whole


def _rows(field: Any, tests: Sequence[Rows], as_of: date) -> tuple[list[Any], bool]:
    inner = [leaf for t in tests if t.where is not None for leaf in leaves(t.where)]
    choices: list[list[Any]] = []
    whole = True
    for name, column in field.fields.items():
        own = [x for x in inner if isinstance(x, Leaf) and x.subject == name]
        values, complete = values_of(column, own, as_of)
        choices.append(values if own else values[:1])
        whole = whole and (complete or not own)
        if own and not column.required:
            choices[-1].append(None)
    picked = list(islice(product(*choices), _MOST_ROWS + 1))
    if len(picked) > _MOST_ROWS:
        rng, whole = random.Random(len(choices)), False  # noqa: S311
        drawn = [tuple(rng.choice(c) for c in choices) for _ in range(_MOST_ROWS)]
        picked = list({repr(row): row for row in [*_around(choices), *drawn]}.values())
    named = (zip(field.fields, row, strict=True) for row in picked)
    return [{k: v for k, v in row if v is not None} for row in named], whole


def _kinds(
    field: Any, tests: Sequence[Rows], rows: Sequence[Any], as_of: date
) -> Iterable[Any]:
    """Return a row for each way in which rows meet the tests."""
    wheres = {repr(t.where): t.where for t in tests if t.where is not None}
    compiled = [compile_condition(node, field.fields) for node in wheres.values()]
    found: dict[tuple[bool | None, ...], Any] = {}
    for row in rows:
        facts = Facts(field.comparable([row])[0], {}, as_of)
        found.setdefault(tuple(c.run(facts)[0] for c in compiled), row)
    return found.values()


def ground_in(plan: Plan, world: World, as_of: date) -> Ground:
    """Return the ground of a world: bare words, and the evidence that is tested."""
    answers = {
        link_id: Answer.model_construct(state="answered", value=value)
        for link_id, value in world.answers.items()
        if value is not None
    }
    unchecked: Any = Response
    response = unchecked.model_construct(answers=answers)
    book = read_answers(response, plan.questionnaire, plan.gates, as_of)
    backing = tuple(_backing(t) for t in world.papers if backs(t, world))
    levels = dict.fromkeys(book.values, 0)
    facts = Facts(book.values, levels, as_of, evidence=backing)
    nothing: frozenset[str] = frozenset()
    return Ground(facts, book, nothing, nothing, (), (), (), {})


def backs(test: EvidenceTest, world: World) -> str | None:
    """Return the answer that the evidence of a test can back, if there is one."""
    given = [i for i, value in world.answers.items() if value is not None]
    wanted = test.answer or (given[0] if given else None)
    return wanted if wanted in given and wanted != ATTACHED else None


def _backing(test: EvidenceTest) -> Backing:
    level = LEVELS.index(test.assurance_at_least) if test.assurance_at_least else 0
    answers = frozenset({test.answer} if test.answer else ())
    kind, scope = test.kind or "record", test.scope_includes or ""
    return Backing(kind, level, scope, test.valid, answers)
