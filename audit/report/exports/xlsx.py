"""Gaps and the ledger as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.report.comparison.blocks import Cell, Grid, Section
from audit.report.comparison.formats.xlsx import comparison_workbook
from audit.report.gap_table import (
    Value,
    control_header,
    control_rows,
    gap_header,
    gap_row,
)
from audit.report.words import show_date, show_number, show_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.report.export import Export

#: Excel counts days from here.
DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class GapSheets:
    """What the workbook shows: gaps with the verdict above them, then the ledger."""

    title: str
    headline: str
    sentences: tuple[str, ...]
    word: Mapping[str, str]
    overview: Grid
    sections: tuple[Section, ...]


def export(given: Export) -> bytes:
    """Return the workbook; the same assessment gives the same bytes."""
    w, found = given.w, given.record.assessment
    language = given.language
    gaps = (gap_row(given, gap) for gap in given.gaps)
    ledger = _grid(
        "ledger", w["ledger"], control_header(language), control_rows(given), language
    )
    sheets = GapSheets(
        title=f"{w['report_title']}: {found.vendor}",
        headline=f"{w['decision']}: {w[f'decision_{found.decision}']}",
        sentences=_sentences(given),
        word={"overview": w["findings"]},
        overview=_grid("gaps", found.vendor, gap_header(language), gaps, language),
        sections=(Section("ledger", w["ledger"], blocks=(ledger,)),),
    )
    return comparison_workbook(sheets)


def _sentences(given: Export) -> tuple[str, ...]:
    found, w = given.record.assessment, given.w
    scores = found.scores

    def shown(number: str) -> str:
        return show_number(number, given.language)

    between = f"{shown(scores.verified.shown)} – {shown(scores.claimed.shown)}"
    return (
        f"{w['score']}: {shown(scores.score.shown)} ({between})",
        f"{w['assessed_on']}: {show_date(found.as_of, given.language)}",
        f"{w['assessment']}: {given.record.assessment_digest}",
    )


def _grid(
    name: str,
    title: str,
    header: tuple[str, ...],
    rows: Iterable[tuple[Value, ...]],
    language: str,
) -> Grid:
    cells = tuple(tuple(_cell(value, language) for value in row) for row in rows)
    return Grid(name, title, header, cells)


def _cell(value: Value, language: str) -> Cell:
    if isinstance(value, Fraction):
        return Cell(show_share(value, language), float(value), "count")
    if isinstance(value, date):
        serial = (value - DAY_ZERO).days
        return Cell(show_date(value, language), serial, "day")
    return Cell(value or "")
