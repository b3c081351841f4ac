"""Hostile texts stay texts, nothing else runs, and nothing leaves the page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from tests.builders import option, question, questionnaire, text
from tests.form.conftest import form_of

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "\"'><svg/onload=window.hit=1>",
    "{{title}} ${title} $title <!-- ]]>",
    "\u202eevil\u2066 \u2028 é 中 😀 \u00a0",
    "&lt;b&gt; javascript:window.hit=1",
)


def test_hostile_texts_are_shown_as_they_are(open_form: Any, tmp_path: Path) -> None:
    asked = [
        question(
            f"q{number}",
            "choice",
            text=text(words),
            help=text(words),
            rationale=text(words),
            options=[option("a", label=text(words)), option("b")],
        )
        for number, words in enumerate(HOSTILE)
    ]
    data = questionnaire(*asked, title=text(HOSTILE[0]))
    data["sections"][0].update(title=text(HOSTILE[1]), intro=text(HOSTILE[2]))
    form = open_form(form_of(tmp_path, data))
    assert form.page.title() == HOSTILE[0]
    assert form.page.locator("h1").text_content() == HOSTILE[0]
    form.go("s-main")
    for number, words in enumerate(HOSTILE):
        assert form.page.locator(f"#q-q{number}_text").text_content() == words
        assert (
            form.page.locator(f"#q-q{number} .option span").first.text_content()
            == words
        )
    assert form.page.locator("img, svg, script:not([id])").count() == 2
    assert form.page.evaluate("window.hit") is None
    isolated = "getComputedStyle(document.querySelector('#q-q4 .said')).unicodeBidi"
    assert form.page.evaluate(isolated) == "isolate"


def test_hostile_answers_and_file_names_are_shown_as_they_are(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    evil = "<img src=x onerror=window.hit=1>"
    file = tmp_path / "a<img src=x onerror=hit=1>b.pdf"
    file.write_bytes(b"%PDF-1.4")
    form = open_form(every_type)
    form.company(evil)
    form.go("evidence")
    form.put_files("#page-evidence button.primary", [file])
    form.page.locator("#page-evidence fieldset").wait_for()
    form.page.select_option("#language", "ru")
    assert form.page.locator("img").count() == 0
    assert form.draft()["vendor"]["name"] == evil
    assert form.page.evaluate("window.hit") is None


def test_the_policy_blocks_scripts_styles_and_connections(
    open_form: Any, every_type: Path
) -> None:
    form = open_form(every_type)
    got: list[str] = []
    form.page.on("response", lambda response: got.append(response.url))
    blocked = form.page.evaluate(
        """async () => {
          const found = [];
          document.addEventListener('securitypolicyviolation',
            (event) => found.push(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.hit = 1';
          document.body.append(script);
          document.body.insertAdjacentHTML('beforeend',
            '<p onclick="window.hit=1" style="color:red">x</p><img src="https://a.invalid/x">');
          document.body.lastElementChild.previousElementSibling.click();
          await fetch('https://a.invalid/').catch(() => 0);
          setTimeout('window.hit = 1');
          await new Promise((done) => setTimeout(done, 100));
          return [found, window.hit ?? null];
        }"""
    )
    form.faults.clear()
    assert set(blocked[0]) >= {
        "script-src-elem", "script-src-attr", "style-src-attr", "img-src", "connect-src", "script-src",
    }  # fmt: skip
    assert blocked[1] is None
    assert got == []


def test_the_whole_form_asks_for_nothing_but_itself(
    open_form: Any, contact_centre: Path
) -> None:
    form = open_form(contact_centre)
    for link in form.page.locator(".sections a").all():
        link.click()
    assert form.requests == [contact_centre.as_uri()]


def test_the_page_has_no_inline_handlers_styles_or_foreign_addresses(
    contact_centre: Path,
) -> None:
    page = contact_centre.read_text("utf-8")
    frame = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"\s(on\w+|style)=", frame)
    assert not re.search(r"\b(src|href|action)=", frame)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        for source in re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL):
            raw = hashlib.sha256(source.encode()).digest()
            assert f"'sha256-{base64.b64encode(raw).decode()}'" in rules[rule]


def payload_of(form: bytes) -> dict[str, Any]:
    """Return what the form carries, unpacked."""
    block = re.search(rb'id="data" data-size="(\d+)">(.*?)</script>', form, re.DOTALL)
    assert block is not None
    digits = re.sub(rb"\s", b"", block[2]).translate(bytes.maketrans(b",./", b"<&`"))
    packed = base64.b85decode(digits)[: int(block[1])]
    data: dict[str, Any] = json.loads(gzip.decompress(packed).decode("cp1251"))
    return data
