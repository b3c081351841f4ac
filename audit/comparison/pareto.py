"""Who is not beaten on all criteria at once: the choice that needs no weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    Row = tuple[Fraction, ...]


def dominates(one: Row, other: Row) -> bool:
    """Tell whether one is nowhere worse than the other and somewhere better."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def undominated(rows: Mapping[str, Row]) -> tuple[str, ...]:
    """Return the ids of the candidates that nobody dominates, in order of id."""
    return tuple(
        name
        for name in sorted(rows)
        if not any(dominates(other, rows[name]) for other in rows.values())
    )
