"""What is wrong or left is told at its place, in a list, and until it is mended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.builders import question, questionnaire
from tests.form.answering import fill_basics
from tests.form.conftest import form_of

if TYPE_CHECKING:
    from pathlib import Path


UNREADABLE = (
    ("seats", "many", "whole number"),
    ("seats", "12.5", "whole number"),
    ("seats", "-1", "least value is 0"),
    ("attrition", "101", "greatest value is 100"),
    ("attrition", "1,000", "a number in digits"),
    ("attrition", "0.12345678901234567890", "a number in digits"),
)


def test_what_cannot_be_read_is_told_and_kept(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.company()
    for link_id, typed, words in UNREADABLE:
        form.go("s-basics")
        form.type_in(link_id, typed)
        form.page.locator("#q-channel input").first.focus()
        assert words in form.text(f"#q-{link_id}_error")
        field = form.page.locator(f"#q-{link_id}_input")
        assert field.get_attribute("aria-invalid") == "true"
        form.go("finish")
        form.page.click("#download-response")
        assert words in form.text("#errors")
        form.focused("errors")
        form.page.click("#errors a")
        form.focused(f"q-{link_id}_input")
        assert field.input_value() == typed
        field.fill("7")
        assert form.page.locator(f"#q-{link_id}_error").is_hidden()
    answers = json.loads(form.export())["answers"]
    assert {i: a["value"] for i, a in answers.items()} == {"seats": 7, "attrition": 7}


def test_problems_are_grouped_by_section_and_counted(
    open_form: Any, tmp_path: Path
) -> None:
    asked = [question(f"number-{n}", "integer") for n in range(12)]
    form = open_form(form_of(tmp_path, questionnaire(*asked)))
    form.go("s-main")
    for n in range(12):
        form.type_in(f"number-{n}", "x")
    form.go("finish")
    form.page.click("#check")
    text = form.text("#errors")
    assert "Please correct first: 14" in text
    assert form.page.locator("#errors h4").count() == 2
    assert form.page.locator("#errors a").count() == 12
    assert "and more: 2" in text


def test_what_is_left_is_listed_with_links(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    fill_basics(form)
    form.go("finish")
    assert "Questions still open: 8" in form.text("#left")
    form.page.locator("#left a", has_text="Where is the company?").click()
    form.focused("q-home_input")
    assert form.text("#count-s-more") == "0/8"
    assert form.text("#count-s-basics") == "✓"


def test_what_a_row_lacks_is_told_in_one_line_and_marked_in_its_cells(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.go("s-more")
    form.page.click("#q-stores_input")
    form.page.fill("#q-stores_input-0-name", "Archive")
    form.page.fill("#q-stores_input-0-size", "many")
    form.go("finish")
    form.page.click("#check")
    lines = form.page.locator("#errors li").all_inner_texts()
    assert len(lines) == 2
    assert "Row 1, column “Size”: Write a whole number" in lines[0]
    assert "Row 1: still to be filled in: Own; Contents." in lines[1]
    form.page.locator("#errors a").nth(1).click()
    assert form.page.evaluate("document.activeElement.name") == "q-stores_input-0-own"
    marked = form.page.locator("#q-stores [aria-invalid]")
    ids = marked.evaluate_all("(all) => all.map((e) => e.id)")
    assert ids == ["q-stores_input-0-size"]


def test_open_questions_are_asked_about_before_the_submission_is_made(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.go("finish")
    form.page.click("#download-zip")
    assert "Questions still open: 13" in form.text("dialog")
    form.page.locator("dialog").get_by_role("button", name="What is left").click()
    form.focused("title-left")
    form.page.click("#download-zip")
    assert form.download("dialog button.primary")[:2] == b"PK"


def test_texts_that_are_too_long_are_told_at_their_field(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company("x" * 301)
    form.go("s-basics")
    form.question("seats").locator(".extra summary").click()
    form.page.fill("#q-seats_comment", "y" * 2001)
    form.go("finish")
    form.page.click("#check")
    assert "301 characters; at most 300 fit" in form.text("#errors")
    assert "2001 characters; at most 2000 fit" in form.text("#errors")
    form.page.locator("#errors a").nth(1).click()
    form.focused("q-seats_comment")
