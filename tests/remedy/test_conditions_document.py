"""Conditions as a document: complete, safe, plain enough for Word, archivable."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from audit.acceptance import WRITERS, conditions_view
from audit.cases import Assessed, assess_case, open_case
from audit.errors import UnknownKind
from audit.report.text_layer import text_of_pages
from audit.reporting import record_of, report_view
from audit.signing.embedded import attachments
from tests import builders as b
from tests.remedy.scenes import AS_OF, assessed, vendor

LANGUAGES = ("en", "uk", "ru")
ALIEN = {"en": "[а-яіїєґ]", "uk": "[ыэёъЫЭЁЪ]", "ru": "[іїєґІЇЄҐ]"}
#: What Word and Writer make headings, paragraphs and tables of.
PLAIN_TAGS = set(
    "html head meta title style body h1 h2 h3 p strong span br div table colgroup col"
    " thead tbody tr th td".split()
)


class Page(HTMLParser):
    """Collects the elements of a page, its headings and its texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def goldvoice(tmp_path_factory) -> Assessed:
    path = vendor("goldvoice", tmp_path_factory.mktemp("gold"))
    return assess_case(open_case("contact-centre-baseline", path, AS_OF))


@pytest.fixture(scope="module")
def northline(tmp_path_factory) -> Assessed:
    path = vendor("northline", tmp_path_factory.mktemp("north"))
    review = path.parent / "review.json"
    return assess_case(open_case("contact-centre-baseline", path, AS_OF, review=review))


def text_of(done: Assessed, suffix: str, language: str = "en") -> str:
    view = conditions_view(done, language)
    return WRITERS[suffix](view, done).decode()


def bare(text: str) -> str:
    return re.sub(r"[\s\\]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_every_clause_stands_in_the_document_with_its_facts(
    suffix: str, language: str, goldvoice: Assessed
) -> None:
    html = text_of(goldvoice, suffix, language)
    text = "".join(Page(html).texts) if suffix == ".html" else html
    found = bare(text)
    policy = goldvoice.plan.policy
    losing = [
        c for c in goldvoice.assessment.controls if c.points.exact < c.possible.exact
    ]
    assert len(losing) > 50
    for result in losing:
        control = policy.by_id[result.id]
        for part in (control.title, control.clause, control.remediation.text):
            assert bare(part[language]) in found, (result.id, part[language])
    record = record_of(goldvoice)
    assert record.assessment_digest.removeprefix("sha256:") in found
    for name in ("Данияр Жумабеков", "d.zhumabekov@goldvoice.example"):
        assert bare(name) in found


def test_the_coverage_check_adds_up(goldvoice: Assessed) -> None:
    view = conditions_view(goldvoice, "en")
    gaps, *parts = map(int, re.findall(r"\d+", view.check))
    assert gaps == sum(parts) == len(view.overview.rows)
    assert parts == [len(view.chapters[1].cards), 0, len(view.chapters[0].cards), 0]
    assert view.complete
    assert [c.id for c in view.chapters] == ["rejections", "clauses"]


