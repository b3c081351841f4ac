"""Can a control apply while a question that its rule reads is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.explain import plain
from audit.conditions.model import Combination, Node, fields_read
from audit.conditions.parse import parse
from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Control
    from audit.questionnaire.model import Questionnaire


def check_hidden_reads(
    control: Control, rule: Node, questionnaire: Questionnaire, pointer: str
) -> Iterator[Problem]:
    """Yield the gated questions whose gate the control neither repeats nor avoids.

    A part of an ``any`` is avoidable: another part can still pass.
    """
    have = _conjuncts(control.applies_when)
    for link_id in _unavoidable(rule):
        needed = _gates_before(link_id, questionnaire)
        if any(part not in have for part in needed):
            message = f"'{control.id}' can apply while '{link_id}' is hidden"
            hint = "repeat the question's enable_when in applies_when"
            yield Problem("policy-hidden-question", message, pointer, hint)


def _gates_before(
    link_id: str, questionnaire: Questionnaire
) -> list[dict[str, object]]:
    """Return the question's gate and the gates of the questions it waits for."""
    found: list[dict[str, object]] = []
    waiting, seen = [link_id], {link_id}
    while waiting:
        gate = questionnaire.questions[waiting.pop()].enable_when
        if gate is None:
            continue
        found += _conjuncts(gate)
        further = [i for i in fields_read(parse(gate)) if i not in seen]
        waiting += further
        seen.update(further)
    return found


def _unavoidable(node: Node) -> tuple[str, ...]:
    if isinstance(node, Combination) and node.op == "any":
        sets = [set(_unavoidable(part)) for part in node.parts]
        return tuple(sorted(set.intersection(*sets)))
    if isinstance(node, Combination):
        return tuple(dict.fromkeys(i for p in node.parts for i in _unavoidable(p)))
    return fields_read(node)


def _conjuncts(condition: dict[str, object] | None) -> list[dict[str, object]]:
    if condition is None:
        return []
    node = parse(condition)
    if isinstance(node, Combination) and node.op == "all":
        return [part for inner in node.parts for part in _conjuncts(plain(inner))]
    return [plain(node)]
