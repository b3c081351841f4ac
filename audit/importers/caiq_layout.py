"""Where a CAIQ workbook keeps what: its sheet, its header row and its columns.

Columns are known by the words of their headers; sheets and rows differ by release.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.importers.grid import heading
from audit.importers.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.importers.tables import Table

#: What a column is → words that stand in its header; the first that fits wins.
_WORDS = {
    "id": ("question id",),
    "answer": ("caiq answer",),
    "marks": ("consensus assessment answers",),
    "ownership": ("control ownership",),
    "description": ("implementation description",),
    "responsibilities": ("csc responsibilities",),
    "specification": ("control specification",),
    "title": ("control title",),
    "domain": ("domain",),
    "control": ("control id",),
    "text": ("consensus assessment questions", "question"),
    "notes": ("notes",),
}
_NEEDED = ({"id", "text", "answer"}, {"id", "text", "marks"})
_ROWS = 12
_ID = re.compile(r"([A-Z][A-Z&]{1,3}-[0-9]{2})(?:\.[0-9]{1,2})?")
_VERSION = re.compile(
    r"(?:questionnaire|caiq)\W*v\.?\s*([0-9]+(?:\.[0-9]+)*)", re.IGNORECASE
)
_MARKS = {"yes": "yes", "no": "no", "not applicable": "na", "na": "na", "n/a": "na"}
_NOTHING = Cell("", None)


@dataclass(frozen=True)
class Row:
    """One question of the sheet."""

    cells: tuple[Cell, ...]
    columns: dict[str, int]

    def cell(self, column: str) -> Cell:
        """Return the cell of a column; an empty one where the sheet has none."""
        index = self.columns.get(column)
        if index is None or index >= len(self.cells):
            return _NOTHING
        return self.cells[index]

    @property
    def id(self) -> str:
        """Return the question's id; real files have ``A&amp;A-01.1``, ``AIS- 02.2``."""
        return "".join(html.unescape(self.cell("id").text).split())

    @property
    def control(self) -> str:
        """Return the id of the control, which begins the question's id."""
        found = _ID.fullmatch(self.id)
        return found[1] if found else ""


@dataclass(frozen=True)
class Layout:
    """The sheet of questions; ``start`` is the index of the first row of data."""

    table: Table
    header: int
    start: int
    columns: dict[str, int]

    @property
    def version(self) -> str:
        """Return the release that the sheet names above its headers or in its name."""
        above = [c.text for row in self.table.rows[: self.header] for c in row]
        for text in (*above, self.table.name):
            if found := _VERSION.search(text):
                return found[1]
        return ""

    @property
    def series(self) -> str:
        """Return the number of the series, which the shape of the answers tells."""
        return "3" if "yes" in self.columns else "4"

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold a question."""
        for cells in self.table.rows[self.start :]:
            row = Row(cells, self.columns)
            if row.control:
                yield row

    def header_of(self, column: str) -> str:
        """Return the header of a column in one line, without what is in brackets."""
        text = self.table.rows[self.header][self.columns[column]].text
        return " ".join(text.partition("(")[0].split())


def find_layout(tables: Sequence[Table]) -> Layout | None:
    """Return the layout of the first sheet that looks like a CAIQ."""
    for table in tables:
        for index, row in enumerate(table.rows[:_ROWS]):
            columns = _columns(row)
            if any(needed <= set(columns) for needed in _NEEDED):
                found = _with_marks(table, index, columns)
                if found is not None and any(True for _ in found.rows):
                    return found
    return None


def _columns(row: tuple[Cell, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        text = heading(cell.text)
        fits = (name for name, words in _WORDS.items() if any(w in text for w in words))
        name = next(fits, None)
        if name:
            found.setdefault(name, index)
    return found


def _with_marks(table: Table, header: int, columns: dict[str, int]) -> Layout | None:
    """Find the row below that names the three columns of marks (CAIQ 3)."""
    if "answer" in columns:
        return Layout(table, header, header + 1, columns)
    for index in range(header + 1, min(header + 4, len(table.rows))):
        row = table.rows[index]
        named = {
            _MARKS[heading(cell.text)]: column
            for column, cell in enumerate(row)
            if heading(cell.text) in _MARKS
        }
        if {"yes", "no", "na"} <= set(named):
            return Layout(table, header, index + 1, columns | named)
    return None
