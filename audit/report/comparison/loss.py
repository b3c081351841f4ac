"""What a year with each candidate may cost when things go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.comparison.blocks import Cell, Grid, Paragraph, Section, text
from audit.report.comparison.columns import column_sets
from audit.report.comparison.numbers import NONE, Numbers
from audit.report.words import comparison_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.comparison.exposure import Exposure
    from audit.comparison.model import Candidate
    from audit.report.comparison.blocks import Block
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord


#: With more pairs only those of the first candidate are shown.
MOST_PREMIUMS = 15


def loss_section(
    record: ComparisonRecord,
    rows: tuple[CandidateRow, ...],
    charts: tuple[Block, ...],
    language: str,
) -> Section | None:
    """Return losses, risk-adjusted cost and the assumptions; None without exposure."""
    exposure, word = record.exposure, comparison_words(language)
    if exposure is None:
        return None
    blocks = [
        _figures(record, rows, language),
        *_risk_costs(record, rows, language),
        *_premiums(record, rows, language),
        *charts,
        *_by_loss(record, exposure, rows, language),
        _assumptions(exposure, language),
        _sources(exposure, language),
        Paragraph(
            word["loss_method"].format(
                trials=Numbers(language).number(exposure.trials).text,
                seed=exposure.seed,
            )
        ),
    ]
    return Section("loss", word["loss"], word["loss_lead"], tuple(blocks))


def _figures(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Grid:
    word = comparison_words(language)
    numbers = Numbers(language, record.comparison.currency or "")
    by_id = {c.id: c for c in record.comparison.candidates}
    names = ("any_loss", "gross", "expected", "median", "p90", "p95", "p99")
    return Grid(
        "losses",
        word["losses_title"],
        (word["candidate"], *(word[f"loss_{name}"] for name in names)),
        tuple(
            (
                text(f"{row.mark}  {row.vendor}", "strong"),
                *_figure_cells(by_id[row.id], names, numbers),
            )
            for row in rows
        ),
        ("60mm",),
        word["losses_lead"],
    )


def _figure_cells(
    c: Candidate, names: tuple[str, ...], numbers: Numbers
) -> Iterator[Cell]:
    for name in names:
        if c.loss is None:
            yield NONE
        elif name == "any_loss":
            yield numbers.percent(c.loss.any_loss.exact / 100)
        else:
            yield numbers.money(getattr(c.loss, name))


def _risk_costs(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Iterator[Grid]:
    money, word = record.comparison.money, comparison_words(language)
    if money is None or not money.risk_costs:
        return
    numbers = Numbers(language, record.comparison.currency or "")
    names = {row.id: f"{row.mark}  {row.vendor}" for row in rows}
    yield Grid(
        "risk_costs",
        word["risk_costs_title"],
        (
            word["candidate"],
            word["price_year"],
            word["loss_expected"],
            word["risk_cost"],
        ),
        tuple(
            (
                text(names[each.id], "strong"),
                numbers.money(each.price),
                numbers.money(each.loss),
                numbers.money(each.total),
            )
            for each in money.risk_costs
        ),
        ("90mm",),
    )


def _premiums(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Iterator[Block]:
    money, word = record.comparison.money, comparison_words(language)
    if money is None or not money.premiums:
        return
    numbers = Numbers(language, record.comparison.currency or "")
    marks = {row.id: row.mark for row in rows}
    shown, lead = money.premiums, word["premiums_lead"]
    if len(shown) > MOST_PREMIUMS:
        first = rows[0].id
        shown = tuple(p for p in shown if first in {p.cheaper, p.dearer})
        lead = f"{lead} {word['premiums_some']}"
    yield Grid(
        "premiums",
        word["premiums_title"],
        (
            word["dearer"],
            word["cheaper"],
            word["premium_actual"],
            word["premium_break_even"],
            word["premium_share"],
            word["premium_answer"],
        ),
        tuple(
            (
                text(marks[p.dearer], "strong"),
                text(marks[p.cheaper], "strong"),
                numbers.money(p.actual),
                numbers.money(p.break_even),
                NONE if p.share is None else numbers.percent(p.share),
                text(word["worth_it" if p.worth_it else "not_worth_it"]),
            )
            for p in shown
        ),
        ("20mm", "20mm", "44mm", "44mm", "34mm"),
        lead,
    )


def _by_loss(
    record: ComparisonRecord,
    exposure: Exposure,
    rows: tuple[CandidateRow, ...],
    language: str,
) -> Iterator[Grid]:
    word = comparison_words(language)
    numbers = Numbers(language, record.comparison.currency or "")
    by_id = {c.id: c for c in record.comparison.candidates}
    for index, columns in enumerate(column_sets(rows)):
        some = [by_id[c.id] for c in columns]
        yield Grid(
            "by_loss" if index == 0 else f"by_loss-{index + 1}",
            word["by_loss_title"],
            (word["loss_kind"], *(c.mark for c in columns)),
            tuple(
                (
                    text(pick(loss.title, language)),
                    *(_one_loss(c, loss.id, numbers, word["times"]) for c in some),
                )
                for loss in exposure.losses
            ),
            ("78mm",),
            word["by_loss_lead"],
            dense=True,
        )


def _one_loss(c: Candidate, loss: str, numbers: Numbers, times: str) -> Cell:
    if c.loss is None:
        return NONE
    factors = c.loss.factors.get(loss, {})
    shown = numbers.money(c.loss.by_loss[loss])
    raised = " · ".join(
        f"{times.format(what=comparison_words(numbers.language)[kind])} "
        f"{numbers.number(factor).text}"
        for kind, factor in factors.items()
        if factor > 1
    )
    full = f"{shown.text}\n{raised}" if raised else shown.text
    return Cell(full, shown.number, "money", "num lines loose")


def _assumptions(exposure: Exposure, language: str) -> Grid:
    word, numbers = comparison_words(language), Numbers(language, exposure.currency)
    titles = {s.id: pick(s.title, language) for s in exposure.sources}
    body = []
    for loss in exposure.losses:
        for place, (name, found) in enumerate(
            (
                ("frequency", loss.frequency),
                ("fixed", loss.fixed),
                ("share", loss.share),
                ("per_record", loss.per_record),
            )
        ):
            if found is None:
                continue
            title = pick(loss.title, language) if place == 0 else ""
            marks = [found.low, found.likely, found.high]
            values = [numbers.number(mark, 4) for mark in marks]
            body.append(
                (
                    text(title, "strong"),
                    text(word[name]),
                    *values,
                    text(titles[found.source]),
                )
            )
    header = (
        word["loss_kind"],
        word["assumption"],
        word["range_low"],
        word["range_likely"],
        word["range_high"],
        word["source"],
    )
    return Grid(
        "assumptions",
        word["assumptions_title"],
        header,
        tuple(body),
        ("58mm", "54mm"),
        word["assumptions_lead"].format(currency=exposure.currency),
        dense=True,
    )


def _sources(exposure: Exposure, language: str) -> Grid:
    word = comparison_words(language)
    return Grid(
        "sources",
        word["sources_title"],
        (word["source"], word["source_kind"], word["note"]),
        tuple(
            (
                text(pick(s.title, language)),
                text(word[f"source_{s.kind}"]),
                text(pick(s.note, language)),
            )
            for s in exposure.sources
        ),
        ("60mm", "28mm"),
        dense=True,
    )
