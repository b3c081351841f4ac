"""Nothing scrolls sideways, nothing that has the focus is hidden, the print is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.form.driver import Form

#: Above or under a bar, or outside of the window; and how the focus is shown.
HIDDEN = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const on = document.elementFromPoint(box.left + box.width / 2, box.top + 2);
  const seen = box.top >= 0 && box.top < innerHeight && focused.contains(on);
  const ring = getComputedStyle(focused).outlineStyle !== 'none';
  return seen && ring ? null : focused.outerHTML.slice(0, 200);
}"""


def test_letters_of_twice_the_size_fit(
    open_form: Any, every_type: Path, complete: Path
) -> None:
    form = open_form(every_type)
    form.bring_in(complete)
    form.page.select_option("#language", "uk")
    form.page.evaluate("document.documentElement.style.fontSize = '200%'")
    for name in form.page_names():
        form.go(name)
        form.open_details()
        whole, seen = form.widths()
        assert whole <= seen, name


def test_what_is_too_wide_is_found(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type, width=320, height=640)
    form.page.evaluate("document.querySelector('h2').style.width = '400px'")
    assert form.widths() == [416, 320]


@pytest.mark.parametrize("size", [(1000, 500), (360, 640)])
def test_what_has_the_focus_is_seen(
    open_form: Any, every_type: Path, complete: Path, size: tuple[int, int]
) -> None:
    form = open_form(every_type, width=size[0], height=size[1])
    form.bring_in(complete)
    form.go("s-more")
    form.open_details()
    hidden = []
    for key, times in (("Tab", 60), ("Shift+Tab", 50)):
        for _ in range(times):
            form.page.keyboard.press(key)
            hidden.append(form.page.evaluate(HIDDEN))
    assert [html for html in hidden if html] == []


def test_a_link_to_a_question_shows_the_question(
    open_form: Any, contact_centre: Path
) -> None:
    form = open_form(contact_centre)
    form.go("finish")
    form.page.click("#left summary")
    form.page.click("#left a[href='#q-ops-07-rate']")
    form.focused("q-ops-07-rate_input-amount")
    head = form.page.locator(".top").bounding_box()["height"]
    assert head <= form.question("ops-07-rate").bounding_box()["y"] <= head + 40


def printed(form: Form) -> Any:
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    form.page.emulate_media(media="print")
    return form.page


def test_the_print_has_every_page_in_order_and_no_buttons(
    open_form: Any, every_type: Path, complete: Path
) -> None:
    form = open_form(every_type)
    form.bring_in(complete)
    form.go("finish")
    page = printed(form)
    shown = page.locator("#pages > section").evaluate_all(
        "(all) => all.map((e) => e.id)"
    )
    assert shown == [f"page-{name}" for name in form.page_names()]
    assert (
        page.locator("button:visible, summary:visible, .sections:visible").count() == 0
    )
    assert page.locator("#q-seats_comment").input_value() == "Seit Mai."
    assert page.locator("#q-seats_comment").is_visible()
    assert page.locator("#q-encrypted_comment").is_hidden()
    assert page.locator("#attest-name").is_visible()
    chosen = page.locator("#q-channel .option:visible")
    assert [one.inner_text() for one in chosen.all()] == ["Chat"]
    assert page.pdf()[:5] == b"%PDF-"


def test_the_print_cuts_nothing_off(
    open_form: Any, every_type: Path, complete: Path
) -> None:
    form = open_form(every_type, width=660)
    form.bring_in(complete)
    form.page.fill("#vendor-contact-email", "a.rather.long.address@example.example")
    cut = (
        printed(form)
        .locator("input:visible, textarea:visible")
        .evaluate_all(
            "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.id)"
        )
    )
    assert cut == []
