"""Losses of whole columns and sheets, told in one line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.importers.ledger import Ledger
    from audit.importers.tables import Cell, Table

#: As many cells stand in the losses one by one.
_FEW = 3
#: The column of a cell in a workbook, and of one in a CSV file.
_COLUMN = re.compile(r"!([A-Z]{1,3})[0-9]+$|, column ([0-9]+)$")


def lose_sheets(ledger: Ledger, tables: Iterable[Table], why: str) -> None:
    """Lose what nobody spoke of in sheets that hold no questions, a sheet a line."""
    for table in tables:
        _lose(ledger, unspoken(ledger, table), why)


def lose_columns(ledger: Ledger, table: Table, why: str) -> None:
    """Lose what nobody spoke of in a sheet, a column a line."""
    columns: dict[str, list[Cell]] = {}
    for cell in unspoken(ledger, table):
        columns.setdefault(column_of(cell), []).append(cell)
    for cells in columns.values():
        flaws = {cell.flaw for cell in cells}
        flaw = flaws.pop() if len(flaws) == 1 else ""
        _lose(ledger, cells, flaw or why)


def unspoken(ledger: Ledger, table: Table) -> list[Cell]:
    """Return the filled cells of a sheet that are neither carried nor lost.

    A merged cell is one cell: its first part stands for all of it.
    """
    own = (c for c in table.cells if c.filled and not c.repeats)
    return [c for c in own if not ledger.knows(c.where)]


def column_of(cell: Cell) -> str:
    """Return the letters of a cell's column, or its number."""
    found = _COLUMN.search(cell.where)
    return found[1] or found[2] if found else ""


def _lose(ledger: Ledger, cells: Sequence[Cell], why: str) -> None:
    """Lose many cells as one range, which names the first and the last of them."""
    if len(cells) <= _FEW:
        for cell in cells:
            ledger.lose(cell.where, cell.value, why)
        return
    last = cells[-1].where.rpartition("!")[2]
    what = f"{len(cells)} cells, the first: {cells[0].text}"
    ledger.lose(f"{cells[0].where}:{last}", what, why)
