"""``enableWhen`` of FHIR → conditions of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.fhir_fields import Field, plain_value, value_of
from audit.importers.fhir_texts import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.importers.ledger import Ledger

_SAME = {"=": "is", "!=": "is_not"}
_MANY = {"=": "includes_any", "!=": "excludes"}
_ORDER = {">": "above", "<": "below", ">=": "at_least", "<=": "at_most"}
_ASKED = "the question is always asked"


def gate_of(
    item: dict[str, Any], where: str, fields: Mapping[str, Field], ledger: Ledger
) -> dict[str, Any] | None:
    """Return an item's own condition; None when there is none that can be said.

    Of parts that must all hold, one that cannot be said is left out; of parts of which
    any may hold it takes the others with it. Either way nothing is hidden by mistake.
    """
    parts: list[dict[str, Any]] = []
    places = [f"{where}/enableWhen/{n}" for n in range(len(listed(item, "enableWhen")))]
    lost = False
    behaviour = str(item.get("enableBehavior", "all" if len(places) < 2 else ""))
    for place, part in zip(places, listed(item, "enableWhen"), strict=True):
        try:
            parts.append(_leaf(part, fields, behaviour))
        except ValueError as error:
            lost = True
            ledger.lose(place, part, f"the condition: {error}", _ASKED)
    if lost and behaviour != "all":
        _lose_rest(places, item, ledger)
        return None
    for place in places:
        if not ledger.knows(place):
            ledger.carry(place, "enable_when")
    if parts and "enableBehavior" in item:
        ledger.carry(f"{where}/enableBehavior", "enable_when")
    if len(parts) < 2:
        return parts[0] if parts else None
    return {behaviour: parts}


def _lose_rest(places: list[str], item: dict[str, Any], ledger: Ledger) -> None:
    for place, part in zip(places, item["enableWhen"], strict=True):
        if not ledger.knows(place):
            why = "the condition: another part of it cannot be said"
            ledger.lose(place, part, why, _ASKED)


def _leaf(part: Any, fields: Mapping[str, Field], behaviour: str) -> dict[str, Any]:
    if behaviour not in {"all", "any"}:
        raise ValueError("'enableBehavior' does not say whether all must hold")
    if not isinstance(part, dict):
        raise ValueError("it is no condition")  # noqa: TRY004 - all go the same way
    field = fields.get(str(part.get("question")))
    if field is None:
        raise ValueError(f"no question has the linkId '{part.get('question')}'")
    if not isinstance(part.get("operator"), str):
        raise ValueError("it names no operator")  # noqa: TRY004 - all go the same way
    test = _test(part["operator"], value_of(part, "answer")[1], field)
    if not field.column:
        return {"answer": field.link_id, **test}
    if "answered" in test:
        return {"answer": field.link_id, "rows_at_least": 1}
    return {"answer": field.link_id, "any_row": {"column": field.column, **test}}


def _test(operator: str, value: Any, field: Field) -> dict[str, Any]:
    if operator == "exists":
        if value is not True:
            raise ValueError("that nothing was answered is never a fact here")
        return {"answered": True}
    if field.kind not in {
        "boolean",
        "choice",
        "multi_choice",
        "integer",
        "decimal",
        "text",
    }:
        raise ValueError(f"a {field.kind} is not compared with a value")
    constant = plain_value(field, value)
    if operator in _ORDER and field.kind in {"integer", "decimal"}:
        return {_ORDER[operator]: constant}
    if operator not in _SAME:
        raise ValueError(f"'{operator}' does not fit a {field.kind}")
    if field.kind == "multi_choice":
        return {_MANY[operator]: [constant]}
    return {_SAME[operator]: constant}
