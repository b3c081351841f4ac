"""What stands in a cell → a value of the question's type; ValueError when it is none.

Nothing is guessed: a day is a date cell or YYYY-MM-DD, a number has no unit, an option
is its label or code.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.importers.mapping import TableMapping
    from audit.importers.tables import Cell

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def read_cell(cell: Cell, field: dict[str, Any], mapping: TableMapping) -> Any:
    """Return the value that a cell gives a question."""
    kind = field["type"]
    if kind == "boolean":
        return _boolean(cell, mapping)
    if kind in {"integer", "decimal"}:
        return _number(cell)
    if kind == "date":
        return cell.value.isoformat() if isinstance(cell.value, date) else cell.text
    if kind == "choice":
        return _code(cell.text, field)
    if kind == "multi_choice":
        parts = filter(None, (p.strip() for p in cell.text.split(mapping.separator)))
        return [_code(part, field) for part in parts]
    return cell.text


def _boolean(cell: Cell, mapping: TableMapping) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    said = cell.text.casefold()
    for words, value in ((mapping.yes, True), (mapping.no, False)):
        if said in {word.strip().casefold() for word in words}:
            return value
    known = ", ".join((*mapping.yes, *mapping.no))
    raise ValueError(f"neither yes nor no; known words: {known}")


def _number(cell: Cell) -> int | Decimal:
    if isinstance(cell.value, int | Decimal) and not isinstance(cell.value, bool):
        return cell.value
    if not _NUMBER.fullmatch(cell.text):
        raise ValueError("not a plain number")
    try:
        number = Decimal(cell.text)
    except InvalidOperation:
        raise ValueError("not a plain number") from None
    return int(number) if number == number.to_integral_value() else number


def _code(text: str, field: dict[str, Any]) -> str:
    said = text.casefold()
    for option in field["options"]:
        labels = {label.casefold() for label in option["label"].values()}
        if said == option["code"] or said in labels:
            return str(option["code"])
    known = ", ".join(next(iter(o["label"].values())) for o in field["options"][:12])
    raise ValueError(f"none of the options: {known}")
