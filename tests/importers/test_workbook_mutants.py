"""Workbooks with random cells exchanged: refused or imported whole, never a crash."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.errors import AuditError
from tests.importers.caiq_books import caiq_3, caiq_4
from tests.importers.cells import unaccounted
from tests.importers.hecvat_books import hecvat
from tests.importers.hostile import saved
from tests.importers.importing import imported
from tests.importers.test_hecvat import ANSWERS

ODD: tuple[Any, ...] = (
    None, True, 3, 2.5, "x", " ", "=A1", "N/A", "Yes", "DOCU-01", "A&A-01.1",
    dt.date(2026, 1, 1), "\N{RIGHT-TO-LEFT OVERRIDE}abc", "y" * 3000,
)  # fmt: skip
BOOKS = {
    "caiq-4": ("caiq", caiq_4()),
    "caiq-3": ("caiq", caiq_3(("x", None, None, "n"), (None, None, "x", "why"))),
    "hecvat": ("hecvat", hecvat(ANSWERS)),
}


def mutant(chance: random.Random, raw: bytes) -> bytes:
    book = load_workbook(io.BytesIO(raw))
    for _ in range(chance.randint(1, 5)):
        sheet = chance.choice(book.worksheets)
        cells = [c for row in sheet.iter_rows() for c in row if hasattr(c, "hyperlink")]
        cell: Any = chance.choice(cells)
        if type(cell).__name__ == "Cell":  # the first of a merged range, or a free one
            cell.value = chance.choice(ODD)
    return saved(book)


@pytest.mark.parametrize("name", BOOKS)
def test_a_changed_workbook_is_refused_or_accounted_for_whole(name: str) -> None:
    form, raw = BOOKS[name]
    chance = random.Random(name)
    read = 0
    for _ in range(12):
        changed = mutant(chance, raw)
        try:
            done = imported(changed, "book.xlsx", as_=form)
        except AuditError:
            continue
        read += 1
        assert unaccounted(changed, done) == 0
    assert read
