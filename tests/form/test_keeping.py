"""Where answers are kept: autosave, restore, erase, not at all, two languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.form.answering import EXPECTED, fill_basics
from tests.form.driver import Form

if TYPE_CHECKING:
    from pathlib import Path

KEY = "audit-form/every-type/1.0.0/every-type-response-1"


def test_answers_are_back_after_a_reload(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    fill_basics(form)
    form.page.select_option("#language", "uk")
    form.says("save", "Збережено в цьому браузері")
    form.again()
    form.says("load", "Ваші попередні відповіді відновлено: 7")
    form.go("s-basics")
    assert form.page.locator("#q-seats_input").input_value() == "38000"
    assert form.page.locator("#q-key-age_input-unit").input_value() == "mo"
    assert form.label("encrypted", "Так").is_checked()


def test_a_change_made_just_before_leaving_is_kept(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.go("s-basics")
    form.type_in("seats", "5")
    form.again()
    form.go("s-basics")
    assert form.page.locator("#q-seats_input").input_value() == "5"


def test_the_place_where_answers_are_kept_is_told(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    assert "Only in this browser" in form.text("#page-start")
    assert form.text("#status-save") == "Kept in this browser"
    form.page.fill("#vendor-name", "Acme")
    form.says("save", "Kept in this browser")
    assert list(form.kept()) == [KEY]


def test_erasing_asks_and_leaves_nothing(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.company()
    form.go("start")
    form.page.click("#erase")
    form.page.get_by_role("button", name="Cancel").click()
    assert form.page.input_value("#vendor-name") == "Acme Calls"
    form.page.click("#erase")
    form.page.locator("dialog").get_by_role("button", name="Erase").click()
    form.says("load", "All answers were erased")
    assert form.page.input_value("#vendor-name") == ""
    form.page.wait_for_timeout(600)
    assert "Acme" not in json.dumps(form.kept())


def test_nothing_is_kept_when_the_reader_says_so(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    form.go("start")
    form.page.check("#do-not-keep")
    form.says("save", "Not kept in this browser")
    form.page.fill("#vendor-name", "Secret")
    form.page.wait_for_timeout(600)
    assert form.kept() == {f"{KEY}/off": "1"}
    dialogs = form.answer_dialogs()
    form.again()
    assert dialogs == ["beforeunload"]
    assert form.page.input_value("#vendor-name") == ""
    assert form.page.is_checked("#do-not-keep")
    form.page.uncheck("#do-not-keep")
    form.page.fill("#vendor-name", "Open")
    form.says("save", "Kept in this browser")
    assert '"name":"Open"' in form.kept()[KEY]


def test_leaving_is_not_warned_of_when_all_is_kept(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.company()
    dialogs = form.answer_dialogs()
    form.again()
    assert dialogs == []


def test_a_full_store_is_told(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.page.evaluate(
        "localStorage.setItem('x', 'x'.repeat(5242880 - 40))",
    )
    form.page.fill("#vendor-name", "Acme")
    form.says("save", "cannot keep the answers")


def test_another_window_with_the_same_form_is_told(
    open_form: Any, every_type: Path
) -> None:
    first = open_form(every_type)
    page = first.page.context.new_page()
    Form.open(page, every_type).company()
    first.says("load", "also open in another window")
    page.close()


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_another_language_keeps_every_answer_and_the_place(
    open_form: Any, every_type: Path, language: str
) -> None:
    form = open_form(every_type)
    form.company()
    fill_basics(form)
    before = form.draft()
    form.go("s-basics")
    form.page.select_option("#language", language)
    assert form.page.evaluate("document.documentElement.lang") == language
    assert form.page.evaluate("document.activeElement.id") == "language"
    assert form.page.locator("#q-seats_input").input_value() == "38000"
    shown = form.page.locator("#q-attrition_input").input_value()
    assert shown == "21,5"
    assert form.draft() == {**before, "language": language}
    assert before["answers"]["seats"]["value"] == EXPECTED["seats"]


def test_what_another_page_wrote_there_does_not_stop_the_form(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    for kept in ("{", "5", "null", '{"draft": {"answers": {"x": 1}}}'):
        form.page.evaluate(f"localStorage.setItem({KEY!r}, {kept!r})")
        form.again()
        assert form.page.input_value("#vendor-name") == "", kept
    form.company()
    assert form.draft()["vendor"]["name"] == "Acme Calls"
