"""Candidates as columns: as many as fit a page, and how far their values lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from audit.assessment.model import Points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
#: Candidates beside each other on a page.
MOST_COLUMNS = 7


def column_sets(rows: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Yield the candidates in sets of columns."""
    for start in range(0, len(rows), MOST_COLUMNS):
        yield rows[start : start + MOST_COLUMNS]


def spread_over(values: Iterable[Points | None]) -> Points | None:
    """Return the distance between the highest and the lowest value that there is."""
    exact = [value.exact for value in values if value is not None]
    return Points(exact=max(exact) - min(exact)) if exact else None
