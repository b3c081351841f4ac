"""A comparison on paper, on screen and in a workbook: conforming, complete, harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from audit import comparison_dossier, reporting
from audit.comparing import comparison_bytes
from audit.errors import UnknownKind
from audit.report.chart import draw
from audit.report.comparison import charts
from audit.report.comparison.blocks import Chart, Grid
from audit.report.comparison.candidates import candidate_rows
from audit.report.comparison.formats import WRITERS, writer_of
from audit.report.comparison.formats.xlsx import comparison_workbook
from audit.report.comparison.sureness import headline
from audit.report.text_layer import missing_comparison_texts, text_of_pages
from audit.report.words import comparison_words
from audit.signing.verify import attachments
from tests.comparison.demo import compared

LANGUAGES = ("en", "uk", "ru")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def pdf(language: str) -> bytes:
    return reporting.comparison_pdf(compared(), language)


@pytest.fixture(scope="module")
def view(language: str):
    return reporting.comparison_view(compared(), language)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_pdf_conforms(profile: str, pdf: bytes, tmp_path: Path) -> None:
    import page

    path = tmp_path / "comparison.pdf"
    path.write_bytes(pdf)
    result = page.validate_pdf(str(path), profile=page.ValidationProfile(profile))
    assert "0 failed" in str(result), str(result)


def test_the_first_page_tells_the_outcome_of_every_candidate(pdf, language) -> None:
    rows = candidate_rows(compared().record, language)
    said = headline(compared().record, language)
    assert missing_comparison_texts(pdf, said, rows) == []
    first = text_of_pages(pdf)[0]
    for row in rows:
        assert re.sub(r"[\s-]", "", row.vendor) in first
        assert re.sub(r"[\s-]", "", row.month) in first


def test_numbers_of_another_comparison_are_missing(pdf, language) -> None:
    rows = candidate_rows(compared().record, language)
    said = headline(compared().record, language)
    other = (replace(rows[0], total="99.9"), *rows[1:])
    assert missing_comparison_texts(pdf, said, other) != []


def test_the_embedded_inputs_replay_to_the_same_bytes(pdf) -> None:
    files = attachments(pdf)
    manifest = comparison_dossier.read_manifest(files)
    assert comparison_dossier.digest_faults(files, manifest) == []
    again = comparison_dossier.replay(files, manifest)
    assert comparison_bytes(again.comparison) == files["comparison.json"]
    assert {"1.offer.json", "2.offer.json", "3.offer.json"} <= set(files)
    assert {"demand.json", "criteria.json", "exposure.json"} <= set(files)


def test_no_text_is_left_in_another_language(view, language) -> None:
    """Every word of the report comes from this language's own list."""
    own = set(comparison_words(language).values())
    for other in set(LANGUAGES) - {language}:
        foreign = {
            text
            for text in set(comparison_words(other).values()) - own
            if len(text.split()) > 1 and "{" not in text
        }
        shown = {grid.title for s in view.sections for grid in s.grids}
        shown |= {s.lead for s in view.sections} | {s.title for s in view.sections}
        shown |= {h for s in view.sections for g in s.grids for h in g.header}
        assert not shown & foreign


def test_the_three_lists_have_the_same_words_with_the_same_places() -> None:
    english = comparison_words("en")
    for other in ("uk", "ru"):
        words = comparison_words(other)
        assert words.keys() == english.keys()
        for name, text in english.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(
                re.findall(r"\{\w+\}", words[name])
            ), name


def test_every_word_of_the_lists_is_used() -> None:
    sources = "".join(
        path.read_text("utf-8")
        for path in Path(reporting.__file__).parent.joinpath("report").rglob("*")
        if path.suffix in {".py", ".j2"}
    )
    made = ("unranked_", "scenario_", "price_", "kind_", "unit_", "chart_", "loss_")
    made += ("source_", "magnitude")
    unused = [
        name
        for name in comparison_words("en")
        if not re.search(rf"\b{name}\b", sources) and not name.startswith(made)
    ]
    assert unused == []


def test_every_chart_is_named_and_its_numbers_stand_in_a_table(view) -> None:
    found = [b for s in view.sections for b in s.blocks if isinstance(b, Chart)]
    found += view.front
    assert {chart.id for chart in found} == {"scores", "price", "loss", "ranks"}
    for chart in found:
        assert chart.svg.startswith("<svg ")
        assert f"<title>{chart.title}</title>" in chart.svg
        assert "<desc>" in chart.svg
        assert "<script" not in chart.svg
        assert "href" not in chart.svg


