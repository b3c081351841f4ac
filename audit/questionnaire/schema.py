"""JSON Schema 2020-12 of a questionnaire's responses, for editors and forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES

if TYPE_CHECKING:
    from audit.questionnaire.model import Questionnaire

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What editors say where value and state do not fit.
_GIVE_VALUE = {
    "en": 'The state is "answered": write the value.',
    "uk": "У state стоїть «answered»: запишіть значення.",
    "ru": "В state стоит «answered»: запишите значение.",
}
_SET_STATE = {
    "en": 'A value counts only with the state "answered".',
    "uk": "Значення враховується, лише коли в state стоїть «answered».",
    "ru": "Значение учитывается, только когда в state стоит «answered».",
}
#: What editors write first where a value is more than a word or a number; ``$1`` is
#: where the cursor goes.
_SNIPPETS: dict[str, Any] = {
    "attachment": ["$1"],
    "contact": {"name": "$1", "role": "$2", "email": "$3"},
    "date": "${1:YYYY-MM-DD}",
    "duration": {"value": "^$1", "unit": "${2:h}"},
    "money": {"amount": "$1", "currency": "${2:EUR}"},
    "multi_choice": ["$1"],
}
_WAIVED = {
    "if": {"properties": {"state": {"const": "not_applicable"}}},
    "then": {
        "properties": {"justification": {"type": "string", "pattern": r"\S"}},
        "required": ["justification"],
    },
}


def response_schema(
    questionnaire: Questionnaire, envelope: dict[str, Any], language: str = "en"
) -> dict[str, Any]:
    """Return the schema of a response to this questionnaire.

    ``envelope`` is the schema of any response; its ``answers`` are narrowed to the
    questions here. No policy enters, so nothing of it can leak.
    """
    answer = envelope["$defs"]["Answer"]["properties"]
    answers = {
        "type": "object",
        "properties": {
            link_id: _answer(question, answer, language)
            for link_id, question in questionnaire.questions.items()
        },
        "additionalProperties": False,
    }
    definitions = {
        **envelope["$defs"],
        "country": {"enum": list(COUNTRIES)},
        "currency": {"enum": sorted(CURRENCIES)},
        "value_fits": _value_fits(language),
        "waived": _WAIVED,
    }
    about = {"description": envelope["properties"]["answers"].get("description", "")}
    return {
        **envelope,
        "$schema": _DIALECT,
        "$id": f"urn:audit:response:{questionnaire.id}:{questionnaire.version}",
        "title": pick(questionnaire.title, language),
        "properties": {**envelope["properties"], "answers": {**answers, **about}},
        "$defs": definitions,
    }


def _value_fits(language: str) -> dict[str, Any]:
    """Demand a value when the state says answered, and else none."""
    given = {"not": {"type": "null"}, "errorMessage": pick(_GIVE_VALUE, language)}
    absent = {"type": "null", "errorMessage": pick(_SET_STATE, language)}
    return {
        "if": {"properties": {"state": {"const": "answered"}}},
        "then": {"properties": {"value": given}, "required": ["value"]},
        "else": {"properties": {"value": absent}},
    }


def _answer(question: Any, shared: dict[str, Any], language: str) -> dict[str, Any]:
    """Return an answer's schema; ``shared`` are the keys that all answers have.

    No ``title``: editors show it and the description, and the text would stand twice.
    """
    text = pick(question.text, language)
    parts = [text, pick(question.help, language)] if question.help else [text]
    value = _shown(question, question.schema_of_value(), language)
    rules = ("value_fits", "waived") if _allows_na(question) else ("value_fits",)
    return {
        "type": "object",
        "description": "\n\n".join(parts),
        "properties": {
            **{key: {"$ref": f"#/$defs/Answer/properties/{key}"} for key in shared},
            "value": {"description": text, "anyOf": [value, {"type": "null"}]},
            "state": _state(question, shared["state"]),
        },
        "required": ["state"],
        "additionalProperties": False,
        "allOf": [{"$ref": f"#/$defs/{rule}"} for rule in rules],
    }


def _state(question: Any, state: dict[str, Any]) -> dict[str, Any]:
    """Return the states that this question can have."""
    said = dict(zip(state["enum"], state.get("enumDescriptions", ()), strict=False))
    kept = [s for s in state["enum"] if s != "not_applicable" or _allows_na(question)]
    shown = {"enumDescriptions": [said[s] for s in kept]} if said else {}
    return {**state, "enum": kept, **shown}


def _allows_na(question: Any) -> bool:
    return bool(question.allow_not_applicable)


def _shown(kind: Any, schema: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a value's schema with what editors show: labels, columns, a snippet."""
    labels = {o.code: pick(o.label, language) for o in getattr(kind, "options", ())}
    shown: dict[str, Any] = _labelled(schema, labels)
    body = _SNIPPETS.get(kind.type)
    if columns := getattr(kind, "columns", ()):
        cells = shown["items"]["properties"]
        for column in columns:
            text = {"description": pick(column.text, language)}
            cells[column.id] = {**_shown(column, cells[column.id], language), **text}
        body = [{c.id: f"^${n}" for n, c in enumerate(columns, 1) if c.required}]
    if body:
        shown["defaultSnippets"] = [{"label": _preview(body), "body": body}]
    return shown


def _preview(body: Any) -> str:
    """Return what a snippet writes: the preset words, and … where one fills in."""
    text = json.dumps(body)
    return re.sub(r'"\^\$\d+"|\$\{\d+:([\w-]+)\}|\$\d+', lambda m: m[1] or "…", text)


def _labelled(schema: Any, labels: dict[str, str]) -> Any:
    """Put the labels beside every enumeration of codes."""
    if isinstance(schema, list):
        return [_labelled(part, labels) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _labelled(part, labels) for key, part in schema.items()}
    codes = schema.get("enum", ())
    if codes and all(isinstance(code, str) and code in labels for code in codes):
        found["enumDescriptions"] = [labels[code] for code in codes]
    return found
