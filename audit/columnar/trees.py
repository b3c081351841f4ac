"""A condition tree as an expression of its rank, and table rows as signs.

A rank is the sign of the truth times one more than the level: ``all`` is the lowest
rank of its parts, ``any`` the highest, ``none`` the negative of the highest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.columnar.library import pl
from audit.columnar.signs import sign_of
from audit.conditions.model import Combination, EvidenceTest, Leaf, Node, Rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Read = Callable[[Leaf | Rows | EvidenceTest], pl.Expr]


def rank_of(node: Node, read: Read) -> pl.Expr:
    """Return a tree's rank; ``read`` gives that of everything but combinations."""
    if not isinstance(node, Combination):
        return read(node)
    parts = [rank_of(part, read) for part in node.parts]
    if node.op == "all":
        return pl.min_horizontal(parts)
    highest = pl.max_horizontal(parts)
    return highest if node.op == "any" else -highest


def sign_of_rows(node: Rows, field: Any, value: pl.Expr, as_of: date) -> pl.Expr:
    """Return the truth of a statement on rows as a sign; 0 without a table."""
    if node.where is None:
        length = value.list.len()
        return as_step(length >= node.count, length < node.count)

    def read(leaf: Leaf | Rows | EvidenceTest) -> pl.Expr:
        if not isinstance(leaf, Leaf):
            raise TypeError(f"{leaf.pointer}: rows test columns only")
        cell = pl.element().struct.field(leaf.subject)
        return sign_of(leaf, field.fields[leaf.subject], cell, as_of)

    rank = rank_of(node.where, read)
    if node.op == "every_row":
        every, some = value.list.eval(rank > 0), value.list.eval(rank < 0)
        return as_step(every.list.all(), some.list.any())
    if node.op == "rows_at_least":
        surely = value.list.eval(rank > 0).list.sum()
        perhaps = value.list.eval(rank >= 0).list.sum()
        return as_step(surely >= node.count, perhaps < node.count)
    some, every = value.list.eval(rank > 0), value.list.eval(rank < 0)
    found = as_step(some.list.any(), every.list.all())
    return found if node.op == "any_row" else -found


def as_step(true: pl.Expr, false: pl.Expr) -> pl.Expr:
    """Return 1 where the first holds, -1 where the second does, else 0."""
    return (true.cast(pl.Int8) - false.cast(pl.Int8)).fill_null(0)
