"""Open .xlsx files: the archive and its XML are checked before openpyxl sees them.

Formulas are never values here: what a workbook remembers as their result may differ
from what they say. Merged cells all hold what stands in the first of them.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from audit.errors import InputError, Problem
from audit.importers.archive import check_archive
from audit.importers.tables import Cell, Table, refuse_large

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = "a formula: what it last showed is not what it says"
_ERROR = "an error value"


def read_workbook(raw: bytes, name: str) -> tuple[Table, ...]:
    """Return every worksheet; InputError says why a file is refused."""
    check_archive(raw, name)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(raw), keep_vba=False, keep_links=False)
    except Exception as error:  # noqa: BLE001 - it raises whatever it stumbles over
        message = f"this is no workbook that can be read: {str(error)[:120]}"
        hint = "open it in a spreadsheet program and save it as .xlsx again"
        problem = Problem("import-workbook", message, "", hint, name)
        raise InputError.of(problem) from None
    sheets = cast("list[Worksheet]", book.worksheets)
    area = sum(sheet.max_row * sheet.max_column for sheet in sheets)
    refuse_large([], area, name)
    tables = tuple(_table(sheet) for sheet in sheets)
    for table in tables:
        refuse_large(list(table.cells), 0, name)
    return tables


def _table(sheet: Worksheet) -> Table:
    spread = _spread(sheet)
    hidden = "" if sheet.sheet_state == "visible" else " (hidden sheet)"
    rows = tuple(
        tuple(
            _cell(sheet.title, cell, spread.get(cell.coordinate, cell)) for cell in row
        )
        for row in sheet.iter_rows()
    )
    return Table(sheet.title + hidden, rows)


def _spread(sheet: Worksheet) -> dict[str, Any]:
    """Return the cell that speaks for each cell of a merged range."""
    found: dict[str, Any] = {}
    for merged in sheet.merged_cells.ranges:
        first = sheet.cell(merged.min_row, merged.min_col)
        for row, column in merged.cells:
            found[sheet.cell(row, column).coordinate] = first
    return found


def _cell(title: str, at: Any, holder: Any) -> Cell:
    cell = _read(f"{title}!{at.coordinate}", holder)
    return cell if at is holder else replace(cell, repeats=True)


def _read(where: str, holder: Any) -> Cell:
    kind, value = holder.data_type, holder.value
    if kind == "f":
        shown = value if isinstance(value, str) else getattr(value, "text", "=…")
        return Cell(where, shown, _FORMULA)
    if kind == "e":
        return Cell(where, str(value), _ERROR)
    if isinstance(value, datetime):
        midnight = value.time().isoformat() == "00:00:00"
        return Cell(where, value.date() if midnight else value.isoformat(" "))
    if isinstance(value, float):
        return Cell(where, _number(value))
    if value is None or isinstance(value, str | int | date):
        return Cell(
            where, value.replace("\r\n", "\n") if isinstance(value, str) else value
        )
    return Cell(where, str(value))


def _number(value: float) -> int | Decimal:
    return int(value) if value.is_integer() else Decimal(repr(value))
