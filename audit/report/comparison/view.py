"""Everything that a comparison report shows, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.comparison import charts
from audit.report.comparison.blocks import Cell, Chart, Grid, text
from audit.report.comparison.candidates import candidate_rows
from audit.report.comparison.inputs import inputs_section
from audit.report.comparison.loss import loss_section
from audit.report.comparison.numbers import NONE, Numbers
from audit.report.comparison.price import price_section
from audit.report.comparison.security import security_section
from audit.report.comparison.service import criteria_section, facts_section
from audit.report.comparison.sureness import headline, sentences, sureness_section
from audit.report.words import comparison_words, show_date, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.report.comparison.blocks import Section
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

    #: Draws a specification with its title and description as SVG.
    Draw = Callable[[charts.Spec, str, str], str]


#: Candidates that leave room for a picture on the first page.
MOST_ON_FRONT = 4


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole comparison as texts; templates and writers only place them."""

    language: str
    w: Mapping[str, str]
    word: Mapping[str, str]
    title: str
    subject: str
    as_of: str
    policy: str
    headline: str
    sentences: tuple[str, ...]
    overview: Grid
    front: tuple[Chart, ...]
    candidates: tuple[CandidateRow, ...]
    sections: tuple[Section, ...]
    engine: str


def build_comparison_view(
    record: ComparisonRecord, language: str, draw: Draw | None
) -> ComparisonView:
    """Return the comparison in the language (en, uk or ru); no charts without draw."""
    w, word = words(language), comparison_words(language)
    rows = candidate_rows(record, language)
    pictures = _pictures(record, rows, language, draw)
    few = len(rows) <= MOST_ON_FRONT
    sections = (
        sureness_section(record, rows, pictures["ranks"], language),
        security_section(record, rows, pictures["scores"], language),
        criteria_section(record, rows, language),
        facts_section(record, rows, language),
        price_section(record, rows, () if few else pictures["price"], language),
        loss_section(record, rows, pictures["loss"], language),
        inputs_section(record, rows, language),
    )
    policy = record.policy
    return ComparisonView(
        language=language,
        w=w,
        word=word,
        title=word["comparison_title"],
        subject=pick(record.demand.title, language) if record.demand else "",
        as_of=show_date(record.comparison.as_of, language),
        policy=f"{pick(policy.title, language)}, {w['version']} {policy.version}",
        headline=headline(record, language),
        sentences=tuple(sentences(record, language)),
        overview=_overview(record, rows, language),
        front=pictures["price"] if few else (),
        candidates=rows,
        sections=tuple(section for section in sections if section is not None),
        engine=record.comparison.engine,
    )


def _pictures(
    record: ComparisonRecord,
    rows: tuple[CandidateRow, ...],
    language: str,
    draw: Draw | None,
) -> dict[str, tuple[Chart, ...]]:
    """Return the charts that there are numbers for."""
    word, found = comparison_words(language), record.comparison
    stable = found.stability
    wanted = {
        "scores": (charts.score_strip, True),
        "ranks": (
            charts.rank_acceptability,
            stable is not None and len(stable.acceptability) > 1,
        ),
        "price": (charts.price_against_risk, any(c.cost for c in found.candidates)),
        "loss": (charts.loss_exceedance, any(c.loss for c in found.candidates)),
    }
    drawn: dict[str, tuple[Chart, ...]] = {}
    for name, (specify, there) in wanted.items():
        title, said = word[f"chart_{name}"], word[f"chart_{name}_text"]
        drawn[name] = (
            (
                Chart(
                    name,
                    title,
                    said,
                    draw(specify(record, rows, language), title, said),
                ),
            )
            if there and draw is not None
            else ()
        )
    return drawn


def _overview(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Grid:
    """Return the table of the first page: only columns that say something."""
    w, word, found = words(language), comparison_words(language), record.comparison
    ranked, priced = record.criteria is not None, record.demand is not None
    losses = record.exposure is not None
    header = [word["candidate"], w["decision"], w["rating"], w["residual_risk"]]
    header += [w["score"], word["knock_outs_count"]]
    header += [word["month"], word["contact"]] if priced else []
    header += [word["expected_loss_year"]] if losses else []
    header = [*([word["rank"]] if ranked else []), *header]
    header += [word["overall"]] if ranked else []
    by_id = {c.id: c for c in found.candidates}
    numbers = Numbers(language, found.currency or "")

    def cells(row: CandidateRow) -> tuple[Cell, ...]:
        c = by_id[row.id]
        score = f"{row.score}\n{row.verified} – {row.claimed}"
        line = [
            text(f"{row.mark}  {row.vendor}\n{row.unranked}".strip(), "strong lines"),
            text(row.decision_word, f"word-{row.decision}"),
            text(row.rating),
            text(row.residual),
            Cell(score, float(c.scores.score.exact), "points", "num lines"),
            Cell(str(len(row.knock_outs)), len(row.knock_outs), "count", "num"),
        ]
        base = c.cost.of("base") if c.cost else None
        if priced:
            line.append(numbers.money(base.month) if base else NONE)
            line.append(numbers.money(base.contact, 2) if base else NONE)
        if losses:
            line.append(numbers.money(c.loss.expected) if c.loss else NONE)
        place = [Cell(row.rank, c.rank, "count", "rank")] if ranked else []
        value = f"{row.total}\n{row.low} – {row.high}" if c.total else "–"
        number = float(c.total.exact) if c.total else None
        last = [Cell(value, number, "points", "num strong lines")] if ranked else []
        return (*place, *line, *last)

    return Grid("overview", word["overview"], tuple(header), tuple(map(cells, rows)))
