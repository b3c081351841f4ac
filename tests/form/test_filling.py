"""Filling in: every type, conditions, tables, waivers, progress, by mouse and by keys."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from audit import pipeline
from tests.builders import question, questionnaire
from tests.form.answering import EXPECTED, fill_all, fill_row
from tests.form.conftest import form_of

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 24)


def left(raw: bytes, form: Path, tmp_path: Path) -> list[str]:
    """Return what is left of an export that ``audit check`` must accept."""
    path = tmp_path / "response.json"
    path.write_bytes(raw)
    beside = str(form.with_name("questionnaire.json"))
    parts = pipeline.check_file(path, beside, DAY)
    return [link_id for part in parts for link_id in part.left]


def test_every_type_is_filled_in_exported_and_accepted(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    fill_all(form, tmp_path)
    raw = form.export()
    data = json.loads(raw)
    assert {i: a["value"] for i, a in data["answers"].items()} == EXPECTED
    assert list(data["answers"]) == list(EXPECTED)
    assert left(raw, every_type, tmp_path) == []
    assert form.text("#total-text") == "15 of 15 answered"
    assert "Every question has an answer" in form.text("#left")
    assert form.requests == [every_type.as_uri()]


def test_conditional_questions_come_and_go_by_the_keyboard_alone(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    page = form.page
    page.locator("#nav-s-basics").focus()
    page.keyboard.press("Enter")
    form.focused("title-s-basics")
    assert form.question("algorithm").is_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert form.question("algorithm").is_visible()
    assert form.question("key-age").is_hidden()
    form.says("flow", "Further questions came up: 1")
    form.type_in("algorithm", "AES")
    assert form.question("key-age").is_visible()
    page.locator("#q-encrypted input").first.focus()
    page.keyboard.press("ArrowDown")
    assert form.question("algorithm").is_hidden()
    assert form.question("key-age").is_hidden()
    assert "algorithm" not in json.loads(_with_company(form))["answers"]
    assert form.draft()["answers"]["algorithm"]["value"] == "AES"


def _with_company(form: Any) -> bytes:
    form.company()
    return form.export()


def test_the_whole_form_is_reached_and_left_by_the_tab_key(
    open_form: Any, every_type: Path
) -> None:
    page = open_form(every_type).page
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id"))
    assert {"language", "left-link", "vendor-name", "import", "do-not-keep"} <= seen
    assert {f"nav-{name}" for name in ("start", "s-basics", "finish")} <= seen


@pytest.mark.parametrize(
    ("state", "label"),
    [("unknown", "We do not know"), ("declined", "We decline to answer")],
)
def test_a_question_can_be_waived_and_keeps_what_was_typed(
    open_form: Any, every_type: Path, state: str, label: str
) -> None:
    form = open_form(every_type)
    form.go("s-basics")
    form.type_in("seats", "12")
    form.choose("seats", label)
    assert form.page.locator("#q-seats_input").is_disabled()
    assert json.loads(_with_company(form))["answers"] == {"seats": {"state": state}}
    form.go("s-basics")
    form.choose("seats", label)
    assert json.loads(form.export())["answers"]["seats"] == {
        "state": "answered",
        "value": 12,
    }


def test_not_applicable_is_offered_only_where_allowed_and_wants_a_reason(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.go("s-more")
    assert form.question("home").get_by_text("Does not apply to us").count() == 0
    form.choose("stores", "Does not apply to us")
    form.go("finish")
    form.page.click("#check")
    assert "why the question does not apply" in form.text("#errors")
    form.page.click("#errors a")
    form.page.fill("#q-stores_reason", "We store nothing.")
    answer = json.loads(raw := form.export())["answers"]["stores"]
    assert answer == {"state": "not_applicable", "justification": "We store nothing."}
    assert "stores" not in left(raw, every_type, tmp_path)


def test_rows_are_added_copied_and_removed(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    page = form.page
    form.company()
    form.go("s-more")
    fill_row(form)
    page.get_by_role("button", name="Duplicate row 1").click()
    form.focused("q-stores_input-1-name")
    page.fill("#q-stores_input-1-name", "Second")
    page.click("#q-stores_input")
    assert page.locator("#q-stores_input").is_disabled()
    page.get_by_role("button", name="Remove row 3").click()
    page.get_by_role("button", name="Remove row 1").click()
    page.get_by_role("button", name="Remove the row").click()
    form.says("flow", "Row 1 removed")
    rows = json.loads(form.export())["answers"]["stores"]["value"]
    assert rows == [{**EXPECTED["stores"][0], "name": "Second"}]


def test_an_empty_table_can_be_stated(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.company()
    form.go("s-more")
    form.choose("stores", "There is nothing to list")
    assert form.page.locator("#q-stores_input").is_disabled()
    assert json.loads(form.export())["answers"]["stores"]["value"] == []


def test_an_exclusive_option_stands_alone(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.company()
    form.go("s-basics")
    form.choose("channels", "Voice", "Chat", "Neither")
    assert json.loads(form.export())["answers"]["channels"]["value"] == ["none"]
    form.go("s-basics")
    form.choose("channels", "Chat")
    assert json.loads(form.export())["answers"]["channels"]["value"] == ["chat"]


def test_invisible_characters_of_pasted_text_are_dropped(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company("Ac\u200bme\u202e Calls")
    form.go("s-more")
    form.type_in("remarks", "so\u00adft")
    data = json.loads(form.export())
    assert data["vendor"]["name"] == "Acme Calls"
    assert data["answers"]["remarks"]["value"] == "soft"


def test_comment_and_respondent_stand_beside_the_answer(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.page.get_by_role("button", name="Add a person").click()
    form.page.fill("#respondent_name-person", "Olena")
    form.go("s-basics")
    form.type_in("seats", "1")
    form.question("seats").locator(".extra summary").click()
    form.page.fill("#q-seats_comment", "Since May.")
    form.page.select_option("#q-seats_respondent", "person")
    data = json.loads(form.export())
    assert data["respondents"] == [{"id": "person", "name": "Olena"}]
    assert data["answers"]["seats"] == {
        "state": "answered", "value": 1, "comment": "Since May.", "respondent": "person",
    }  # fmt: skip


def test_the_attestation_has_a_default_statement_in_the_language(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    assert "attestation" not in json.loads(form.export())
    form.page.fill("#attest-name", "Olena Koval")
    form.page.click("#check")
    assert "write the position" in form.text("#errors")
    form.page.fill("#attest-role", "CEO")
    form.page.fill("#attest-date", "2026-11-23")
    form.page.select_option("#language", "uk")
    given = json.loads(form.download("#download-response"))["attestation"]
    assert given["date"] == "2026-11-23"
    assert "правдиві та повні" in given["statement"]


def test_ids_that_are_words_of_javascript_are_ids_like_any_other(
    open_form: Any, tmp_path: Path
) -> None:
    columns = [
        {"id": "name", "type": "text", "text": {"en": "Name"}},
        {
            "id": "constructor",
            "type": "text",
            "text": {"en": "Builder"},
            "required": False,
        },
    ]
    asked = [
        question("constructor"),
        question("rows", "table", columns=columns, enable_when={"answer": "constructor", "answered": True}),
    ]  # fmt: skip
    form = open_form(form_of(tmp_path, questionnaire(*asked)))
    form.company()
    assert form.text("#total-text") == "0 of 1 answered"
    assert json.loads(form.export())["answers"] == {}
    form.go("s-main")
    form.choose("constructor", "Yes")
    form.page.click("#q-rows_input")
    form.page.fill("#q-rows_input-0-name", "A")
    answers = json.loads(form.export())["answers"]
    assert answers["rows"]["value"] == [{"name": "A"}]
    form.says("save", "Kept")
    form.again()
    assert form.draft()["answers"] == answers


def test_a_country_is_added_once_the_select_is_left(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    page = form.page
    form.go("s-more")
    page.locator("#q-places_input-add").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.locator("#q-places .marks li").count() == 0
    page.keyboard.press("Enter")
    assert page.locator("#q-places .marks li").count() == 1
    page.keyboard.press("ArrowDown")
    page.locator("#q-remarks_input").focus()
    chosen = form.draft()["answers"]["places"]["value"]
    assert len(chosen) == 2
    form.go("s-more")
    page.locator("#q-places .marks button").first.click()
    assert form.draft()["answers"]["places"]["value"] == chosen[1:]


def test_a_choice_is_taken_back(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.go("s-basics")
    clear = form.question("encrypted").get_by_role("button", name="Clear the choice")
    assert clear.is_hidden()
    form.choose("encrypted", "Yes")
    clear.click()
    assert form.label("encrypted", "Yes").is_checked() is False
    assert clear.is_hidden()
    assert form.draft()["answers"] == {}


def test_one_person_is_named_for_a_whole_section(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    for name in ("Olena", "Petro"):
        form.page.click("#add-respondent")
        form.page.keyboard.type(name)
    form.go("s-basics")
    form.type_in("seats", "1")
    form.type_in("attrition", "2")
    form.question("seats").locator(".extra summary").click()
    form.page.select_option("#q-seats_respondent", label="Petro")
    form.page.select_option("#who-basics", label="Olena")
    form.choose("channel", "Chat")
    people = {i: a.get("respondent") for i, a in form.draft()["answers"].items()}
    assert people == {"seats": "person-2", "attrition": "person", "channel": "person"}
    form.go("start")
    form.page.get_by_role("button", name="Remove Olena").click()
    answers = form.draft()["answers"]
    assert "respondent" not in answers["attrition"]
    form.go("s-basics")
    form.choose("encrypted", "No")
    assert "respondent" not in form.draft()["answers"]["encrypted"]


def test_a_question_mark_is_an_answer_like_any_other(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.go("s-more")
    form.type_in("remarks", "?")
    assert json.loads(form.export())["answers"]["remarks"]["value"] == "?"
