"""What an item of a FHIR questionnaire became, for conditions and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

#: Kinds that FHIR knows by more names than one.
CODED = frozenset({"choice", "open-choice", "coding"})
TEXTS = frozenset(
    {"string", "text", "url", "dateTime", "time", "reference", "question"}
)
PLAIN = {
    "boolean": "boolean",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
}
#: The column of a question that may be answered several times.
ONLY_COLUMN = "value"


@dataclass(frozen=True, slots=True)
class Field:
    """A question, or a column of a table when ``column`` is set.

    ``codes`` gives our option for ``system|code``, the bare code and the shown text.
    """

    link_id: str
    kind: str
    unit: str = ""
    column: str = ""
    codes: dict[str, str] = field(default_factory=dict)


def value_of(answer: Any, prefix: str) -> tuple[str, Any]:
    """Return the key and content of a ``value[x]`` or ``answer[x]``; empty if none."""
    for key, value in answer.items() if isinstance(answer, dict) else ():
        if key.startswith(prefix) and key != prefix:
            return key, value
    return "", None


def plain_value(field: Field, value: Any) -> Any:
    """Return a value of FHIR as one of the field's type; ValueError if it is none."""
    if field.kind in {"choice", "multi_choice"}:
        return _code(field, value)
    if field.kind == "boolean" and field.codes:
        return bool(_code(field, value))
    if field.kind == "decimal" and isinstance(value, dict):
        return _amount(field, value)
    if isinstance(value, dict):
        shown = value.get("display") or value.get("reference") or value.get("code")
        if field.kind != "text" or not isinstance(shown, str):
            raise ValueError("it is made of parts")
        return shown
    if field.kind == "text" and not isinstance(value, str):
        return str(value)
    return value


def _code(field: Field, value: Any) -> str:
    keys = [value]
    if isinstance(value, dict):
        system, code = value.get("system"), value.get("code")
        keys = [f"{system}|{code}", code, value.get("display")]
    for key in keys:
        if isinstance(key, Decimal | int | str) and str(key) in field.codes:
            return field.codes[str(key)]
    raise ValueError("it is none of the options")


def _amount(field: Field, value: dict[str, Any]) -> Any:
    unit = value.get("code") or value.get("unit") or ""
    if unit != field.unit and value.get("unit") != field.unit:
        raise ValueError(f"it is in '{unit}', the question in '{field.unit}'")
    return value.get("value")
