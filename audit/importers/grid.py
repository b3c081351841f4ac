"""A table under a row of headers: each data row gives its cells by header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.importers.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.importers.tables import Table

_NOTHING = Cell("", None)


@dataclass(frozen=True)
class Grid:
    """The rows below the headers, and which column each header names."""

    table: Table
    header_row: int
    columns: dict[str, int]

    @classmethod
    def below(cls, table: Table, header_row: int) -> Grid:
        """Return the grid under a row, counted from 1."""
        headers = table.rows[header_row - 1] if header_row <= len(table.rows) else ()
        columns: dict[str, int] = {}
        for index, cell in enumerate(headers):
            columns.setdefault(heading(cell.text), index)
        return cls(table, header_row, columns)

    @property
    def headers(self) -> tuple[Cell, ...]:
        """Return the cells of the header row."""
        return self.table.rows[self.header_row - 1]

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows in which anything stands."""
        for cells in self.table.rows[self.header_row :]:
            if any(cell.filled for cell in cells):
                yield Row(cells, self.columns)


@dataclass(frozen=True)
class Row:
    """One row; a header that the table lacks gives an empty cell."""

    cells: tuple[Cell, ...]
    columns: dict[str, int]

    def cell(self, header: str | None) -> Cell:
        """Return the cell under a header."""
        index = self.columns.get(heading(header)) if header else None
        if index is None or index >= len(self.cells):
            return _NOTHING
        return self.cells[index]


def heading(text: str) -> str:
    """Return a header as headers are compared."""
    return " ".join(text.split()).casefold()