def test_a_chart_is_drawn_the_same_twice() -> None:
    rows = candidate_rows(compared().record, "en")
    spec = charts.score_strip(compared().record, rows, "en")
    assert draw(spec, "t", "d") == draw(spec, "t", "d")


def test_hostile_names_are_text_in_a_chart() -> None:
    rows = candidate_rows(compared().record, "en")
    evil = replace(rows[0], vendor='<script>alert(1)</script>"&')
    spec = charts.score_strip(compared().record, (evil, *rows[1:]), "en")
    svg = draw(spec, "<b>", '"')
    assert "<script" not in svg
    assert "<title>&lt;b&gt;</title>" in svg


# The workbook


@pytest.fixture(scope="module")
def book(view):
    return openpyxl.load_workbook(io.BytesIO(comparison_workbook(view)))


def test_every_table_is_a_sheet_with_its_header_frozen(book, view) -> None:
    grids = [view.overview, *(grid for s in view.sections for grid in s.grids)]
    assert len(book.worksheets) == len(grids)
    for sheet, grid in zip(book.worksheets, grids, strict=True):
        assert sheet.freeze_panes is not None
        header = int(sheet.freeze_panes[1:]) - 1
        shown = [cell.value for cell in sheet[header]]
        assert shown == list(grid.header)
        assert sheet.auto_filter.ref
        assert sheet.max_row == header + len(grid.rows)


def test_numbers_are_numbers_with_a_format_and_nothing_is_a_formula(book) -> None:
    kinds, formats = set(), set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                kinds.add(cell.data_type)
                if cell.data_type == "n" and cell.value is not None:
                    formats.add(cell.number_format)
                assert cell.hyperlink is None
    assert "f" not in kinds
    assert {"0.0", "#,##0", "0.0%"} <= formats


def test_the_first_sheet_holds_the_price_of_each_candidate(book) -> None:
    sheet = book.worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    numbers = [value for value in cells if isinstance(value, float)]
    for c in compared().comparison.candidates:
        assert float(c.cost.of("base").month) in [pytest.approx(n) for n in numbers]


def test_a_formula_in_a_vendors_name_stays_text(view) -> None:
    grid = view.overview
    evil = replace(grid.rows[0][1], text="=HYPERLINK(1)")
    row = (grid.rows[0][0], evil, *grid.rows[0][2:])
    changed = replace(view, overview=replace(grid, rows=(row, *grid.rows[1:])))
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(changed)))
    cells = [c for r in book.worksheets[0].iter_rows() for c in r]
    (found,) = [c for c in cells if c.value == "=HYPERLINK(1)"]
    assert found.data_type == "s"


def test_the_workbook_is_the_same_twice(view) -> None:
    assert comparison_workbook(view) == comparison_workbook(view)


# The other formats


def test_the_csv_has_a_line_a_candidate_with_numbers_for_programs() -> None:
    text = WRITERS[".csv"](None, compared().comparison).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["rank"] for row in rows] == ["1", "2", ""]
    for row, c in zip(rows, compared().comparison.candidates, strict=True):
        assert float(row["score"]) == pytest.approx(float(c.scores.score.exact))
        assert float(row["month_peak"]) == pytest.approx(float(c.cost.of("peak").month))
        assert row["loss_p95"] == str(c.loss.p95)


def test_the_page_for_browsers_loads_nothing(view) -> None:
    page = WRITERS[".html"](view, compared().comparison).decode()
    assert "default-src 'none'" in page
    assert "app://" not in page
    addresses = set(re.findall(r"https?://[a-z0-9.]+", page))
    assert addresses <= {"http://www.w3.org"}  # a name space of SVG
    assert set(re.findall(r"url\(([a-z]+):", page)) == {"data"}
    assert "<script" not in page


def test_the_markdown_holds_every_table(view) -> None:
    text = WRITERS[".md"](view, compared().comparison).decode()
    grids = [b for s in view.sections for b in s.blocks if isinstance(b, Grid)]
    assert text.count("\n### ") == len(grids)
    rules = re.findall(r"^\| (?:---:? ?\|? ?)+$", text, re.MULTILINE)
    assert len(rules) == len(grids) + 1  # and the overview


def test_the_json_is_the_comparison() -> None:
    written = WRITERS[".json"](None, compared().comparison)
    assert json.loads(written) == compared().comparison.plain()


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownKind) as caught:
        writer_of(".docx")
    assert ".xlsx" in caught.value.problems[0].hint


def test_the_day_of_the_comparison_is_in_the_dossier() -> None:
    files = comparison_dossier.build(compared(), "en")
    assert comparison_dossier.read_manifest(files).as_of == date(2026, 11, 24)
