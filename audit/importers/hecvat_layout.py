"""Where a HECVAT keeps its questions, its answers and the overrides of the buyer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audit.importers.grid import Grid, Row, heading
from audit.importers.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.importers.tables import Table

ID = re.compile(r"[A-Z]{4}-[0-9]{2}")
#: The headers of the sheet of questions in series 4, and in series 3.
_NEEDED = (
    {"question", "compliant response", "default importance", "score location"},
    {"id", "question", "standard guidance", "reason for question", "high risk"},
)
_COMPLIANT = ("compliant response", "compliant answer", "c_answer")
_ANSWER = ("answer", "vendor answers")
_EDITION = re.compile(r"HECVAT - ([A-Za-z][A-Za-z-]*)")
_ROWS = 6
_VERSION = re.compile(r"Version ([0-9]+\.[0-9]+(?:\.[0-9]+)?)")
_REFERENCE = re.compile(r"='?([^'!]+)'?!\$?([A-Z]{1,2})\$?([0-9]{1,4})")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: The header of what the vendor adds to an answer.
HEADER_MORE = "additional information"
_NOTHING = Cell("", None)


@dataclass(frozen=True)
class Entry:
    """What the vendor wrote in one row of an answer sheet."""

    id: Cell
    answer: Cell
    more: Cell

    @property
    def wide(self) -> bool:
        """Tell whether the answer is merged with its remark: it takes a text."""
        return self.more.repeats


@dataclass(frozen=True)
class Hecvat:
    """The sheets of one workbook."""

    tables: tuple[Table, ...]
    questions: Grid

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Hecvat | None:
        """Return the workbook whose sheet of questions is found; None without one."""
        for table in tables:
            for number, row in enumerate(table.rows[:_ROWS], 1):
                heads = {heading(cell.text) for cell in row}
                if any(heads >= needed for needed in _NEEDED):
                    return cls(tuple(tables), Grid.below(table, number))
        return None

    @cached_property
    def version(self) -> str:
        """Return the release that the workbook names; empty when it names none."""
        for table in self.tables:
            for cell in table.cells:
                if found := _VERSION.fullmatch(cell.text):
                    return found[1]
        return ""

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Return the rows of questions by id."""
        found: dict[str, Row] = {}
        for row in self.questions.rows:
            if ID.fullmatch(self.id_of(row).text):
                found.setdefault(self.id_of(row).text, row)
        return found

    @property
    def id(self) -> str:
        """Return the questionnaire's id; series 3 has editions, such as Lite."""
        names = (_EDITION.match(table.name) for table in self.answer_sheets)
        edition = next((found[1].casefold() for found in names if found), "")
        return f"hecvat-{edition}" if edition else "hecvat"

    def id_of(self, row: Row) -> Cell:
        """Return the cell of a question's id; it leads its row in series 4."""
        return at(row.cells, self.questions.columns.get("id", 0))

    def compliant(self, row: Row) -> str:
        """Return the answer that a question's row calls compliant."""
        return next((t for h in _COMPLIANT if (t := row.cell(h).text)), "")

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """Return what stands in the answer sheets; copies by formula are left out."""
        found: dict[str, list[Entry]] = {}
        for table in self.answer_sheets:
            answer, more = self.answers(table), self.column(table, HEADER_MORE)
            for cells in table.rows:
                entry = Entry(at(cells, 0), at(cells, answer), at(cells, more))
                if ID.fullmatch(entry.id.text) and not entry.answer.flaw:
                    found.setdefault(entry.id.text, []).append(entry)
        return found

    @cached_property
    def answer_sheets(self) -> tuple[Table, ...]:
        """Return the sheets that vendors fill in: typed ids beside an answer column."""
        return tuple(self._answer_sheets())

    def _answer_sheets(self) -> Iterator[Table]:
        for table in self.tables:
            typed = any(
                ID.fullmatch(row[0].text) and not row[0].flaw
                for row in table.rows
                if row
            )
            answers = self.answers(table) is not None
            if typed and answers and table is not self.questions.table:
                yield table

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of the sections by the letters that begin their ids."""
        for table in self.tables:
            for row in table.rows[:_ROWS]:
                heads = [heading(cell.text) for cell in row]
                if "code" in heads and "full name" in heads:
                    code, name = heads.index("code"), heads.index("full name")
                    pairs = ((at(r, code).text, at(r, name).text) for r in table.rows)
                    return {key: text for key, text in pairs if len(key) == 4 and text}
        named = ((key[:4], row.cell("category")) for key, row in self.rows.items())
        return {code: cell.text for code, cell in named if cell.filled}

    def answers(self, table: Table) -> int | None:
        """Return the index of the column that vendors answer in; None without."""
        columns = (self.column(table, header) for header in _ANSWER)
        return next((index for index in columns if index is not None), None)

    def column(self, table: Table, header: str) -> int | None:
        """Return the index of the column that has a header anywhere; None without."""
        return self._headings[table.name].get(header)

    @cached_property
    def _headings(self) -> dict[str, dict[str, int]]:
        """Return by sheet every text that may be a header, and its first column."""
        found: dict[str, dict[str, int]] = {}
        for table in self.tables:
            columns = found.setdefault(table.name, {})
            for row in table.rows:
                for index, cell in enumerate(row):
                    if isinstance(cell.value, str) and not cell.flaw:
                        columns.setdefault(heading(cell.value), index)
        return found

    def table_named(self, words: str) -> Table | None:
        """Return the first sheet whose name holds the words."""
        return next((t for t in self.tables if words in t.name.casefold()), None)

    def typed(self, cell: Cell) -> str:
        """Return a cell's text; a plain reference to another cell is followed once."""
        if not cell.flaw:
            return cell.text
        found = _REFERENCE.fullmatch(cell.text)
        target = self._cells.get(found.groups()) if found else None
        return target.text if target is not None and not target.flaw else ""

    @cached_property
    def _cells(self) -> dict[tuple[str | None, ...], Cell]:
        """Return the cells of first columns, which ids are referred to in."""
        found: dict[tuple[str | None, ...], Cell] = {}
        for table in self.tables:
            for row in table.rows:
                if row and (place := place_of(row[0])):
                    found[sheet_of(row[0]), *place] = row[0]
        return found


def place_of(cell: Cell) -> tuple[str, str] | None:
    """Return the column's letters and the row's number of a cell."""
    found = _PLACE.fullmatch(cell.where.rpartition("!")[2])
    return (found[1], found[2]) if found else None


def sheet_of(cell: Cell) -> str:
    """Return the name of a cell's sheet."""
    return cell.where.rpartition("!")[0]


def at(cells: tuple[Cell, ...], index: int | None) -> Cell:
    """Return the cell of a row; an empty one where the row has none."""
    return cells[index] if index is not None and index < len(cells) else _NOTHING
