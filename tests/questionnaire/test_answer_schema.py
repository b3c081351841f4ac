"""The published schema of an answer and our own checks give the same verdict."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from audit.cases import Loaded, check_questionnaire, check_response
from audit.checking import schema_problems
from audit.errors import InputError
from audit.issuing import envelope_schema
from audit.questionnaire.model import Questionnaire
from audit.questionnaire.schema import response_schema
from tests import builders
from tests.builders import document, question, questionnaire, response


def loaded() -> Loaded[Questionnaire]:
    always = question("always", "decimal", min=0.1, max=0.3)
    waivable = question("waivable", "boolean", allow_not_applicable=True)
    return check_questionnaire(document(questionnaire(always, waivable)))


def verdicts(link_id: str, answer: Any) -> tuple[bool, bool]:
    """Return what the check and the published schema say of one answer."""
    asked = loaded()
    filled = response({}, builders.item("iso"))
    data = document({**filled, "answers": {link_id: answer}})
    try:
        check_response(data, asked)
        accepted = True
    except InputError:
        accepted = False
    return accepted, not list(schema_problems(data.data, asked))


YES = {"state": "answered", "value": True}
NA = {"state": "not_applicable", "justification": "None here."}
GOOD_ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "value": ("waivable", YES),
    "at_least": ("always", {"state": "answered", "value": 0.1}),
    "at_most": ("always", {"state": "answered", "value": 0.3}),
    "unknown": ("always", {"state": "unknown"}),
    "declined": ("always", {"state": "declined", "value": None}),
    "not_applicable": ("waivable", NA),
    "evidence": ("waivable", {**YES, "evidence": ["iso"]}),
    "comment": ("waivable", {**YES, "comment": "c" * 2000}),
    "comment_empty": ("waivable", {**YES, "comment": ""}),
    "comment_null": ("waivable", {**YES, "comment": None}),
    "justification_empty": ("waivable", {**YES, "justification": ""}),
    "justification_null": ("waivable", {**YES, "justification": None}),
    "respondent_null": ("waivable", {**YES, "respondent": None}),
}
BAD_ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "below": ("always", {"state": "answered", "value": 0.09}),
    "above": ("always", {"state": "answered", "value": 0.31}),
    "no_state": ("waivable", {"value": True}),
    "state": ("waivable", {"state": "yes"}),
    "no_value": ("waivable", {"state": "answered"}),
    "null_value": ("waivable", {"state": "answered", "value": None}),
    "wrong_value": ("waivable", {"state": "answered", "value": "yes"}),
    "value_beside_unknown": ("waivable", {"state": "unknown", "value": True}),
    "value_beside_na": ("waivable", {**NA, "value": False}),
    "always_applies": ("always", NA),
    "no_justification": ("waivable", {"state": "not_applicable"}),
    "na_null_justification": ("waivable", {**NA, "justification": None}),
    "na_empty_justification": ("waivable", {**NA, "justification": ""}),
    "na_blank_justification": ("waivable", {**NA, "justification": " \n"}),
    "unknown_key": ("waivable", {**YES, "score": 5}),
    "unknown_question": ("other", YES),
    "comment_long": ("waivable", {**YES, "comment": "c" * 2001}),
    "evidence_null": ("waivable", {**YES, "evidence": None}),
    "evidence_form": ("waivable", {**YES, "evidence": ["a b"]}),
    "evidence_number": ("waivable", {**YES, "evidence": [1]}),
    "respondent_empty": ("waivable", {**YES, "respondent": ""}),
    "respondent_long": ("waivable", {**YES, "respondent": "r" * 301}),
}
#: Answers that only the check can refuse: they name something elsewhere in the file.
NAMING: dict[str, dict[str, Any]] = {
    "no_such_evidence": {**YES, "evidence": ["soc"]},
    "no_such_respondent": {**YES, "respondent": "nobody"},
}


@pytest.mark.parametrize("name", GOOD_ANSWERS)
def test_a_good_answer_passes_the_check_and_the_schema(name: str) -> None:
    assert verdicts(*GOOD_ANSWERS[name]) == (True, True)


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_is_refused_by_the_check_and_the_schema(name: str) -> None:
    assert verdicts(*BAD_ANSWERS[name]) == (False, False)


@pytest.mark.parametrize("name", NAMING)
def test_a_name_of_nothing_is_refused_by_the_check_alone(name: str) -> None:
    assert verdicts("waivable", NAMING[name]) == (False, True)


@pytest.mark.parametrize(
    ("language", "title", "help_text"),
    [("en", "Yes?", "Say so."), ("uk", "Так?", "Say so."), ("ru", "Yes?", "Скажите.")],
)
def test_the_schema_speaks_the_language_of_the_form(
    language: str, title: str, help_text: str
) -> None:
    asked = question(
        "q",
        text={"en": "Yes?", "uk": "Так?"},
        help={"en": "Say so.", "ru": "Скажите."},
    )
    record = builders.record(asked)
    schema = response_schema(record, envelope_schema(), language)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:audit:response:tiny:1.0.0"
    answer = schema["properties"]["answers"]["properties"]["q"]
    assert answer["description"] == f"{title}\n\n{help_text}"
    # Editors show a title before the description; the question would stand twice.
    assert "title" not in answer
    assert answer["properties"]["value"]["description"] == title


@pytest.mark.parametrize(
    ("language", "label", "state", "comment"),
    [
        ("en", "Yes", "We do not know.", "Whatever the reader should know"),
        ("uk", "Так", "Не знаємо.", "Що ще варто знати"),
        ("ru", "Да", "Не знаем.", "Что ещё стоит знать"),
    ],
)
def test_codes_states_and_keys_are_told_in_the_language_of_the_form(
    language: str, label: str, state: str, comment: str
) -> None:
    labels = {"en": "Yes", "uk": "Так", "ru": "Да"}
    codes = [{"code": "yes", "label": labels}, {"code": "no", "label": {"en": "No"}}]
    record = builders.record(question("q", "choice", options=codes))
    schema = response_schema(record, envelope_schema(language), language)
    answer = schema["properties"]["answers"]["properties"]["q"]["properties"]
    value = answer["value"]["anyOf"][0]
    assert value["enumDescriptions"] == [label, "No"]
    told = dict(
        zip(answer["state"]["enum"], answer["state"]["enumDescriptions"], strict=True)
    )
    assert told["unknown"] == state
    assert "not_applicable" not in told
    shared = schema["$defs"]["Answer"]["properties"]["comment"]
    assert shared["description"].startswith(comment)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_key_of_a_response_is_explained_in_every_language(language: str) -> None:
    envelope = envelope_schema(language)
    english = envelope_schema("en")
    for name, record in [("", envelope), *envelope["$defs"].items()]:
        plain = english["$defs"][name] if name else english
        for key, part in record["properties"].items():
            if (name, key) in {("", "$schema"), ("Answer", "value")}:
                continue
            told = part["description"]
            assert told, (name, key)
            assert language == "en" or told != plain["properties"][key]["description"]
