"""Documents that an import makes, as the bytes that are written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.documents import read_json

if TYPE_CHECKING:
    from audit.documents import Document


def json_bytes(data: Any) -> bytes:
    """Return plain data as indented JSON."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_number)
    return f"{text}\n".encode()


def as_document(data: Any, name: str) -> Document:
    """Return plain data read back from its bytes, so that faults have a place."""
    return read_json(json_bytes(data), name)


def _number(value: object) -> float:
    """Return a decimal as JSON writes it; readers took only what a double holds."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
