"""CSV, XLSX and Markdown: numbers are numbers, texts are texts, rows are the gaps."""

from __future__ import annotations

import io
from datetime import datetime
from fractions import Fraction

import pytest

from audit.questionnaire.localisation import LANGUAGES
from audit.remedy.ending import endings
from audit.report.gap_table import gap_header
from tests.report.exports.reading import (
    FORMULA,
    csv_rows,
    markdown_rows,
    workbook,
)
from tests.report.exports.scene import assessed, flawless, small, written

FOUND = small().assessment
GAPS = [g.id for g in endings(FOUND, small().plan.policy, small().response)]
EVIL = "=cmd|' /C calc'!A1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_the_gaps_in_their_order(language: str) -> None:
    rows = csv_rows(written("csv", language=language))
    assert tuple(rows[0]) == gap_header(language)
    assert [row[0] for row in rows[1:]] == GAPS
    sheet = workbook(written("xlsx", language=language)).worksheets[0]
    names = [cell.value for cell in sheet["A"][7:]]
    assert names == GAPS
    shown = markdown_rows(written("markdown", language=language))
    assert [row[0] for row in shown[1:]] == GAPS
    assert {len(row) for row in shown} == {8}


def test_headers_are_translated_and_never_stand_twice() -> None:
    headers = [gap_header(language) for language in LANGUAGES]
    for header in headers:
        assert len(set(header)) == len(header)
    english = set(headers[0])
    assert not english & set(headers[1])
    assert not english & set(headers[2])


def test_numbers_in_csv_are_plain() -> None:
    header, *rows = csv_rows(written("csv", language="uk"))
    column = header.index("Втрачено балів")
    lost = sum(Fraction(row[column] or "0") for row in rows)
    assert lost == 100 - FOUND.scores.score.exact


def test_numbers_and_days_in_a_workbook_are_typed() -> None:
    first, ledger = workbook(written("xlsx")).worksheets
    header = [cell.value for cell in first[7]]
    (row,) = [r for r in first.iter_rows(min_row=8) if r[0].value == "NOT-MET"]
    assert row[header.index("Points lost")].value == 15
    assert row[header.index("Due")].value == datetime(2026, 6, 15)  # noqa: DTZ001
    points = [cell.value for cell in ledger["F"][3:]]
    assert sum(map(Fraction, map(str, points))) == FOUND.scores.score.exact


def test_a_workbook_is_made_to_be_read() -> None:
    for sheet, top in zip(workbook(written("xlsx")).worksheets, (7, 3), strict=True):
        assert sheet.freeze_panes == f"B{top + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{top}:")
        widths = [d.width for d in sheet.column_dimensions.values()]
        assert all(9 <= width <= 62 for width in widths)


def test_rows_are_as_high_as_their_longest_text() -> None:
    sheet = workbook(written("xlsx")).worksheets[0]
    heights = {
        row[0].value: sheet.row_dimensions[row[0].row].height or 15  # Excel's default
        for row in sheet.iter_rows(min_row=8)
    }
    assert heights["PARTLY"] == 15  # each text fits on one line
    assert heights["WEAK"] == 30  # 63 characters of reason, 59 on a line
    assert heights["CLASH"] == 45  # 135 characters of remedy


def formulas(content: bytes) -> list[str]:
    """Return the cells that a spreadsheet would run."""
    return [
        cell.coordinate
        for sheet in workbook(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize("start", [*"=+-@", "＝"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    case = assessed(f"{start}1+2|A0")
    cells = [cell for row in csv_rows(written("csv", case)) for cell in row]
    assert not [cell for cell in cells if cell.startswith((*FORMULA, "＝"))]
    assert f"'{start}1+2|A0" in cells
    content = written("xlsx", case)
    assert formulas(content) == []
    values = {c.value for s in workbook(content) for r in s.iter_rows() for c in r}
    assert f"{start}1+2|A0" in values


def test_a_careless_writer_would_be_noticed_bad() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = EVIL
    buffer = io.BytesIO()
    book.save(buffer)
    assert formulas(buffer.getvalue()) == ["A1"]
    rows = csv_rows(f"{EVIL},x\n".encode())
    assert [c for row in rows for c in row if c.startswith(FORMULA)] == [EVIL]


def test_a_bar_or_a_tag_in_a_cell_is_text() -> None:
    content = written("markdown")
    (cells,) = [row for row in markdown_rows(content) if row[0] == "WAIVED"]
    assert cells[-1] == "Retire | <b>it</b>."


def test_an_unescaped_bar_or_tag_would_be_noticed_bad() -> None:
    text = written("markdown").decode()
    barred = text.replace(r"Retire \|", "Retire |").encode()
    (cells,) = [row for row in markdown_rows(barred) if row[0] == "WAIVED"]
    assert cells[-1] == "Retire"
    tagged = text.replace(r"\<b\>", "<b>").encode()
    assert tagged != text.encode()
    with pytest.raises(ValueError, match="html_inline"):
        markdown_rows(tagged)


def test_without_a_gap_the_tables_are_empty_and_the_ticket_says_so() -> None:
    case = flawless()
    assert len(csv_rows(written("csv", case))) == 1
    assert workbook(written("xlsx", case)).worksheets[0].max_row == 7
    assert markdown_rows(written("markdown", case)) == []
    assert "No open gap." in written("markdown", case).decode()
