"""How well each candidate protects the data, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.comparison.blocks import Cell, Grid, Section, text
from audit.report.comparison.columns import column_sets, spread_over
from audit.report.comparison.numbers import Numbers
from audit.report.words import comparison_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report.comparison.blocks import Block
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord


def security_section(
    record: ComparisonRecord,
    rows: tuple[CandidateRow, ...],
    charts: tuple[Block, ...],
    language: str,
) -> Section:
    """Return scores, knock-outs and the domains, those that differ most first."""
    word = comparison_words(language)
    blocks = [
        *charts,
        _scores(rows, language),
        *_knock_outs(rows, language),
        *_domains(record, rows, language),
    ]
    return Section("security", word["security"], word["security_lead"], tuple(blocks))


def _scores(rows: tuple[CandidateRow, ...], language: str) -> Grid:
    w, word = words(language), comparison_words(language)
    header = (
        word["candidate"],
        w["decision"],
        w["rating"],
        w["inherent_risk"],
        w["residual_risk"],
        w["score"],
        word["verified_claimed"],
        w["gaming_index"],
        word["answered"],
        w["contradictions"],
        word["open_controls"],
    )
    numbers = Numbers(language)
    return Grid(
        "scores",
        word["scores_title"],
        header,
        tuple(
            (
                text(f"{r.mark}  {r.vendor}", "strong"),
                text(r.decision_word, f"word-{r.decision}"),
                text(r.rating),
                text(r.inherent),
                text(r.residual),
                Cell(r.score, r.bar["score"], "points", "num strong"),
                text(f"{r.verified} – {r.claimed}", "num"),
                text(r.gaming_index, "num"),
                text(f"{r.coverage} %", "num"),
                _count(numbers, r.contradictions),
                _count(numbers, r.open_controls),
            )
            for r in rows
        ),
        ("52mm", "28mm", "30mm", "24mm", "24mm"),
    )


def _count(numbers: Numbers, value: int) -> Cell:
    cell = numbers.number(value, 0)
    return Cell(cell.text, cell.number, cell.form, "num")


def _knock_outs(rows: tuple[CandidateRow, ...], language: str) -> Iterator[Grid]:
    word = comparison_words(language)
    unmet = [(row, title) for row in rows for title in row.knock_outs]
    if unmet:
        yield Grid(
            "knock_outs",
            words(language)["knock_outs"],
            (word["candidate"], word["requirement"]),
            tuple(
                (
                    text(_once(row, unmet[place - 1][0] if place else None), "strong"),
                    text(title),
                )
                for place, (row, title) in enumerate(unmet)
            ),
            ("80mm",),
            word["knock_outs_lead"],
        )


def _once(row: CandidateRow, before: CandidateRow | None) -> str:
    """Return the candidate's name where the row above has another."""
    return "" if before is row else f"{row.mark}  {row.vendor}"


def _domains(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Iterator[Grid]:
    """Yield the heat table, in sets of columns that fit a page."""
    w, word, numbers = words(language), comparison_words(language), Numbers(language)
    titles = {d.id: pick(d.title, language) for d in record.policy.domains}
    weights = {d.id: d.weight for d in record.policy.domains}
    scores = {
        c.id: {d.id: d.score for d in c.domains} for c in record.comparison.candidates
    }
    names = [name for name in record.comparison.spread if name in titles]
    for index, columns in enumerate(column_sets(rows)):
        yield Grid(
            "domains" if index == 0 else f"domains-{index + 1}",
            word["domains_title"],
            (w["domain"], w["weight"], *(c.mark for c in columns), word["spread"]),
            tuple(
                (
                    text(titles[name]),
                    numbers.number(weights[name]),
                    *(numbers.heat(scores[c.id].get(name)) for c in columns),
                    numbers.points(
                        spread_over(each.get(name) for each in scores.values())
                    ),
                )
                for name in names
            ),
            ("78mm", "16mm"),
            word["domains_lead"],
            dense=True,
        )
