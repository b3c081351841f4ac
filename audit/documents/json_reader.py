"""Read strict JSON: json.loads with hooks that refuse what parsers disagree about.

Good documents take the fast path only. A refused one is scanned again by
``json_scanner``, which finds every problem with its place.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from audit.canonical import digest
from audit.documents.document import Document
from audit.documents.json_places import JsonPlaces
from audit.documents.json_scanner import scan
from audit.documents.limits import (
    MAX_DEPTH,
    MAX_JSON_BYTES,
    MAX_VALUES,
    decode,
    real_number,
    too_many,
    whole_number,
)
from audit.errors import Problem, SyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

# Unclosed texts match to the end, so that no quote is looked at twice.
_TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_VALUE = re.compile(rf"{_TEXT}(?P<key>\s*+:)?|[\[{{]|[^\s,:\[\]{{}}\"]++", re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(
    raw: bytes,
    file: str,
    *,
    max_bytes: int = MAX_JSON_BYTES,
    max_values: int = MAX_VALUES,
) -> Document:
    """Return the document of strict JSON bytes; SyntaxProblem lists every fault."""
    text = decode(raw, file, "json", max_bytes)
    try:
        data = _loads(text, max_values)
    except (ValueError, RecursionError) as error:
        problems = scan(text, file, max_values)
        if not problems:  # the scanner must never be laxer than the parser
            problems = (Problem("json-syntax", str(error)[:200], file=file),)
        raise SyntaxProblem.of(*problems) from None
    return Document(data, file, digest(data), JsonPlaces(text))


def _loads(text: str, max_values: int) -> Any:
    if _holds_more(text, max_values):
        raise ValueError(too_many(max_values))
    data = json.loads(
        text,
        object_pairs_hook=_unique,
        parse_int=whole_number,
        parse_float=real_number,
        parse_constant=_refuse_constant,
    )
    if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(data):
        raise ValueError("nested too deep")
    if _SURROGATE_ESCAPE.search(text):
        # Pairs are fine and the parser joined them; encoding finds the lone ones.
        json.dumps(data, ensure_ascii=False, default=str).encode("utf-8")
    return data


def _holds_more(text: str, most: int) -> bool:
    """Tell whether a text holds more values than so many, before it is parsed.

    Every value but the first follows a comma or an opening bracket.
    """
    if text.count(",") + text.count("[") + text.count("{") < most:
        return False
    values = (found for found in _VALUE.finditer(text) if not found["key"])
    return next(islice(values, most, None), None) is not None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _too_deep(data: Any) -> bool:
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [
            child
            for container in level
            for child in _parts(container)
            if isinstance(child, dict | list)
        ]
    return bool(level)


def _parts(container: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container
