"""The type of a FHIR item → a question type with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.importers.fhir_fields import CODED, PLAIN, TEXTS
from audit.importers.fhir_texts import MAX_OPTIONS, choices, listed, options_of, word

if TYPE_CHECKING:
    from audit.importers.draft import Draft

_BASE = "http://hl7.org/fhir/StructureDefinition/"
_UNIT = f"{_BASE}questionnaire-unit"
_BOUNDS = {f"{_BASE}minValue": "min", f"{_BASE}maxValue": "max"}
_MAX_TEXT = 10_000
_OPEN = {"optionsOrType", "optionsOrString"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A question type, its keys, and what conditions and answers must know of it."""

    kind: str
    rest: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    #: linkId -> column and its shape, in a table.
    columns: dict[str, tuple[str, Shape]] = field(default_factory=dict)
    #: What follows the question's text: the only option there is.
    beside: str = ""


def shape_of(
    draft: Draft, item: dict[str, Any], where: str, contained: dict[str, Any]
) -> Shape:
    """Return the shape of one question; what has no type here is asked as text."""
    kind = word(item, "type")
    has_options = listed(item, "answerOption") or "answerValueSet" in item
    if kind in CODED or has_options:
        return _choice(draft, item, where, contained)
    if kind in PLAIN:
        bounds = _bounds(draft, item, where) if kind != "boolean" else {}
        return Shape(PLAIN[kind], bounds)
    if kind == "quantity":
        unit, rest = _quantity(draft, item, where)
        return Shape("decimal", rest, unit) if unit else _text(draft, item, where, kind)
    if kind == "attachment":
        return Shape("attachment")
    return _text(draft, item, where, kind)


def _text(draft: Draft, item: dict[str, Any], where: str, kind: str) -> Shape:
    if kind not in {"string", "text"}:
        why = "there is no such type" if kind not in TEXTS else "it is asked as text"
        draft.ledger.lose(f"{where}/type", kind, why, "a question for text")
    longest = item.get("maxLength")
    if isinstance(longest, int) and 1 <= longest <= _MAX_TEXT:
        draft.ledger.carry(f"{where}/maxLength", "max_length")
        return Shape("text", {"max_length": longest})
    return Shape("text", {"max_length": _MAX_TEXT})


def _choice(
    draft: Draft, item: dict[str, Any], where: str, contained: dict[str, Any]
) -> Shape:
    count = len(list(choices(item, where, contained)))
    if count == 1 and word(item, "type") in CODED:
        return _yes_or_no(draft, item, where, contained)
    if not 2 <= count <= MAX_OPTIONS:
        return _without_options(draft, item, where, count)
    options, codes = options_of(draft, item, where, contained)
    if "answerValueSet" in item:
        draft.ledger.carry(f"{where}/answerValueSet", "options")
    if item.get("type") == "open-choice" or word(item, "answerConstraint") in _OPEN:
        at = "type" if item.get("type") == "open-choice" else "answerConstraint"
        why = "no answer beside the options can be given"
        draft.ledger.lose(f"{where}/{at}", item[at], why, "a choice")
    return Shape("choice", {"options": options}, codes=codes)


def _yes_or_no(
    draft: Draft, item: dict[str, Any], where: str, contained: dict[str, Any]
) -> Shape:
    """Return a question whether the only option applies."""
    options, codes = options_of(draft, item, where, contained)
    why = "one option alone is no choice"
    draft.ledger.lose(f"{where}/type", item["type"], why, "a yes/no question")
    label = options[0]["label"][draft.options.language]
    return Shape("boolean", codes=codes, beside=f": {label}")


def _without_options(
    draft: Draft, item: dict[str, Any], where: str, count: int
) -> Shape:
    at, why = f"{where}/type", "a choice has 2 to 300 options"
    if "answerValueSet" in item and not count:
        at, why = f"{where}/answerValueSet", "the codes do not stand in this file"
    what = item.get("answerValueSet", item.get("type"))
    draft.ledger.lose(at, what, why, "a question for text")
    return Shape("text", {"max_length": _MAX_TEXT})


def _bounds(draft: Draft, item: dict[str, Any], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for index, extension in enumerate(listed(item, "extension")):
        key = (
            _BOUNDS.get(str(extension.get("url")))
            if isinstance(extension, dict)
            else None
        )
        values = (
            [v for k, v in extension.items() if k.startswith("value")] if key else []
        )
        if key and len(values) == 1 and _fits(values[0], item["type"]):
            found[key] = values[0]
            draft.ledger.carry(f"{where}/extension/{index}", key)
    return found


def _fits(value: Any, kind: str) -> bool:
    if kind == "date":
        return isinstance(value, str) and len(value) == 10
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _quantity(
    draft: Draft, item: dict[str, Any], where: str
) -> tuple[str, dict[str, Any]]:
    for index, extension in enumerate(listed(item, "extension")):
        if isinstance(extension, dict) and extension.get("url") == _UNIT:
            coding = extension.get("valueCoding")
            unit = coding.get("code") if isinstance(coding, dict) else None
            if isinstance(unit, str) and 1 <= len(unit) <= 24:
                draft.ledger.carry(f"{where}/extension/{index}", "unit")
                return unit, {"unit": unit}
    return "", {}
