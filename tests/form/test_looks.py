"""Accessibility and looks: axe in every state, reflow, focus, print, no stray English."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.form.answering import fill_all
from tests.form.driver import Form

if TYPE_CHECKING:
    from pathlib import Path

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(tag, scheme) for tag in ("en", "uk", "ru") for scheme in ("light", "dark")]
#: What is Latin in every language: names, codes, units, file names.
LATIN = re.compile(
    r"(response\.json|submission|\.zip|zip|SHA-256|AES-256|JSON|Flow[ -]scheme|pdf|"
    r"application|AF|[A-Z]{3} –|English|Acme|Calls|Archive|Olena|Koval|example|"
    r"Flow|flow|[0-9a-f]{64}|every-type|MiB|seats)"
)


@pytest.fixture(scope="module")
def complete(
    browser: Any, every_type: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the response that filling in everything gives."""
    folder = tmp_path_factory.mktemp("complete")
    form = Form.open(browser.new_context(), every_type)
    fill_all(form, folder)
    path = folder / "response.json"
    path.write_bytes(form.export())
    form.page.context.close()
    return path


def violations(form: Any) -> list[Any]:
    if not form.page.evaluate("Boolean(window.axe)"):
        form.page.evaluate(AXE)
    found = form.page.evaluate(
        "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false})",
        TAGS,
    )
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]


def open_details(form: Any) -> None:
    form.page.evaluate(
        "document.querySelectorAll('.page:not([hidden]) details').forEach((d) => (d.open = true))"
    )


def pages_are_clean(form: Any, *names: str) -> None:
    for name in names:
        form.go(name)
        open_details(form)
        assert violations(form) == [], name


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_empty_form_and_with_errors(
    open_form: Any, every_type: Path, language: str, scheme: str
) -> None:
    form = open_form(every_type, color_scheme=scheme)
    form.page.select_option("#language", language)
    pages_are_clean(form, "start", "s-basics")
    form.go("s-basics")
    form.type_in("seats", "x")
    form.choose(
        "attrition", form.page.locator("#q-attrition .waivers label").first.inner_text()
    )
    form.go("s-more")
    form.page.click("#q-stores_input")
    form.go("finish")
    form.page.click("#check")
    pages_are_clean(form, "finish", "s-more")


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_complete_form(
    open_form: Any, every_type: Path, complete: Path, language: str, scheme: str
) -> None:
    form = open_form(every_type, color_scheme=scheme)
    form.bring_in(complete)
    form.says("load", "15")
    form.page.select_option("#language", language)
    form.go("finish")
    form.page.click("#check")
    pages_are_clean(form, "finish", "s-more", "evidence")


def test_axe_finds_nothing_in_a_section_of_the_real_pack(
    open_form: Any, contact_centre: Path
) -> None:
    form = open_form(contact_centre, viewport={"width": 360, "height": 740})
    form.page.select_option("#language", "uk")
    pages_are_clean(form, "s-data")


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_nothing_scrolls_sideways_at_320_pixels(
    open_form: Any, every_type: Path, complete: Path, language: str
) -> None:
    form = open_form(every_type, viewport={"width": 320, "height": 640})
    form.bring_in(complete)
    form.says("load", "15")
    form.page.select_option("#language", language)
    for name in ("start", "s-basics", "s-more", "evidence", "finish"):
        form.go(name)
        open_details(form)
        widths = form.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert widths[0] <= widths[1] == 320, name


def test_the_real_pack_does_not_scroll_sideways_at_320_pixels(
    open_form: Any, contact_centre: Path
) -> None:
    form = open_form(contact_centre, viewport={"width": 320, "height": 640})
    form.page.select_option("#language", "uk")
    for name in ("s-data", "s-service", "s-privacy"):
        form.go(name)
        width = form.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, name


def test_a_focused_control_is_seen_and_not_under_the_header(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type, viewport={"width": 1000, "height": 500})
    page = form.page
    form.go("s-more")
    for _ in range(25):
        page.keyboard.press("Tab")
        top, bottom, ring = page.evaluate(
            """() => { const focused = document.activeElement;
              const box = focused.getBoundingClientRect();
              const head = document.querySelector('#menu').parentElement.getBoundingClientRect().bottom;
              const inHead = focused.closest('.top') !== null;
              return [inHead ? 1 : box.top - head, innerHeight - box.bottom,
                      getComputedStyle(focused).outlineStyle]; }"""
        )
        assert top >= 0
        assert bottom >= 0
        assert ring != "none"
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        covered = page.evaluate(
            """() => { const focused = document.activeElement;
              const head = document.querySelector('#menu').parentElement.getBoundingClientRect().bottom;
              return !focused.closest('.top') && focused.getBoundingClientRect().top < head; }"""
        )
        assert not covered


def test_targets_have_at_least_24_pixels(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type, viewport={"width": 360, "height": 740})
    form.go("s-more")
    form.page.click("#q-stores_input")
    small = form.page.evaluate(
        """() => [...document.querySelectorAll('.page:not([hidden]) :is(button, select, summary, label.option, input:not([type=radio], [type=checkbox]))')]
          .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
    )
    assert small == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_english_is_left_in_another_language(
    open_form: Any, every_type: Path, complete: Path, language: str
) -> None:
    form = open_form(every_type)
    form.bring_in(complete)
    form.says("load", "15")
    form.page.select_option("#language", language)
    form.go("s-basics")
    form.type_in("seats", "x")
    form.go("finish")
    form.page.click("#check")
    for name in ("start", "s-basics", "s-more", "evidence", "finish"):
        form.go(name)
        open_details(form)
        shown = form.page.evaluate(
            """() => { const page = document.querySelector('.page:not([hidden])');
              const skipped = '.mono, bdi, option';
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walk.nextNode()) {
                const parent = walk.currentNode.parentElement;
                if (!parent.closest('.page[hidden], script, style, .broken, noscript') && !parent.matches(skipped)) found.push(walk.currentNode.data);
              }
              for (const e of document.querySelectorAll('[aria-label]')) found.push(e.getAttribute('aria-label'));
              return found; }"""
        )
        stray = [s for s in shown if re.search(r"[A-Za-z]{3,}", LATIN.sub("", s))]
        assert stray == [], name


def test_the_print_has_every_section(open_form: Any, every_type: Path) -> None:
    form = open_form(every_type)
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    form.page.emulate_media(media="print")
    assert form.page.locator("#page-s-basics").is_visible()
    assert form.page.locator("#page-s-more").is_visible()
    assert form.page.locator(".sections").is_hidden()
    assert form.page.pdf()[:5] == b"%PDF-"


def test_saving_and_loading_have_live_regions_of_their_own(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    regions = form.page.locator("[role=status]").evaluate_all(
        "(all) => all.map((e) => e.id)"
    )
    assert sorted(regions) == ["status-flow", "status-load", "status-save"]
    assert json.loads(
        form.page.evaluate("JSON.stringify([document.querySelectorAll('h1').length])")
    ) == [1]
