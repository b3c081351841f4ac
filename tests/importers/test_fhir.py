"""FHIR: types, repeats, conditions with every operator, options, translations, answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audit.errors import InputError
from tests.importers.importing import (
    answers_of,
    forgotten,
    imported,
    questions,
    whys,
)

Plain = dict[str, Any]
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
BASE = "http://hl7.org/fhir/StructureDefinition/"


def item(link_id: str, kind: str, **over: Any) -> Plain:
    return {"linkId": link_id, "type": kind, "text": f"{link_id}?", **over}


def when(question: str, operator: str, **answer: Any) -> Plain:
    return {"question": question, "operator": operator, **answer}


def options(*codes: str) -> list[Plain]:
    return [
        {"valueCoding": {"system": "s", "code": c, "display": c.upper()}} for c in codes
    ]


def form(*items: Plain, **over: Any) -> Plain:
    about = {"resourceType": "Questionnaire", "id": "vendor-form", "url": "http://x/q"}
    return {
        **about,
        "version": "2.1",
        "title": "Form",
        "date": "2026-05-01T10:00:00Z",
        **over,
        "item": list(items),
    }


def filled(*items: Plain, **over: Any) -> Plain:
    about = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    return {
        **about,
        "questionnaire": "http://x/q|2.1",
        "authored": "2026-06-02",
        **over,
        "item": list(items),
    }


def given(link_id: str, *values: Plain, **over: Any) -> Plain:
    return {"linkId": link_id, "answer": list(values), **over}


def read(data: Plain, *responses: Plain, bom: bytes = b"") -> Any:
    raw = bom + json.dumps(data).encode()
    files = tuple((f"r{n}.json", json.dumps(r)) for n, r in enumerate(responses))
    done = imported(raw, "form.json", answers=files)
    assert forgotten(data, done) == []
    for number, response in enumerate(responses):
        assert forgotten(response, done, f"r{number}.json") == []
    return done


def test_types_units_bounds_and_groups_come_over() -> None:
    unit = {"url": f"{BASE}questionnaire-unit", "valueCoding": {"code": "h"}}
    data = form(
        item(
            "g",
            "group",
            prefix="1.",
            item=[
                item("b", "boolean", required=True),
                item(
                    "i",
                    "integer",
                    extension=[{"url": f"{BASE}maxValue", "valueInteger": 9}],
                ),
                item("d", "decimal"),
                item("day", "date"),
                item("t", "string", maxLength=20),
                item("q", "quantity", extension=[unit]),
                item("c", "choice", answerOption=options("x", "y")),
                item("m", "choice", repeats=True, answerOption=options("x", "y")),
                item("f", "attachment"),
            ],
        )
    )
    done = read(data, bom=b"\xef\xbb\xbf")
    asked = done.imported.questionnaire
    assert (asked["id"], asked["version"], asked["date"]) == (
        "vendor-form",
        "2.1.0",
        "2026-05-01",
    )
    assert asked["sections"][0]["title"] == {"en": "1. g?"}
    found = questions(done)
    kinds = [question["type"] for question in found.values()]
    assert kinds == [
        "boolean",
        "integer",
        "decimal",
        "date",
        "text",
        "decimal",
        "choice",
        "multi_choice",
        "attachment",
    ]
    assert found["b"]["required"] is True
    assert found["d"]["required"] is False
    assert found["i"]["max"] == 9
    assert found["t"]["max_length"] == 20
    assert found["q"]["unit"] == "h"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when("b", "=", answerBoolean=True), {"answer": "b", "is": True}),
        (when("b", "!=", answerBoolean=True), {"answer": "b", "is_not": True}),
        (when("i", ">", answerInteger=3), {"answer": "i", "above": 3}),
        (when("i", "<", answerInteger=3), {"answer": "i", "below": 3}),
        (when("i", ">=", answerInteger=3), {"answer": "i", "at_least": 3}),
        (when("i", "<=", answerInteger=3), {"answer": "i", "at_most": 3}),
        (
            when("c", "=", answerCoding={"system": "s", "code": "x"}),
            {"answer": "c", "is": "x"},
        ),
        (
            when("m", "=", answerCoding={"code": "y"}),
            {"answer": "m", "includes_any": ["y"]},
        ),
        (
            when("m", "!=", answerCoding={"code": "y"}),
            {"answer": "m", "excludes": ["y"]},
        ),
        (when("t", "exists", answerBoolean=True), {"answer": "t", "answered": True}),
        (
            when("r", "=", answerString="a"),
            {"answer": "r", "any_row": {"column": "value", "is": "a"}},
        ),
        (when("r", "exists", answerBoolean=True), {"answer": "r", "rows_at_least": 1}),
    ],
)
def test_every_operator_is_translated(condition: Plain, expected: Plain) -> None:
    done = read(form(*asked_before(), item("z", "string", enableWhen=[condition])))
    assert questions(done)["z"]["enable_when"] == expected


def asked_before() -> list[Plain]:
    return [
        item("b", "boolean"),
        item("i", "integer"),
        item("c", "choice", answerOption=options("x", "y")),
        item("m", "choice", repeats=True, answerOption=options("x", "y")),
        item("t", "string"),
        item("r", "string", repeats=True),
        item("day", "date"),
    ]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (when("t", "exists", answerBoolean=False), "never a fact"),
        (when("gone", "=", answerBoolean=True), "no question has the linkId 'gone'"),
        (when("c", "=", answerCoding={"code": "w"}), "none of the options"),
        (when("t", ">", answerString="a"), "'>' does not fit a text"),
        (when("day", "=", answerDate="2026-01-01"), "a date is not compared"),
        (when("b", "is", answerBoolean=True), "'is' does not fit"),
        ({"question": "b"}, "names no operator"),
    ],
)
def test_a_condition_that_cannot_be_said_hides_nothing_bad(
    condition: Plain, reason: str
) -> None:
    done = read(form(*asked_before(), item("z", "string", enableWhen=[condition])))
    assert "enable_when" not in questions(done)["z"]
    assert reason in whys(done)["/item/7/enableWhen/0"]


@pytest.mark.parametrize("behaviour", ["all", "any"])
def test_several_conditions_are_joined_as_the_behaviour_says(behaviour: str) -> None:
    both = [when("b", "=", answerBoolean=True), when("i", ">", answerInteger=1)]
    gated = item("z", "string", enableWhen=both, enableBehavior=behaviour)
    done = read(form(*asked_before(), gated))
    expected = [{"answer": "b", "is": True}, {"answer": "i", "above": 1}]
    assert questions(done)["z"]["enable_when"] == {behaviour: expected}


@pytest.mark.parametrize(
    ("behaviour", "kept"),
    [
        ({"enableBehavior": "all"}, {"answer": "b", "is": True}),
        ({"enableBehavior": "any"}, None),
        ({}, None),
    ],
)
def test_what_cannot_be_said_never_narrows_a_condition_bad(
    behaviour: Plain, kept: Plain | None
) -> None:
    both = [
        when("b", "=", answerBoolean=True),
        when("t", "exists", answerBoolean=False),
    ]
    done = read(
        form(*asked_before(), item("z", "string", enableWhen=both, **behaviour))
    )
    assert questions(done)["z"].get("enable_when") == kept


def test_the_condition_of_a_group_holds_for_what_is_in_it() -> None:
    inner = item("z", "string", enableWhen=[when("i", ">", answerInteger=1)])
    group = item(
        "g", "group", enableWhen=[when("b", "=", answerBoolean=True)], item=[inner]
    )
    done = read(form(*asked_before(), group))
    assert questions(done)["z"]["enable_when"] == {
        "all": [{"answer": "b", "is": True}, {"answer": "i", "above": 1}]
    }


def test_options_come_from_a_value_set_in_the_file() -> None:
    include = {"system": "s", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}
    inside = {"resourceType": "ValueSet", "id": "vs", "compose": {"include": [include]}}
    done = read(form(item("c", "choice", answerValueSet="#vs"), contained=[inside]))
    assert [o["code"] for o in questions(done)["c"]["options"]] == ["a", "b"]


def test_codes_that_stand_elsewhere_leave_a_question_for_text_bad() -> None:
    done = read(form(item("c", "choice", answerValueSet="http://elsewhere/vs")))
    assert questions(done)["c"]["type"] == "text"
    assert "do not stand in this file" in whys(done)["/item/0/answerValueSet"]


def test_one_option_alone_is_asked_as_yes_or_no() -> None:
    data = form(item("c", "choice", answerOption=options("x")))
    done = read(data, filled(given("c", {"valueCoding": {"code": "x"}})))
    assert questions(done)["c"]["text"] == {"en": "c?: X"}
    assert answers_of(done)["c"]["value"] is True


def translated(text: str, language: str) -> Plain:
    inner = [
        {"url": "lang", "valueCode": language},
        {"url": "content", "valueString": text},
    ]
    return {"extension": [{"url": TRANSLATION, "extension": inner}]}


def test_a_language_that_every_text_has_comes_over() -> None:
    data = form(
        item("b", "boolean", _text=translated("Так?", "uk")),
        _title=translated("Форма", "uk"),
    )
    done = read(data)
    assert done.imported.questionnaire["languages"] == ["en", "uk"]
    assert questions(done)["b"]["text"] == {"en": "b?", "uk": "Так?"}


def test_a_language_that_one_text_lacks_is_lost_and_said_bad() -> None:
    done = read(form(item("b", "boolean", _text=translated("Так?", "uk"))))
    assert done.imported.questionnaire["languages"] == ["en"]
    assert "only 1 of" in whys(done)["language uk"]
    other = read(form(item("b", "boolean", _text=translated("Ja?", "de"))))
    assert "'de'" in whys(other)["/item/0/_text/extension/0"]


def site_form() -> Plain:
    parts = [
        item("name", "string", required=True),
        item(
            "seats", "integer", enableWhen=[when("name", "exists", answerBoolean=True)]
        ),
        item("kind", "choice", answerOption=options("own", "let")),
    ]
    return form(item("sites", "group", repeats=True, item=parts))


def test_a_repeating_group_is_a_table_and_its_repetitions_are_rows() -> None:
    rows = [
        {
            "linkId": "sites",
            "item": [
                given("name", {"valueString": n}),
                given("seats", {"valueInteger": s}),
            ],
        }
        for n, s in (("Kyiv", 40), ("Lviv", 12))
    ]
    rows[0]["item"].append(
        given("kind", {"valueCoding": {"system": "s", "code": "own"}})
    )
    done = read(site_form(), filled(*rows))
    table = questions(done)["sites"]
    assert table["type"] == "table"
    assert [(c["id"], c["required"]) for c in table["columns"]] == [
        ("name", True),
        ("seats", False),
        ("kind", False),
    ]
    assert answers_of(done)["sites"]["value"] == [
        {"name": "Kyiv", "seats": 40, "kind": "own"},
        {"name": "Lviv", "seats": 12},
    ]
    assert "cells of a row" in whys(done)["/item/0/item/1/enableWhen"]


def test_a_row_without_its_name_makes_the_table_unknown_bad() -> None:
    row = {"linkId": "sites", "item": [given("seats", {"valueInteger": 4})]}
    done = read(site_form(), filled(row))
    assert answers_of(done)["sites"]["state"] == "unknown"


def test_a_group_that_fits_in_no_table_is_asked_once_bad() -> None:
    inner = item("g", "group", item=[item("b", "boolean")])
    done = read(form(item("many", "group", repeats=True, item=[inner])))
    assert list(questions(done)) == ["b"]
    assert "no table" in whys(done)["/item/0/repeats"]


def test_answers_below_answers_and_in_groups_are_found() -> None:
    below = item("why", "string")
    data = form(item("g", "group", item=[item("b", "boolean", item=[below])]))
    nested = given("why", {"valueString": "Because."})
    answer = {"valueBoolean": True, "item": [nested]}
    done = read(data, filled({"linkId": "g", "item": [given("b", answer)]}))
    assert answers_of(done)["b"]["value"] is True
    assert answers_of(done)["why"]["value"] == "Because."
    (response,) = done.imported.responses
    assert response["authored"] == "2026-06-02"
    assert "attestation" not in response


@pytest.mark.parametrize(
    ("link_id", "answers", "reason"),
    [
        ("i", [{"valueString": "three"}], "whole number"),
        ("c", [{"valueCoding": {"code": "w"}}], "none of the options"),
        ("b", [{"valueBoolean": True}, {"valueBoolean": False}], "several answers"),
        ("day", [{"valueDate": "2026-13"}], "expected a date"),
    ],
)
def test_an_answer_that_does_not_fit_is_unknown_bad(
    link_id: str, answers: list[Plain], reason: str
) -> None:
    done = read(form(*asked_before()), filled(given(link_id, *answers)))
    answer = answers_of(done)[link_id]
    assert answer["state"] == "unknown"
    assert answer["comment"].startswith("In the imported file: ")
    assert any(reason in why for why in whys(done).values())


def test_answers_to_nothing_and_to_another_form_are_said_bad() -> None:
    stray = filled(
        given("gone", {"valueBoolean": True}), questionnaire="http://x/other"
    )
    done = read(form(item("b", "boolean")), stray)
    assert "no such linkId" in whys(done)["r0.json:/item/0/answer"]
    assert "another questionnaire" in whys(done)["r0.json:/questionnaire"]


def test_r5_is_told_by_what_it_renamed() -> None:
    r4 = form(item("c", "choice", answerOption=options("x", "y")))
    r5 = form(item("c", "coding", answerOption=options("x", "y")))
    assert [read(data).imported.version for data in (r4, r5)] == ["R4", "R5"]


def test_a_response_alone_is_refused_with_what_to_give_bad() -> None:
    with pytest.raises(InputError, match="give the Questionnaire"):
        imported(json.dumps(filled(given("b", {"valueBoolean": True}))), "r.json")
