"""Is a better answer better for every control that reads it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from audit.conditions.evaluate import compile_condition
from audit.conditions.operators import OPERATORS
from audit.conditions.parse import parse
from audit.policy.lint.remark import Remark
from audit.policy.lint.samples import DAY, samples
from audit.policy.lint.worlds import worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.reading import LeafTest, Reading

#: (better, worse): numbers of two answers.
Preferred = set[tuple[int, int]]


def mixed_polarity(reading: Reading) -> Iterator[Remark]:
    """Yield questions where one control prefers what another one punishes."""
    by_key: dict[tuple[str, ...], list[LeafTest]] = defaultdict(list)
    for test in reading.tests:
        if test.judges and test.leaf.op != "answered" and _ordered(test):
            by_key[test.key].append(test)
    for key, tests in by_key.items():
        values = samples(tests[0].field, [test.leaf for test in tests])
        if values is not None:
            yield from _conflicts(reading, "/".join(key), tests, values)


def _ordered(test: LeafTest) -> bool:
    """Tell whether one answer has to please all: rows of a table may differ."""
    return len(test.key) == 1 or test.field.type not in {"choice", "country", "text"}


def _conflicts(
    reading: Reading, question: str, tests: list[LeafTest], values: tuple[Any, ...]
) -> Iterator[Remark]:
    wanted = {
        owner: _preferred([t for t in tests if t.owner == owner], values)
        for owner in dict.fromkeys(test.owner for test in tests)
    }
    seen: list[str] = []
    for owner, pairs in wanted.items():
        for other in seen:
            against = {(worse, better) for better, worse in pairs}
            if against & wanted[other] and _together(reading, owner, other):
                message = f"'{owner}' prefers the answers to '{question}' "
                message += f"that '{other}' punishes"
                where = next(t.leaf.pointer for t in tests if t.owner == owner)
                hint = (
                    "turn one of the rules, or let one applies_when exclude the other"
                )
                yield Remark("polarity-mixed", owner, message, where, hint)
        seen.append(owner)


def _preferred(tests: list[LeafTest], values: tuple[Any, ...]) -> Preferred:
    """Return which answers a control prefers; where it wants both ways, none."""
    pairs: Preferred = set()
    for test in tests:
        operator = OPERATORS[test.leaf.op]
        constant = operator.prepare(test.leaf.value, test.field)
        truths = [operator.test(value, constant, DAY) for value in values]
        good = [n for n, truth in enumerate(truths) if truth is (not test.flipped)]
        bad = [n for n, truth in enumerate(truths) if truth is test.flipped]
        pairs.update(
            (a, b) for a in good for b in bad if _related(values[a], values[b])
        )
    return {(a, b) for a, b in pairs if (b, a) not in pairs}


def _together(reading: Reading, one: str, other: str) -> bool:
    """Tell whether two controls can apply to one vendor; True if unsure."""
    scopes = [reading.policy.by_id[name].applies_when for name in (one, other)]
    nodes = tuple(parse(scope) for scope in scopes if scope is not None)
    fields = reading.questionnaire.questions
    tried = worlds(nodes, fields)
    if tried is None:
        return True
    compiled = [compile_condition(node, fields) for node in nodes]
    return any(all(c.run(world)[0] is True for c in compiled) for world in tried)


def _related(one: Any, other: Any) -> bool:
    """Tell whether answers compete: of two lists, one must hold the other."""
    if not isinstance(one, frozenset):
        return True
    return bool(one < other or other < one)
