"""Every page of the contact-centre pack: one language, no scrolling sideways."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from audit.cases import load_questionnaire
from tests.form.conftest import HERE
from tests.form.driver import Form
from tests.form.languages import Vocabulary, shown, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NORTHLINE = HERE.parents[1] / "audit" / "demo" / "vendors" / "northline"
OTHER = {"en": "uk", "uk": "ru", "ru": "uk"}
PHONE = {"width": 320, "height": 640}
#: What is left of a window of 1280 pixels when everything has twice its size.
ZOOMED = {"width": 640, "height": 450}


@dataclass
class Walk:
    """What was seen on every page in one language."""

    right: Vocabulary
    wrong: Vocabulary
    texts: dict[str, list[str]] = field(default_factory=dict)
    widths: dict[str, list[int]] = field(default_factory=dict)


@pytest.fixture(scope="module", params=["en", "uk", "ru"])
def walk(request: Any, browser: Browser, contact_centre: Path) -> Iterator[Walk]:
    """Walk through the complete form once, with everything opened."""
    language = request.param
    form = Form.open(browser.new_page(), contact_centre)
    form.bring_in(NORTHLINE / "response.json")
    form.page.select_option("#language", language)
    data = load_questionnaire("contact-centre").document.data
    response = json.loads((NORTHLINE / "response.json").read_text("utf-8"))
    seen = Walk(
        vocabulary(form, data, response, language),
        vocabulary(form, data, response, OTHER[language]),
    )
    for name in form.page_names():
        form.page.set_viewport_size(PHONE)
        form.go(name)
        form.open_details()
        seen.texts[name] = shown(form)
        seen.widths[name] = form.widths()
        form.page.set_viewport_size(ZOOMED)
        seen.widths[f"{name}, zoomed"] = form.widths()
    yield seen
    form.page.context.close()


def test_every_page_speaks_one_language(walk: Walk) -> None:
    for name, texts in walk.texts.items():
        assert [left for text in texts if (left := walk.right.stray(text))] == [], name
    assert len(walk.texts) == 21


def test_every_page_is_found_foreign_in_another_language(walk: Walk) -> None:
    for name, texts in walk.texts.items():
        foreign = [text for text in texts if walk.wrong.stray(text)]
        assert len(foreign) > len(texts) / 4, name


def test_no_page_scrolls_sideways(walk: Walk) -> None:
    assert {at: w for at, w in walk.widths.items() if w[0] > w[1]} == {}
    assert len(walk.widths) == 42
