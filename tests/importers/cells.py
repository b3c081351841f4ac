"""Account for every filled cell of a workbook: carried, or lost alone or in a range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.importers.source import Source

if TYPE_CHECKING:
    from audit.importing import Import

_MANY = re.compile(r"([0-9]+) cells, the first: ")


def unaccounted(raw: bytes, done: Import) -> int:
    """Return how many filled cells are in neither list; below zero: told twice."""
    tables = Source("book.xlsx", raw).tables
    cells = [cell for table in tables for cell in table.cells if not cell.repeats]
    filled = {cell.where for cell in cells if cell.filled}
    told = {item.where for item in (*done.imported.carried, *done.imported.losses)}
    ranges = [loss for loss in done.imported.losses if _MANY.match(loss.what)]
    in_ranges = sum(int(found[1]) for r in ranges if (found := _MANY.match(r.what)))
    return len(filled) - len(filled & told) - in_ranges
