"""Comparable values as cells, and cells as columns.

A number is one whole number on a fine grid, doubled; an odd one lies between two
points of the grid. So every number compares exactly with every constant on the grid,
and constants that are not on it are refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.columnar.library import pl
from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audit.conditions.quantities import Money

#: Points of the grid in 1 (in a minute, where the number is a length of time).
GRID = 10**12
_MINUTES = 60
_AT, _ITEM, _THERE = "at", "item", "there"


def on_grid(number: Fraction, unit: int = 1) -> int:
    """Return twice the last point up to the number, and 1 more if it lies beyond."""
    points, beyond = divmod(number.numerator * unit * GRID, number.denominator)
    return 2 * points + (beyond != 0)


def constant_on_grid(number: Fraction, unit: int = 1) -> int:
    """Return a constant's point; UnknownKind when it has too many digits."""
    found = on_grid(Fraction(number), unit)
    if found % 2:
        message = f"{number} has more than 12 decimals, too many for bulk scoring"
        raise UnknownKind.of(Problem("bulk-number", message))
    return found


def unit_of(field: Any) -> int:
    """Return how many units of the grid one comparable unit of a type has."""
    return _MINUTES if field.type == "duration" else 1


def cell_of(field: Any, value: Any) -> Any:
    """Return a checked answer's value as it goes into a column."""
    return cell_of_comparable(field, field.comparable(value))


def cell_of_comparable(field: Any, comparable: Any) -> Any:
    """Return a comparable value as it goes into a column."""
    turn = _TURNS.get(field.type)
    return comparable if turn is None else turn(field, comparable)


def _number(field: Any, number: Fraction) -> int:
    return on_grid(number, unit_of(field))


def _money(_: Any, money: Money) -> dict[str, Any]:
    return {"amount": on_grid(money.amount), "currency": money.currency}


def _rows(field: Any, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    columns = field.fields
    return [
        {name: cell_of_comparable(columns[name], part) for name, part in row.items()}
        for row in rows
    ]


_TURNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "integer": _number,
    "decimal": _number,
    "duration": _number,
    "money": _money,
    "table": _rows,
}


def column(cells: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    """Return cells as a column.

    Lists are laid flat first: Polars reads a list of lists many times slower.
    """
    if not isinstance(dtype, pl.List):
        return pl.Series(cells, dtype=dtype)
    items = [item for cell in cells if cell for item in cell]
    at = [index for index, cell in enumerate(cells) if cell for _ in cell]
    flat = pl.DataFrame([pl.Series(_AT, at, dtype=pl.UInt32), _items(items, dtype)])
    lists = flat.group_by(_AT, maintain_order=True).agg(_ITEM)
    there = pl.Series(_THERE, [cell is not None for cell in cells], dtype=pl.Boolean)
    every = pl.DataFrame([there]).with_row_index(_AT)
    joined = every.join(lists, on=_AT, how="left", maintain_order="left")
    filled = pl.col(_ITEM).fill_null(pl.lit([], dtype=dtype))
    return joined.select(pl.when(_THERE).then(filled).alias("")).to_series()


def _items(items: Sequence[Any], dtype: pl.List) -> pl.Series:
    inner = dtype.inner
    if not isinstance(inner, pl.Struct):
        return pl.Series(_ITEM, items, dtype=inner)
    schema = pl.Schema(inner)
    parts = [
        column([item.get(name) for item in items], dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return pl.DataFrame(parts).to_struct(_ITEM)
