"""Compile a condition once into closures and evaluate it many times.

Truth is Kleene's: True, False or None (unknown). Beside it goes the level of
assurance of the best witness: ``all`` is only as sure as its weakest part, ``any``
as sure as its strongest true part; for a false result the two change places. So
neither silence nor a poorer answer can ever raise either number.

Both together are one rank, from surely false over unknown (0) to surely true: ``all``
is the lowest rank of its parts, ``any`` the highest, and the opposite is its negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.conditions.model import (
    LEVELS,
    Combination,
    EvidenceTest,
    Leaf,
    Node,
    Rows,
)
from audit.conditions.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from audit.conditions.explain import Trace
    from audit.conditions.model import Field

TOP = len(LEVELS) - 1

Outcome = tuple[bool | None, int]
UNKNOWN: Outcome = (None, 0)
_RANKS: dict[Outcome, int] = {
    (truth, level): sign * (level + 1)
    for truth, sign in ((True, 1), (None, 0), (False, -1))
    for level in range(TOP + 1)
}
_OUTCOMES = {rank: outcome for outcome, rank in _RANKS.items()} | {0: UNKNOWN}
_SUREST = _RANKS[True, TOP]


@dataclass(frozen=True, slots=True)
class Backing:
    """A supplied evidence item as conditions see it."""

    kind: str
    level: int
    scope: str
    valid: bool
    answers: frozenset[str]


class Facts(NamedTuple):
    """What is known: comparable values by link id, their levels, and the day."""

    values: Mapping[str, Any]
    levels: Mapping[str, int]
    as_of: date
    not_applicable: AbstractSet[str] = frozenset()
    evidence: tuple[Backing, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition ready to run; ``parts`` mirror the tree for explanations."""

    node: Node
    run: Callable[[Facts], Outcome]
    parts: tuple[Compiled, ...] = ()
    #: What ``explain`` said before: a leaf can come out in a few ways only.
    told: dict[tuple[bool | None, int, bool], Trace] = field(
        default_factory=dict, compare=False, repr=False
    )


def compile_condition(node: Node, fields: Mapping[str, Field]) -> Compiled:
    """Compile a checked condition; ValueError or KeyError when it was not checked."""
    if isinstance(node, Combination):
        parts = tuple(compile_condition(part, fields) for part in node.parts)
        combine = {"all": _all, "any": _any, "none": _none}[node.op]
        return Compiled(node, combine([part.run for part in parts]), parts)
    if isinstance(node, EvidenceTest):
        return Compiled(node, _evidence(node))
    if isinstance(node, Rows):
        return _rows(node, fields[node.subject])
    return Compiled(node, _leaf(node, fields[node.subject]))


def _leaf(node: Leaf, field: Field) -> Callable[[Facts], Outcome]:
    subject, operator = node.subject, OPERATORS[node.op]
    constant, test = operator.prepare(node.value, field), operator.test
    if node.op == "not_applicable":
        return lambda facts: _state_is_na(subject, facts)

    def run(facts: Facts) -> Outcome:
        if subject not in facts.values:
            return UNKNOWN
        truth = test(facts.values[subject], constant, facts.as_of)
        return (truth, facts.levels.get(subject, 0))

    return run


def _state_is_na(subject: str, facts: Facts) -> Outcome:
    if subject in facts.not_applicable:
        return (True, 0)
    return (False, facts.levels.get(subject, 0)) if subject in facts.values else UNKNOWN


def _all(runs: list[Callable[[Facts], Outcome]]) -> Callable[[Facts], Outcome]:
    return lambda facts: _OUTCOMES[min([_RANKS[run(facts)] for run in runs])]


def _any(runs: list[Callable[[Facts], Outcome]]) -> Callable[[Facts], Outcome]:
    return lambda facts: _OUTCOMES[max([_RANKS[run(facts)] for run in runs])]


def _none(runs: list[Callable[[Facts], Outcome]]) -> Callable[[Facts], Outcome]:
    return lambda facts: _OUTCOMES[-max([_RANKS[run(facts)] for run in runs])]


def _rows(node: Rows, field: Field) -> Compiled:
    where = compile_condition(node.where, field.fields) if node.where else None
    judge = _row_judge(node)

    def run(facts: Facts) -> Outcome:
        if node.subject not in facts.values:
            return UNKNOWN
        level = facts.levels.get(node.subject, 0)
        rows = facts.values[node.subject]
        truths = [_row_truth(where, row, facts.as_of) for row in rows]
        return (judge(truths), level)

    return Compiled(node, run, (where,) if where else ())


def _row_truth(
    where: Compiled | None, row: Mapping[str, Any], day: date
) -> bool | None:
    return True if where is None else where.run(Facts(row, {}, day))[0]


def _row_judge(node: Rows) -> Callable[[list[bool | None]], bool | None]:
    if node.op == "every_row":
        return lambda truths: _OUTCOMES[min(_ranks(truths), default=_SUREST)][0]
    if node.op == "any_row":
        return lambda truths: _OUTCOMES[max(_ranks(truths), default=-_SUREST)][0]
    if node.op == "no_row":
        return lambda truths: _OUTCOMES[-max(_ranks(truths), default=-_SUREST)][0]
    return lambda truths: _enough(truths, node.count)


def _ranks(truths: list[bool | None]) -> list[int]:
    return [_RANKS[truth, 0] for truth in truths]


def _enough(truths: list[bool | None], count: int) -> bool | None:
    if truths.count(True) >= count:
        return True
    return None if truths.count(True) + truths.count(None) >= count else False


def _evidence(node: EvidenceTest) -> Callable[[Facts], Outcome]:
    floor = LEVELS.index(node.assurance_at_least) if node.assurance_at_least else 0

    def matches(item: Backing) -> bool:
        return (
            item.valid is node.valid
            and item.level >= floor
            and (node.answer is None or node.answer in item.answers)
            and (node.kind is None or node.kind == item.kind)
            and (node.scope_includes or "").casefold() in item.scope.casefold()
        )

    def run(facts: Facts) -> Outcome:
        found = [item.level for item in facts.evidence if matches(item)]
        # What was not shown is unknown, never false: negating it must not pay.
        return (True, max(found)) if found else UNKNOWN

    return run
