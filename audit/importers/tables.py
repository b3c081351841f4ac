"""Tables of cells that know where they stand; CSV in every usual dialect."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

MAX_CELLS = 400_000
MAX_CELL = 50_000
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its place; ``flaw`` says why the value must not be used.

    ``repeats`` is true for a part of a merged cell that is not its first.
    """

    where: str
    value: str | int | Decimal | bool | date | None
    flaw: str = ""
    repeats: bool = False

    @property
    def filled(self) -> bool:
        """Tell whether anything stands in the cell."""
        return self.value is not None and str(self.value).strip() != ""

    @property
    def text(self) -> str:
        """Return the value as it would be typed, without outer space."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells from one sheet or file; rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def cells(self) -> Iterator[Cell]:
        """Yield every cell, row by row."""
        for row in self.rows:
            yield from row


def csv_table(text: str, file: str) -> Table:
    """Return the rows of CSV text; InputError names the line that is broken."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[Cell, ...]] = []
    count = 0
    try:
        for number, values in enumerate(reader, 1):
            count += len(values)
            refuse_large([], count, file)
            cells = [
                Cell(f"row {number}, column {column}", value or None)
                for column, value in enumerate(values, 1)
            ]
            refuse_large(cells, count, file, reader.line_num)
            rows.append(tuple(cells))
    except csv.Error as error:
        hint = "check the quotes, or export the file again"
        message = f"this is no CSV: {error}"
        problem = Problem("import-csv", message, "", hint, file, reader.line_num, 1)
        raise InputError.of(problem) from None
    return Table("", tuple(rows))


def refuse_large(cells: list[Cell], count: int, file: str, line: int = 0) -> None:
    """Refuse a table of too many cells, or a cell of too much text."""
    hint = "no questionnaire is like that; remove what is beside it"
    if count > MAX_CELLS:
        message = f"the table has more than {MAX_CELLS:,} cells"
        raise InputError.of(Problem("import-cells", message, "", hint, file))
    for cell in cells:
        if isinstance(cell.value, str) and len(cell.value) > MAX_CELL:
            message = f"{cell.where} holds more than {MAX_CELL:,} characters"
            problem = Problem("import-cell", message, "", hint, file, line)
            raise InputError.of(problem)


def _delimiter(text: str) -> str:
    """Return the sign that stands most often outside quotes in the first lines."""
    counts: Counter[str] = Counter()
    quoted = False
    for char in text[:4096]:
        if char == '"':
            quoted = not quoted
        elif not quoted and char in _DELIMITERS:
            counts[char] += 1
    return max(_DELIMITERS, key=lambda sign: counts[sign])
