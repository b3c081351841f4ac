"""Rows as files: Parquet and XLSX with types, CSV and JSON as text."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.bulk.moves import COLUMNS
from audit.errors import Problem, UnknownKind
from audit.report.spreadsheet_text import no_formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audit.bulk.moves import Move

    Writer = Callable[[list[dict[str, Any]]], bytes]


def table_bytes(suffix: str, found: Iterable[Move]) -> bytes:
    """Return the file of a suffix; UnknownKind lists the known ones."""
    return writer_of(suffix)([move.row for move in found])


def writer_of(suffix: str) -> Writer:
    """Return what writes the file of a suffix."""
    if suffix not in _WRITERS:
        message, hint = f"no table as {suffix!r}", f"known: {', '.join(_WRITERS)}"
        raise UnknownKind.of(Problem("format", message, "", hint))
    return _WRITERS[suffix]


def _csv(rows: list[dict[str, Any]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        values = ("" if value is None else str(value) for value in row.values())
        writer.writerow([no_formula(value) for value in values])
    return buffer.getvalue().encode()


def _json(rows: list[dict[str, Any]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    _frame(rows).write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _xlsx(rows: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    # Text stays text, whatever it begins with: Polars turns formulas off.
    _frame(rows).write_excel(buffer, worksheet="rescore")
    return buffer.getvalue()


def _frame(rows: list[dict[str, Any]]) -> Any:
    from audit.columnar.library import pl

    kinds: dict[str, tuple[Any, Callable[[Any], Any]]] = {
        "text": (pl.String(), str),
        "day": (pl.Date(), date.fromisoformat),
        "points": (pl.Decimal(5, 1), Decimal),
        "count": (pl.Int32(), int),
    }
    found: list[pl.Series] = []
    for name, kind in COLUMNS.items():
        dtype, turn = kinds[kind]
        cells = (row[name] for row in rows)
        values = [None if cell is None else turn(cell) for cell in cells]
        found.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(found)


_WRITERS: Mapping[str, Writer] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
}
