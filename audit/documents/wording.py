"""Pydantic's error types in plain words, with a hint where one helps."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit.documents.positions import MAX_ECHO, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXPECTED = {
    "a text": "string_type string_sub_type string_unicode",
    "a whole number": "int_type int_parsing int_from_float",
    "a number": "float_type float_parsing decimal_type decimal_parsing",
    "true or false": "bool_type bool_parsing",
    "a map of keys and values": "dict_type model_type model_attributes_type "
    "mapping_type dataclass_type",
    "a list": "list_type tuple_type set_type frozen_set_type iterable_type",
    "a date such as 2026-01-31": "date_type date_parsing date_from_datetime_parsing "
    "date_from_datetime_inexact",
    "a date and time such as 2026-01-31T09:00:00Z": "datetime_type datetime_parsing "
    "datetime_from_date_parsing",
    "no value": "none_required",
}
_TYPES = {kind: text for text, kinds in _EXPECTED.items() for kind in kinds.split()}
_LIMITS = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "is too short; at least {min_length} characters needed",
    "string_too_long": "is too long; at most {max_length} characters fit",
    "too_short": "has too few entries; at least {min_length} needed",
    "too_long": "has too many entries; at most {max_length} fit",
    "string_pattern_mismatch": "does not have the form {pattern}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "finite_number": "must be a finite number",
}
_CHOICES = {
    "literal_error": "expected",
    "enum": "expected",
    "union_tag_invalid": "expected_tags",
}
#: Pydantic's error type -> our code; every other one is ``schema-value``.
CODES = {
    "missing": "schema-missing-key",
    "union_tag_not_found": "schema-missing-key",
    "extra_forbidden": "schema-unknown-key",
    **dict.fromkeys(_TYPES, "schema-type"),
    **dict.fromkeys(_CHOICES, "schema-choice"),
}
_QUOTED = re.compile(r"'([^']*)'")


def message_of(detail: Any, value: Any) -> str:
    """Return what is wrong in plain words; the value is cut to 80 characters."""
    kind, context = detail["type"], detail.get("ctx", {})
    got = f", got {shown(value)}"
    if kind in _TYPES:
        return f"expected {_TYPES[kind]}{got}"
    if kind in _LIMITS:
        message = _LIMITS[kind].format(**context)
        return message if "length" in str(context) else message + got
    if kind in _CHOICES:
        return f"expected one of {', '.join(_choices(detail))}{got}"
    if kind in {"value_error", "assertion_error"}:
        # The model's own sentence, which may repeat the value at any length.
        return str(context.get("error", detail["msg"]))[: 2 * MAX_ECHO]
    text = str(detail["msg"])[: 2 * MAX_ECHO]
    return text.replace("Input should be", "expected") + got


def hint_of(detail: Any, value: Any) -> str:
    """Return what to do about an error, empty when the message says it all."""
    kind = detail["type"]
    if kind in _CHOICES:
        return close_match(value, _choices(detail))
    scalar = value is not None and not isinstance(value, dict | list)
    if kind == "string_type" and scalar:
        return "put it in quotes"
    if kind in {"dict_type", "model_type"} and isinstance(value, str):
        return "write keys and values under it"
    if _TYPES.get(kind) == "a list" and scalar:
        return "write one entry as a list too"
    return ""


def close_match(word: Any, known: Iterable[str]) -> str:
    """Return "did you mean …?" for a mistyped word, empty when nothing is near."""
    if not isinstance(word, str) or len(word) > MAX_ECHO:
        return ""
    close = get_close_matches(word, list(known), 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _choices(detail: Any) -> list[str]:
    text = str(detail["ctx"][_CHOICES[detail["type"]]])
    return _QUOTED.findall(text) or [text]
