"""Can a partial rule ever be met where the rule is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.evaluate import compile_condition
from audit.conditions.explain import plain
from audit.conditions.parse import parse
from audit.policy.lint.remark import Remark
from audit.policy.lint.worlds import worlds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.model import Field, Node
    from audit.policy.lint.reading import Reading


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
    tried = worlds((partial, rule), fields)
    if tried is None:
        return False
    weaker, full = (compile_condition(node, fields) for node in (partial, rule))
    return all(
        full.run(world)[0] is True for world in tried if weaker.run(world)[0] is True
    )
