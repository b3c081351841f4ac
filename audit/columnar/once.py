"""Every distinct test of a plan once: what it says of the raw values, as a column.

Whether a question was asked, who rejected its answer and how well it is backed comes
later, by multiplication. So a test that stands in fifty rules runs once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.columnar.columns import value_of
from audit.columnar.library import pl
from audit.columnar.signs import sign_of
from audit.columnar.trees import sign_of_rows
from audit.conditions.explain import plain
from audit.conditions.model import Leaf, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any


#: Tests of one question that are planned on that question's column alone.
_MANY = 3


class Signs:
    """The tests that were asked for so far, each with its column."""

    def __init__(self, questions: Mapping[str, Any], as_of: date) -> None:
        self._questions, self._as_of = questions, as_of
        self._found: dict[str, pl.Expr] = {}
        self._of: dict[str, list[pl.Expr]] = {}

    def of(self, node: Leaf | Rows) -> pl.Expr:
        """Return the column of a test on a question."""
        key = repr(plain(node))
        name = f"sign {key}"
        if key not in self._found:
            self._found[key] = self._sign(node).alias(name)
            self._of.setdefault(node.subject, []).append(self._found[key])
        return pl.col(name)

    def stages(self) -> list[list[pl.Expr]]:
        """Return all columns: the many of one question alone, the others together."""
        many = [own for own in self._of.values() if len(own) > _MANY]
        few = [one for own in self._of.values() if len(own) <= _MANY for one in own]
        return [*many, few]

    def _sign(self, node: Leaf | Rows) -> pl.Expr:
        field, value = self._questions[node.subject], pl.col(value_of(node.subject))
        if isinstance(node, Rows):
            return sign_of_rows(node, field, value, self._as_of)
        return sign_of(node, field, value, self._as_of)
