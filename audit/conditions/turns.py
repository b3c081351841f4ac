"""On which days a condition may turn while the answers stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.conditions.model import Leaf, Rows, leaves
from audit.conditions.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from audit.conditions.model import Field, Node


def turns(
    node: Node, fields: Mapping[str, Field], values: Mapping[str, Any]
) -> Iterator[tuple[str, date]]:
    """Yield answers (or columns) with days on which what is asked of them may turn.

    ``values`` are comparable. On any other day the condition is what it was the day
    before, as far as it reads answers.
    """
    for leaf in leaves(node):
        if isinstance(leaf, Leaf) and leaf.subject in values:
            for day in _turns(leaf, fields[leaf.subject], values[leaf.subject]):
                yield leaf.subject, day
        elif isinstance(leaf, Rows) and leaf.where and leaf.subject in values:
            columns = fields[leaf.subject].fields
            for row in values[leaf.subject]:
                for _, day in turns(leaf.where, columns, row):
                    yield leaf.subject, day


def _turns(leaf: Leaf, field: Field, value: Any) -> Iterator[date]:
    operator = OPERATORS[leaf.op]
    return operator.turns(value, operator.prepare(leaf.value, field))
