"""What the leaves of conditions come to, one by one: true, false or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.model import Combination, EvidenceTest, Leaf, Node, Rows
from audit.conditions.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.evaluate import Compiled
    from audit.conditions.model import Field
    from audit.policy.model import Control
    from audit.questionnaire.model import Questionnaire

WORDS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Probe:
    """A leaf that can be tried on its own; inside rows ``table`` is their question."""

    control: str
    pointer: str
    possible: tuple[bool | None, ...]
    compiled: Compiled
    table: str | None = None

    def reached(self, facts: Facts) -> set[bool | None]:
        """Return what the leaf comes to, in each row of a table."""
        if self.table is None:
            return {self.compiled.run(facts)[0]}
        rows = facts.values.get(self.table, ())
        return {self.compiled.run(Facts(row, {}, facts.as_of))[0] for row in rows}


def probes(
    control: Control, number: int, questionnaire: Questionnaire
) -> tuple[Probe, ...]:
    """Return the leaves of a control's conditions."""
    pointer = f"/controls/{number}"
    found = {
        f"{pointer}/applies_when": control.applies_when,
        f"{pointer}/rule": control.rule,
    }
    if control.partial is not None:
        found[f"{pointer}/partial/rule"] = control.partial.rule
    return tuple(
        probe
        for place, condition in found.items()
        if condition is not None
        for probe in _of(parse(condition, place), questionnaire.questions, control.id)
    )


def _of(
    node: Node, fields: Mapping[str, Field], control: str, table: str | None = None
) -> Iterator[Probe]:
    if isinstance(node, Combination):
        for part in node.parts:
            yield from _of(part, fields, control, table)
        return
    if isinstance(node, Rows) and node.where is not None:
        inner = fields[node.subject].fields
        yield from _of(node.where, inner, control, node.subject)
    possible = _possible(node, fields, table)
    yield Probe(control, node.pointer, possible, compile_condition(node, fields), table)


def _possible(
    node: Node, fields: Mapping[str, Field], table: str | None
) -> tuple[bool | None, ...]:
    """Return what a leaf can come to: silence is no fact, a required cell is there."""
    if isinstance(node, EvidenceTest):
        return (True, None)
    if isinstance(node, Rows):
        # A table that must have so many rows has them.
        least = getattr(fields[node.subject], "min_rows", 0)
        sure = node.op == "rows_at_least" and not node.where and node.count <= least
        sure = sure or (node.op == "every_row" and not _can_fail(node.where))
        return (True, None) if sure else (True, False, None)
    if not isinstance(node, Leaf):
        return (True, False, None)
    always = table is not None and getattr(fields[node.subject], "required", True)
    never_false = node.op == "answered"
    found: list[bool | None] = [True]
    found += [] if never_false else [False]
    return (*found, *(() if always else (None,)))


def _can_fail(node: Node | None) -> bool:
    """Tell whether a row can be against it, instead of saying too little."""
    if isinstance(node, Combination):
        if node.op == "none":
            return True
        fails = [_can_fail(part) for part in node.parts]
        return any(fails) if node.op == "all" else all(fails)
    return not (isinstance(node, Leaf) and node.op == "answered")
