"""Errors, dialogs and messages speak the language of the form, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.form.languages import Vocabulary, shown, vocabulary

if TYPE_CHECKING:
    from pathlib import Path


def spoil(form: Any) -> None:
    """Make eleven mistakes on as many kinds of fields."""
    page = form.page
    form.go("s-basics")
    form.type_in("seats", "x")
    page.fill("#q-key-age_input-value", "900")
    form.go("s-more")
    page.fill("#q-officer_input-email", "nobody")
    page.fill("#q-stores_input-0-size", "x")
    page.fill("#q-stores_input-0-fee-amount", "")
    page.check('[name="q-diagram_state"][value="not_applicable"]')
    form.go("evidence")
    page.fill("#evidence_title-flow-scheme", "")
    page.fill("#evidence_expires-flow-scheme", "2020-01-01")
    form.go("start")
    page.fill("#vendor-name", "x" * 301)
    page.select_option("#vendor-country", "")
    form.go("finish")
    page.fill("#attest-role", "")
    page.click("#check")


@pytest.mark.parametrize(("language", "years"), [("uk", "2 роки"), ("ru", "2 года")])
def test_errors_dialogs_and_messages_speak_the_language_of_the_form(
    open_form: Any, every_type: Path, complete: Path, language: str, years: str
) -> None:
    form = open_form(every_type)
    page = form.page
    form.bring_in(complete)
    page.select_option("#language", language)
    data = json.loads(every_type.with_name("questionnaire.json").read_text("utf-8"))
    known = vocabulary(form, data, json.loads(complete.read_text("utf-8")), language)
    spoil(form)
    assert page.locator("#errors a").count() == 11
    said = []
    for name in form.page_names():
        form.go(name)
        form.open_details()
        said += shown(form)
    for button in ("#download-part", "#erase"):
        form.go("finish" if button == "#download-part" else "start")
        form.open_details()
        page.click(button)
        said += page.locator("dialog").all_inner_texts()
        page.keyboard.press("Escape")
    form.put_files("#import", [every_type])
    said += page.locator("dialog").all_inner_texts()
    assert any(years in text for text in said)
    said = [text.replace(years, "") for text in said]
    assert [left for text in said if (left := known.stray(text))] == []


def test_a_word_of_another_language_is_found() -> None:
    known = Vocabulary(["Вилучити {name}", "Так", "файлів"])
    assert known.stray("Так · 5 файлів") == ""
    assert known.stray("Yes · 5 файлів") != ""
    assert known.stray("файлы") == "файлы"
    assert known.stray("Такий") == "Такий"