def test_a_control_without_a_clause_is_named_as_uncovered_bad() -> None:
    rules = b.policy(
        b.control("A"), b.control("B", clause=b.text("The Provider shall."))
    )
    done = assessed(rules, b.response({"q-a": False, "q-b": False}))
    view = conditions_view(done, "en")
    assert not view.complete
    assert view.check.endswith("uncovered: 1.")
    (chapter,) = (c for c in view.chapters if c.id == "uncovered")
    assert [card.id for card in chapter.cards] == ["A"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_nothing_that_a_word_processor_would_lose(
    language: str, goldvoice: Assessed
) -> None:
    html = text_of(goldvoice, ".html", language)
    page = Page(html)
    assert set(page.tags) <= PLAIN_TAGS
    assert page.tags.count("h1") == 1
    cards = sum(len(c.cards) for c in conditions_view(goldvoice, language).chapters)
    assert page.tags.count("h3") == cards
    assert not re.search(r"flex|grid-|float|position:|@import|url\(|src=|href=", html)
    assert ("lang", language) in page.attributes
    css = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert css is not None
    outside = re.sub(r"@media[^{]*\{.*?\}\s*\}|/\*.*?\*/", "", css[1], flags=re.DOTALL)
    selectors = [s.strip() for s in re.findall(r"([^{}]+)\{", outside)]
    assert all(" " not in part.strip() for s in selectors for part in s.split(","))


def test_both_parties_find_an_empty_line_to_sign_on(northline: Assessed) -> None:
    for language, client, provider in (
        ("en", "For the Client", "For the Provider"),
        ("uk", "Від Замовника", "Від Виконавця"),
        ("ru", "От Заказчика", "От Исполнителя"),
    ):
        text = "".join(Page(text_of(northline, ".html", language)).texts)
        assert client in text
        assert provider in text
        sign = conditions_view(northline, language).word["signature"]
        assert text.count(f"{sign}:") == 2


def test_an_exception_shows_who_approved_it_and_until_when() -> None:
    rules = b.policy(b.control("A"), b.control("B"), b.control("C"))
    done = assessed(
        rules,
        b.response({"q-a": False, "q-b": True, "q-c": True}),
        waivers=[b.waiver("A")],
    )
    text = text_of(done, ".md")
    for part in ("CISO", "2026\\-09\\-30", "Separate network.", "retired in autumn"):
        assert part in text


def test_what_a_vendor_wrote_is_shown_and_not_obeyed() -> None:
    evil = "</td><script>alert(1)</script>| a | [x](javascript:y) {{ 7*7 }}"
    asked = b.questionnaire(b.question("q-a", "text"))
    rules = b.policy(b.control("A", {"answer": "q-a", "is_not": evil}))
    done = assessed(rules, b.response({"q-a": evil}), asked)
    html, markdown = text_of(done, ".html"), text_of(done, ".md")
    assert "<script>" not in html
    assert evil in "".join(Page(html).texts)
    assert "](" not in markdown
    assert "<script>" not in markdown


@pytest.mark.parametrize(("rows", "told"), [(2, ""), (5, " / + 3 more")])
def test_a_long_table_answer_is_cut_and_says_so(rows: int, told: str) -> None:
    column = {"id": "name", "type": "text", "text": b.text("Name")}
    asked = b.questionnaire(b.question("q-a", "table", columns=[column]))
    rule = {"answer": "q-a", "no_row": {"column": "name", "is": "s0"}}
    named = [{"name": f"s{n}"} for n in range(rows)]
    done = assessed(b.policy(b.control("A", rule)), b.response({"q-a": named}), asked)
    (chapter,) = conditions_view(done, "en").chapters
    (answer,) = dict(chapter.cards[0].facts)["Answered"]
    assert answer == f"q-a? – Name: s0 / Name: s1{told} (claimed)"


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request, northline: Assessed) -> tuple[str, bytes]:
    view = conditions_view(northline, request.param)
    return request.param, WRITERS[".pdf"](view, northline)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_pdf_conforms(profile: str, drawn, tmp_path: Path) -> None:
    import page

    path = tmp_path / "conditions.pdf"
    path.write_bytes(drawn[1])
    result = page.validate_pdf(str(path), profile=page.ValidationProfile(profile))
    assert ", 0 failed" in str(result), str(result)


def test_the_pdf_shows_the_digest_and_carries_nothing(
    drawn, northline: Assessed
) -> None:
    digest = record_of(northline).assessment_digest.removeprefix("sha256:")
    assert digest in "".join(text_of_pages(drawn[1]))
    assert attachments(drawn[1]) == {}


def test_the_vendor_learns_no_score_and_no_weight(drawn, northline: Assessed) -> None:
    text = "".join(text_of_pages(drawn[1]))
    view = report_view(northline, drawn[0])
    assert view.score not in text
    assert "".join(view.rating.split()) not in text


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    from audit.acceptance import writer_of

    with pytest.raises(UnknownKind, match=r"\.docx") as caught:
        writer_of(".docx")
    assert ".md, .html, .pdf" in caught.value.problems[0].hint


def locale(language: str) -> dict[str, str]:
    folder = files("audit.report").joinpath("locales")
    found: dict[str, str] = json.loads(
        folder.joinpath(f"remedy.{language}.json").read_text("utf-8")
    )
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_with_the_same_blanks(language: str) -> None:
    english, words = locale("en"), locale(language)
    assert list(words) == list(english)
    for key, text in words.items():
        blanks = re.findall(r"\{(\w+)\}", text)
        assert sorted(blanks) == sorted(re.findall(r"\{(\w+)\}", english[key])), key
        assert not re.search(ALIEN[language], text), key
        if language != "en" and key != "number":
            assert re.search("[а-яіїєґ]", text.lower()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejected_vendors_report_has_the_telling_clauses_alone(
    language: str, goldvoice: Assessed
) -> None:
    view = report_view(goldvoice, language)
    unmet = {k.id for k in goldvoice.assessment.knock_outs}
    severity = {c.id: c.severity for c in goldvoice.assessment.controls}
    listed = [row.id for row in view.conditions]
    assert unmet <= set(listed)
    assert all(name in unmet or severity[name] == "critical" for name in listed)
    assert len(listed) < 20
    assert "audit conditions" in view.conditions_lead
    full = conditions_view(goldvoice, language)
    assert set(listed) <= {card.id for ch in full.chapters for card in ch.cards}


def test_an_accepted_vendors_report_has_every_clause_bad(northline: Assessed) -> None:
    view = report_view(northline, "en")
    assert len(view.conditions) == len(view.findings) == 7
    assert "audit conditions" not in view.conditions_lead
