"""The portfolio: every vendor, the most urgent first, and what falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from audit.report.comparison.blocks import Cell, Grid, Paragraph, Section, text
from audit.report.comparison.numbers import NONE
from audit.report.register.labels import Labels
from audit.report.register.matrix import matrix_section
from audit.report.register.spark import spark_svg, spark_text
from audit.report.register.view import Figure, RegisterView
from audit.report.words import register_words, show_date, show_number, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from audit.policy.model import Policy
    from audit.vendor.dues import Due
    from audit.vendor.standing import Standing

#: Standings in which somebody should act now.
URGENT = frozenset({"overdue", "to_assess", "lapsed"})


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Vendors on a day, the most urgent first, and the policies they were judged by.

    ``soon`` is the window ahead in days.
    """

    as_of: date
    soon: int
    standings: tuple[Standing, ...]
    policies: Mapping[str, Policy]


def portfolio_view(found: Portfolio, language: str) -> RegisterView:
    """Return the portfolio in the language (en, uk or ru)."""
    word, labels = register_words(language), Labels(found.policies, language)
    urgent = sum(one.name in URGENT for one in found.standings)
    counts = {"vendors": len(found.standings), "urgent": urgent}
    return RegisterView(
        language=language,
        title=word["portfolio_title"],
        subject="",
        as_of=show_date(found.as_of, language),
        headline=word["headline"].format(**counts),
        figures=_figures(found, labels),
        overview=_overview(found, labels),
        sections=(_dues(found, language), matrix_section(found.standings, labels)),
    )


def upcoming(found: Portfolio) -> list[tuple[Standing, Due]]:
    """Return what is late or falls due within the window, the earliest first."""
    last = found.as_of + timedelta(found.soon)
    pairs = [
        (one, due) for one in found.standings for due in one.dues if due.day <= last
    ]
    return sorted(pairs, key=lambda pair: (pair[1].day, pair[0].facts.card.name))


def _figures(found: Portfolio, labels: Labels) -> tuple[Figure, ...]:
    word = register_words(labels.language)
    near = [due for _, due in upcoming(found)]
    late = sum(due.late(found.as_of) for due in near)
    decided = [one.facts.last.decision for one in found.standings if one.facts.last]
    return (
        Figure(word["late_count"], str(late)),
        Figure(word["soon_count"].format(days=found.soon), str(len(near) - late)),
        *(
            Figure(labels.decision(code), str(decided.count(code)))
            for code in ("accept", "accept_with_conditions", "reject")
        ),
    )


def _overview(found: Portfolio, labels: Labels) -> Grid:
    w, word = words(labels.language), register_words(labels.language)
    header = (
        w["vendor"],
        word["standing"],
        w["decision"],
        w["rating"],
        w["residual_risk"],
        w["score"],
        word["trend"],
        word["next"],
        word["first_due"],
    )
    rows = tuple(_row(one, found.as_of, labels) for one in found.standings)
    lead = "" if rows else word["no_vendors"]
    return Grid("vendors", word["overview"], header, rows, _WIDTHS, lead=lead)


_WIDTHS = ("19%", "11%", "11%", "9%", "8%", "9%", "9%", "8%")


def _row(one: Standing, as_of: date, labels: Labels) -> tuple[Cell, ...]:
    word, language = register_words(labels.language), labels.language
    card = one.facts.card
    status = word[f"status_{card.status}"]
    note = f"\n{word['differs']}" if one.differs else ""
    named = text(f"{card.name}\n{status}, {card.country}{note}", "strong lines")
    standing = text(word[f"standing_{one.name}"], f"st-{one.name}")
    due = _first_due(one, as_of, language)
    following = text(show_date(one.next, language)) if one.next else NONE
    return (named, standing, *_verdict(one, labels), following, due)


def _verdict(one: Standing, labels: Labels) -> tuple[Cell, ...]:
    last, language = one.facts.last, labels.language
    if last is None:
        return (NONE,) * 5
    decision, rating, residual = labels.verdict(last)
    score, low, high = (
        show_number(str(number), language)
        for number in (last.score, last.verified, last.claimed)
    )
    trend = " → ".join(
        show_number(str(judged.score), language)
        for judged in one.facts.assessments[-3:]
    )
    return (
        text(decision, f"word-{last.decision}"),
        text(rating),
        text(residual),
        Cell(f"{score}\n{low} – {high}", float(last.score), "points", "num lines"),
        Cell(
            trend,
            style="small",
            svg=spark_svg(one.trend, trend),
            plain=spark_text(one.trend),
        ),
    )


def _first_due(one: Standing, as_of: date, language: str) -> Cell:
    word = register_words(language)
    for due in one.dues:
        what = word[f"due_{due.kind}"]
        style = "late lines" if due.late(as_of) else "lines"
        return text(f"{show_date(due.day, language)}\n{what} {due.subject}", style)
    return NONE


def _dues(found: Portfolio, language: str) -> Section:
    w, word = words(language), register_words(language)
    lead = word["dues_lead"].format(days=found.soon)
    rows = tuple(
        _due_row(one, due, found.as_of, language) for one, due in upcoming(found)
    )
    if not rows:
        nothing = Paragraph(word["dues_none"].format(days=found.soon))
        return Section("dues", word["dues"], "", (nothing,))
    header = (
        word["day"], word["left"], w["vendor"], word["what"],
        word["subject"], word["owner"],
    )  # fmt: skip
    widths = ("11%", "9%", "22%", "20%", "24%")
    grid = Grid("dues", word["dues"], header, rows, widths, dense=True)
    return Section("dues", word["dues"], lead, (grid,))


def _due_row(one: Standing, due: Due, as_of: date, language: str) -> tuple[Cell, ...]:
    left = (due.day - as_of).days
    late = "late" if left < 0 else ""
    subject = f"{due.subject}: {due.title}" if due.title else due.subject
    return (
        text(show_date(due.day, language), late),
        Cell(str(left).replace("-", "−"), left, "count", f"num {late}"),
        text(one.facts.card.name),
        text(register_words(language)[f"due_{due.kind}"]),
        text(subject or "–"),
        text(one.facts.card.owner),
    )
