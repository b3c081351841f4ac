"""Do two controls test the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.explain import plain
from audit.conditions.model import Combination, Node
from audit.conditions.parse import parse
from audit.policy.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.reading import Reading
    from audit.policy.model import Control


def duplicate_rules(reading: Reading) -> Iterator[Remark]:
    """Yield controls whose rule and scope an earlier control has too."""
    seen: dict[object, str] = {}
    for index, control in enumerate(reading.policy.controls):
        form = _form(control)
        if form in seen:
            message = f"'{control.id}' tests what '{seen[form]}' tests"
            hint = "keep one of them, or tell them apart by their rules"
            pointer = f"/controls/{index}/rule"
            yield Remark("rule-duplicate", control.id, message, pointer, hint)
        else:
            seen[form] = control.id


def _form(control: Control) -> object:
    applies = control.applies_when
    return (same(parse(control.rule)), same(parse(applies)) if applies else None)


def same(node: Node) -> object:
    """Return a form that two conditions share when only their order differs."""
    if isinstance(node, Combination):
        return (node.op, frozenset(same(part) for part in node.parts))
    return repr(plain(node))
