"""How a HECVAT workbook scores: read from its formulas, none of which is run.

The formula of a question's potential score names the answers that take the question out
of the score. Releases differ in them, so they are read, not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.importers.grid import Grid, heading
from audit.importers.hecvat_layout import ID, at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.importers.hecvat_layout import Hecvat
    from audit.importers.tables import Cell, Table

_ROW_OF = re.compile(r"=Questions!\$?A\$?([0-9]{1,4})")
#: An answer that is compared, with a word of the drop-down lists or with nothing.
_COMPARED = re.compile(
    r"\$([A-Z]{1,2})\$?([0-9]{1,4})=(?:'Auto Responses'!\$J\$([0-9]{1,3})|\"\")"
)
_CODE = re.compile(r"[A-Z]{4}")
#: LibreOffice saves a ticked cell as a formula.
_TRUE = ("TRUE", "=TRUE()")
_TOTALS = ("overall score", "privacy score")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Which answers take one question out of both sums."""

    gates: tuple[str, ...]
    not_applicable: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Override:
    """What the buyer's evaluation says otherwise than the workbook."""

    compliance: str
    importance: str


@dataclass(frozen=True, slots=True)
class Toggle:
    """A line of the score: what it sums up and whether it counts."""

    name: str
    included: bool
    privacy: bool


def leavings(book: Hecvat) -> dict[str, Leaving]:
    """Return the scored rows by question; empty for a workbook without the sheet."""
    table = book.table_named("backend scoring")
    if table is None:
        return {}
    potential = book.column(table, "potential score")
    answer = book.column(table, "vendor response")
    if potential is None or answer is None:
        return {}
    ids = dict(_ids(book, table))
    letter = (place_of(at(table.rows[0], answer)) or ("", ""))[0]
    words = _words(book)
    return {
        ids[number]: _leaving(at(row, potential), number, letter, ids, words)
        for row in table.rows
        if (number := _number(row)) in ids
    }


def overrides(book: Hecvat) -> dict[str, Override]:
    """Return the overrides that stand in the evaluation sheets."""
    found: dict[str, Override] = {}
    for table in book.tables:
        compliance = book.column(table, "compliant override")
        importance = book.column(table, "importance override")
        if compliance is None or importance is None or "scoring" in table.name:
            continue
        for row in table.rows:
            said = (at(row, compliance), at(row, importance))
            question = book.typed(row[0]) if row else ""
            texts = ["" if cell.flaw else cell.text for cell in said]
            if ID.fullmatch(question) and any(texts):
                found[question] = Override(*texts)
    return found


def toggles(book: Hecvat) -> list[Toggle]:
    """Return the lines of the score in the order of the workbook."""
    found = []
    for table in book.tables:
        column = book.column(table, "include in score?")
        if column is None:
            continue
        privacy = "privacy" in table.name.casefold()
        start = next(
            n
            for n, row in enumerate(table.rows)
            if heading(at(row, column).text) == "include in score?"
        )
        for row in table.rows[start + 1 :]:
            if any(heading(cell.text) in _TOTALS for cell in row):
                break
            if name := _line(row):
                included = at(row, column).text in _TRUE
                found.append(Toggle(name, included, privacy))
    return found


def _line(row: tuple[Cell, ...]) -> str:
    """Return the code of a line, or AI or Privacy for the aggregated ones."""
    for cell in row:
        typed = isinstance(cell.value, str) and not cell.flaw
        if typed and _CODE.fullmatch(cell.text):
            return cell.text
        if "(aggregated)" in cell.text:
            return cell.text.partition(" ")[0]
    return ""


def _number(row: tuple[Cell, ...]) -> str:
    place = place_of(row[0]) if row else None
    return place[1] if place else ""


def _ids(book: Hecvat, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the row of the scoring sheet and the question that it refers to."""
    by_row = {
        (place_of(row.cells[0]) or ("", ""))[1]: i for i, row in book.rows.items()
    }
    for row in table.rows:
        found = _ROW_OF.fullmatch(row[0].text) if row else None
        if found and found[1] in by_row:
            yield _number(row), by_row[found[1]]


def _words(book: Hecvat) -> dict[str, str]:
    """Return the words of the drop-down lists by row."""
    table = book.table_named("auto responses")
    column = Grid.below(table, 2).columns.get("dropdown options") if table else None
    if table is None or column is None:
        return {}
    cells = (at(row, column) for row in table.rows)
    return {place[1]: cell.text for cell in cells if (place := place_of(cell))}


def _leaving(
    cell: Cell, number: str, letter: str, ids: dict[str, str], words: dict[str, str]
) -> Leaving:
    gates, not_applicable, blank = [], False, False
    for column, row, word in _COMPARED.findall(cell.text):
        if column != letter:
            continue
        said = words.get(word, "").casefold()
        if row == number:
            not_applicable = not_applicable or said == "n/a"
            blank = blank or not word
        elif said == "no" and row in ids:
            gates.append(ids[row])
    return Leaving(tuple(gates), not_applicable, blank)
