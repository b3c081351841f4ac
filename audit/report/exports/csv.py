"""Gaps as CSV, one line each; days are ISO 8601 and numbers have a point."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.report.gap_table import Value, gap_header, gap_row
from audit.report.spreadsheet_text import no_formula

if TYPE_CHECKING:
    from audit.report.export import Export


def export(given: Export) -> bytes:
    """Return the table; a text that a spreadsheet would run as a formula is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(gap_header(given.language))
    for gap in given.gaps:
        writer.writerow([_cell(value) for value in gap_row(given, gap)])
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return format(float(value), ".12g")
    return value.isoformat() if isinstance(value, date) else no_formula(value)
