"""JSON Schema 2020-12 of a questionnaire's responses, for editors and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES

if TYPE_CHECKING:
    from audit.questionnaire.model import Questionnaire

STATES = ("answered", "not_applicable", "unknown", "declined", "unanswered")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def response_schema(
    questionnaire: Questionnaire, envelope: dict[str, Any], language: str = "en"
) -> dict[str, Any]:
    """Return the schema of a response to this questionnaire.

    ``envelope`` is the schema of any response; its ``answers`` are narrowed to the
    questions here. No policy enters, so nothing of it can leak.
    """
    answers = {
        "type": "object",
        "properties": {
            link_id: _answer(question, language)
            for link_id, question in questionnaire.questions.items()
        },
        "additionalProperties": False,
    }
    definitions = {
        **envelope.get("$defs", {}),
        "country": {"enum": list(COUNTRIES)},
        "currency": {"enum": sorted(CURRENCIES)},
    }
    return {
        **envelope,
        "$schema": _DIALECT,
        "$id": f"urn:audit:response:{questionnaire.id}:{questionnaire.version}",
        "title": pick(questionnaire.title, language),
        "properties": {**envelope["properties"], "answers": answers},
        "$defs": definitions,
    }


def _answer(question: Any, language: str) -> dict[str, Any]:
    states = [s for s in STATES if s != "not_applicable" or _allows_na(question)]
    parts = [pick(question.text, language)]
    if question.help:
        parts.append(pick(question.help, language))
    return {
        "type": "object",
        "title": pick(question.text, language),
        "description": "\n\n".join(parts),
        "properties": {
            "value": {"anyOf": [question.schema_of_value(), {"type": "null"}]},
            "state": {"enum": states},
        },
        "required": ["state"],
        "allOf": [{"$ref": "#/$defs/Answer"}, _value_when_answered(question)],
    }


def _allows_na(question: Any) -> bool:
    return bool(question.allow_not_applicable)


def _value_when_answered(question: Any) -> dict[str, Any]:
    """Demand the value when the state says answered, a reason when it says N/A."""
    return {
        "if": {"properties": {"state": {"const": "answered"}}, "required": ["state"]},
        "then": {
            "properties": {"value": question.schema_of_value()},
            "required": ["value"],
        },
        "else": {
            "properties": {"value": {"type": "null"}},
            "if": {"properties": {"state": {"const": "not_applicable"}}},
            "then": {
                "properties": {"justification": {"type": "string", "pattern": r"\S"}},
                "required": ["justification"],
            },
        },
    }
