"""axe-core finds nothing in any state of the form, in three languages, light and dark."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.form.answering import FLOW, everything
from tests.form.conftest import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Light and dark differ in nothing but colours.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """async ([kind, values]) => {
  const found = await axe.run(document,
    { runOnly: { type: kind, values }, resultTypes: ['violations'], preload: false,
      selectors: false });
  return found.violations.map((one) =>
    [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
}"""


def violations(form: Any, *, dark: bool = True) -> list[Any]:
    """Return what axe finds: by all rules in light, by those of colours in dark."""
    page = form.page
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    found: list[Any] = page.evaluate(RUN, ["tag", TAGS])
    if not dark:
        return found
    page.emulate_media(color_scheme="dark")
    return [*found, *page.evaluate(RUN, ["rule", COLOURS])]


def empty_states(form: Any, flow: Path) -> Iterator[str]:
    """Bring an empty form into one state after the other; yields what each is called."""
    page = form.page
    yield "empty start"
    form.go("s-basics")
    form.open_details()
    yield "empty section"
    form.type_in("seats", "x")
    page.locator("#language").focus()
    yield "error at a question, language menu"
    form.go("s-more")
    page.check('[name="q-diagram_state"][value="not_applicable"]')
    page.fill("#q-diagram_reason", "None.")
    page.click("#q-stores_input")
    page.fill("#q-stores_input-0-name", "A")
    page.locator("#language").focus()
    yield "table row with errors, not applicable with the reason"
    page.locator("#q-stores .row .danger").click()
    yield "dialog"
    page.keyboard.press("Escape")
    form.go("evidence")
    form.put_files("#page-evidence button.primary", [flow])
    page.locator("#evidence-flow-scheme").wait_for()
    yield "evidence"
    form.go("finish")
    page.click("#check")
    page.locator("#errors a").first.wait_for()
    form.open_details()
    yield "problems to correct"


def complete_states(form: Any) -> Iterator[str]:
    """Show one page after the other, and the list of pages on a phone."""
    for name in form.page_names():
        form.go(name)
        form.open_details()
        yield f"complete, {name}"
    form.page.set_viewport_size({"width": 360, "height": 740})
    form.page.click("#menu")
    yield "list of sections on a phone"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_axe_finds_nothing_in_any_state(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path, language: str
) -> None:
    flow = tmp_path / "Flow scheme.pdf"
    flow.write_bytes(FLOW)
    form = open_form(every_type)
    form.page.select_option("#language", language)
    # No colour depends on the language, so that one language is enough in the dark.
    dark = language == "en"
    found = {one: violations(form, dark=dark) for one in empty_states(form, flow)}
    form.bring_in(complete)
    form.page.locator("dialog button.primary").click()
    form.page.locator("#undo").wait_for()
    form.page.select_option("#language", language)
    found |= {one: violations(form, dark=dark) for one in complete_states(form)}
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert len(found) == 13


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_axe_finds_nothing_where_answers_are_carried_over_and_in_print(
    open_form: Any, every_type: Path, tmp_path: Path, language: str
) -> None:
    data = json.loads(every_type.with_name("questionnaire.json").read_text("utf-8"))
    response = everything(data)
    for answer in response["answers"].values():
        answer["carried"] = True
    form = open_form(form_of(tmp_path, data, **response))
    form.page.select_option("#language", language)
    form.go("s-more")
    assert form.page.locator(".carried:visible").count() == 8
    assert violations(form) == []
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    form.page.emulate_media(media="print")
    # On paper nothing is pressed, so that targets may be small.
    assert [fault for fault in violations(form) if fault[0] != "target-size"] == []


def test_axe_finds_what_is_broken(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.page.evaluate("document.documentElement.removeAttribute('lang')")
    form.page.evaluate("document.querySelector('h2').style.color = '#30405a'")
    assert [rule for rule, _ in violations(form)] == ["html-has-lang", "color-contrast"]


def test_targets_have_at_least_24_pixels(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type, width=360, height=740)
    form.go("s-more")
    form.page.click("#q-stores_input")
    small = form.page.evaluate(
        """() => [...document.querySelectorAll('.page:not([hidden]) :is(a, button, select, summary, label.option, input:not([type=radio], [type=checkbox]))')]
          .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
    )
    assert small == []


def test_saving_and_loading_have_live_regions_of_their_own(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    form.go("finish")
    regions = form.page.locator("[role=status]").evaluate_all(
        "(all) => all.map((e) => e.id)"
    )
    assert regions == ["status-save", "status-load", "status-flow", "status-send"]
    assert form.page.locator("h1").count() == 1
