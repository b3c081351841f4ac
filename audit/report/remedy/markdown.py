"""Conditions as Markdown, for tickets and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.comparison.formats.markdown import grid_lines
from audit.report.formats.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report.remedy.cards import Card
    from audit.report.remedy.conditions import ConditionsView

LINE = r"\_" * 20


def conditions_markdown(view: ConditionsView) -> str:
    """Return the whole document; every text is escaped."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: ConditionsView) -> Iterator[str]:
    w, word = view.w, view.word
    yield f"# {word['conditions_title']}: {escape(view.vendor)}"
    yield ""
    yield f"{w['assessed_on']} {view.as_of}"
    yield ""
    yield f"**{w['decision']}: {view.decision_word}.** {view.intro}"
    yield ""
    yield f"**{view.check}**"
    if view.overview.rows:
        yield from grid_lines(view.overview, "##")
    for chapter in view.chapters:
        yield from ("", f"## {chapter.number}. {chapter.title}", "", chapter.lead)
        for number, card in enumerate(chapter.cards, start=1):
            yield from _card(card, f"{chapter.number}.{number}")
    yield from ("", f"## {word['agreed']}", "")
    yield from (f"| {word['for_client']} | {word['for_provider']} |", "| --- | --- |")
    for name in ("full_name", "position", "day", "signature"):
        yield f"| {word[name]}: {LINE} | {word[name]}: {LINE} |"
    yield from ("", f"## {word['basis']}", "", word["basis_lead"])
    yield from grid_lines(view.basis, "###")


def _card(card: Card, number: str) -> Iterator[str]:
    yield ""
    yield f"### {number} {escape(card.title)} ({escape(card.id)})"
    short = (f"{label}: **{escape(value)}**" for label, value in card.short)
    yield from ("", " · ".join(short))
    if card.clause:
        yield from ("", escape(card.clause))
    yield ""
    for label, lines in card.facts:
        if len(lines) == 1:
            yield f"- **{label}:** {escape(lines[0])}"
            continue
        yield f"- **{label}:**"
        yield from (f"  - {escape(line)}" for line in lines)
