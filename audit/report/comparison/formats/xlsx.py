"""A view of tables as a workbook (the only file that imports XlsxWriter).

Numbers are numbers with a format, texts are texts: nothing is ever read as a formula
or a link. Every sheet has its header frozen, set widths and a filter.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.report.comparison.blocks import Cell, Grid, Section

#: Excel's own number formats; how a decimal mark looks is the reader's choice.
FORMATS = {
    "text": "@",
    "points": "0.0",
    "money": "#,##0",
    "cents": "#,##0.00",
    "count": "#,##0.####",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
}
WIDEST, NARROWEST = 60, 9
#: In points. Excel fits heights to wrapped texts by itself, LibreOffice does not.
LINE_HEIGHT, HIGHEST = 15, 27
#: Excel allows no more characters in a sheet's name, and not these.
NAME_LENGTH, FORBIDDEN = 31, r"[\[\]:*?/\\']"


class Tables(Protocol):
    """What a workbook shows: a table below some sentences, then those of sections."""

    @property
    def title(self) -> str:
        """The workbook's title, which no sheet shows."""

    @property
    def headline(self) -> str:
        """The first sentence."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The other sentences."""

    @property
    def word(self) -> Mapping[str, str]:
        """Words; ``overview`` names the first sheet."""

    @property
    def overview(self) -> Grid:
        """The first table."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The other tables, one a sheet."""


def comparison_workbook(view: Tables) -> bytes:
    """Return the workbook: one sheet a table; the same view gives the same bytes."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as book:
        book.set_properties(
            {"title": view.title, "created": datetime(2000, 1, 1, tzinfo=UTC)}
        )
        _Writer(book).write(view)
    return buffer.getvalue()


class _Writer:
    """Writes grids into sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"valign": "top", "text_wrap": True, "font_name": "Calibri"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.lead = book.add_format({"font_color": "#445062"})
        self.header = book.add_format(
            {**base, "bold": True, "font_color": "#ffffff", "bg_color": "#12263f"}
        )
        self.formats = {
            form: book.add_format({**base, "num_format": code})
            for form, code in FORMATS.items()
        }
        self.names: set[str] = set()

    def write(self, view: Tables) -> None:
        """Write the overview with its sentences, then every table."""
        notes = (view.headline, *view.sentences)
        self._sheet(view.word["overview"], view.overview, notes)
        for section in view.sections:
            for grid in section.grids:
                self._sheet(grid.title, grid, (grid.lead,) if grid.lead else ())

    def _sheet(self, name: str, grid: Grid, notes: tuple[str, ...]) -> None:
        sheet = self.book.add_worksheet(self._free_name(name))
        sheet.write_string(0, 0, grid.title, self.title)
        for line, note in enumerate(notes, start=1):
            sheet.write_string(line, 0, note, self.lead)
        top = len(notes) + 2
        widths = [_width(grid, column) for column in range(len(grid.header))]
        for column, text in enumerate(grid.header):
            sheet.write_string(top, column, text, self.header)
            sheet.set_column(column, column, widths[column])
        for line, row in enumerate(grid.rows, start=top + 1):
            sheet.set_row(line, LINE_HEIGHT * _lines(row, widths))
            for column, cell in enumerate(row):
                self._cell(sheet, line, column, cell)
        sheet.freeze_panes(top + 1, 1)
        sheet.autofilter(top, 0, top + len(grid.rows), len(grid.header) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def _cell(self, sheet: Any, line: int, column: int, cell: Cell) -> None:
        if cell.number is None:
            sheet.write_string(line, column, cell.text, self.formats["text"])
        else:
            sheet.write_number(line, column, cell.number, self.formats[cell.form])

    def _free_name(self, title: str) -> str:
        """Return a sheet's name that Excel takes and no other sheet has."""
        bare = re.sub(FORBIDDEN, " ", title)
        name, number = bare[:NAME_LENGTH].strip(), 1
        while name.casefold() in self.names:
            number += 1
            tail = f" {number}"
            name = bare[: NAME_LENGTH - len(tail)].strip() + tail
        self.names.add(name.casefold())
        return name


def _width(grid: Grid, column: int) -> int:
    """Return a width in characters that shows most of a column."""
    lengths = [len(grid.header[column])]
    for row in grid.rows:
        lengths += [len(line) for line in row[column].text.splitlines()]
    return max(NARROWEST, min(WIDEST, max(lengths) + 2))


def _lines(row: tuple[Cell, ...], widths: list[int]) -> int:
    """Return how many lines the longest text of a row needs, as far as Excel goes."""
    needed = 1
    for cell, width in zip(row, widths, strict=True):
        room = width - 1
        lines = (ceil(len(line) / room) or 1 for line in cell.text.splitlines())
        needed = max(needed, sum(lines))
    return min(needed, HIGHEST)
