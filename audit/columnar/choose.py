"""Choices in columns: the first case that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.columnar.library import pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_of(cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """Return the value of the first case whose condition holds."""
    found = otherwise
    for holds, value in reversed(cases):
        found = pl.when(holds).then(value).otherwise(found)
    return found
