"""Repeating groups of FHIR → tables of one row a repetition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.importers.fhir_shapes import Shape, shape_of
from audit.importers.fhir_texts import listed, text_of, word
from audit.importers.names import Names

if TYPE_CHECKING:
    from audit.importers.draft import Draft

_MAX_COLUMNS = 20
_LONGEST_ID = 40
#: These have no column, or hold more than a cell can.
_NO_COLUMN = {"group", "display", "attachment"}


def fits_a_table(item: dict[str, Any]) -> bool:
    """Tell whether each part of a group is one cell of a row."""
    parts = listed(item, "item")
    return 1 <= len(parts) <= _MAX_COLUMNS and all(_is_cell(part) for part in parts)


def _is_cell(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and word(part, "type") not in _NO_COLUMN
        and not listed(part, "item")
        and part.get("repeats") is not True
    )


def columns_of(
    draft: Draft, item: dict[str, Any], where: str, contained: dict[str, Any]
) -> Shape:
    """Return the table of a group; conditions between its cells are lost."""
    names = Names("column", _LONGEST_ID, "_")
    columns, inner = [], {}
    for index, part in enumerate(listed(item, "item")):
        place = f"{where}/item/{index}"
        foreign = str(part.get("linkId", place))
        column = re.sub("-", "_", names.make(foreign))
        shape = shape_of(draft, part, place, contained)
        text = text_of(draft, part, "text", place, foreign)
        gated = bool(part.get("enableWhen"))
        if gated:
            why = "the condition: cells of a row are not asked by conditions"
            kept = "the cell may be left empty"
            draft.ledger.lose(f"{place}/enableWhen", part["enableWhen"], why, kept)
        required = part.get("required") is True and not gated
        columns.append(
            {"id": column, "type": shape.kind, "text": text, "required": required}
            | shape.rest
        )
        inner[foreign] = (column, shape)
        for key in ("linkId", "type", "required"):
            if key in part and not draft.ledger.knows(f"{place}/{key}"):
                draft.ledger.carry(f"{place}/{key}", f"column {column}")
    return Shape("table", {"columns": columns}, columns=inner)
