"""The conditions of acceptance as a document that goes into a negotiation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.remedy.ending import endings
from audit.report.comparison.blocks import Grid, text
from audit.report.remedy.cards import Card, card_of
from audit.report.words import remedy_words, show_date, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.remedy.ending import Kind
    from audit.report.record import Record

#: Chapter by kind of ending, in their order.
CHAPTERS: dict[Kind, str] = {
    "rejection": "rejections",
    "clause": "clauses",
    "exception": "exceptions",
    "uncovered": "uncovered",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """All endings of one kind; a card's number is the chapter's and its own."""

    id: str
    number: int
    title: str
    lead: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ConditionsView:
    """The document as texts; renderers only place them.

    ``check`` counts what became of the gaps; ``complete`` when none is uncovered.
    """

    language: str
    w: Mapping[str, str]
    word: Mapping[str, str]
    vendor: str
    vendor_detail: str
    as_of: str
    decision: str
    decision_word: str
    intro: str
    check: str
    complete: bool
    overview: Grid
    chapters: tuple[Chapter, ...]
    basis: Grid


def build_conditions(record: Record, language: str) -> ConditionsView:
    """Return the conditions of an assessment in the language (en, uk or ru)."""
    a, w, word = record.assessment, words(language), remedy_words(language)
    vendor = record.response.vendor
    chapters = _chapters(record, language)
    counts = {c.id: len(c.cards) for c in chapters}
    numbers = {name: counts.get(name, 0) for name in CHAPTERS.values()}
    return ConditionsView(
        language=language,
        w=w,
        word=word,
        vendor=a.vendor,
        vendor_detail=" · ".join(
            filter(None, (vendor.registration_no, vendor.country))
        ),
        as_of=show_date(a.as_of, language),
        decision=a.decision,
        decision_word=w[f"decision_{a.decision}"],
        intro=word[f"intro_{a.decision}"],
        check=word["check"].format(gaps=sum(numbers.values()), **numbers),
        complete=not numbers["uncovered"],
        overview=_overview(chapters, language),
        chapters=chapters,
        basis=_basis(record, language),
    )


def _chapters(record: Record, language: str) -> tuple[Chapter, ...]:
    w, word = words(language), remedy_words(language)
    found = endings(record.assessment, record.policy, record.response)
    kinds = [kind for kind in CHAPTERS if any(e.kind == kind for e in found)]
    return tuple(
        Chapter(
            id=CHAPTERS[kind],
            number=number,
            title={**w, **word}[CHAPTERS[kind]],
            lead=word[f"{CHAPTERS[kind]}_lead"],
            cards=tuple(card_of(e, record, language) for e in found if e.kind == kind),
        )
        for number, kind in enumerate(kinds, start=1)
    )


def _overview(chapters: tuple[Chapter, ...], language: str) -> Grid:
    w, word = words(language), remedy_words(language)
    header = (
        word["number"], w["control"], w["name_col"], w["severity"], w["due"],
        word["responsible"],
    )  # fmt: skip
    rows = tuple(
        (
            text(f"{chapter.number}.{number}"),
            text(card.id, "mono"),
            text(card.title),
            text(card.severity_word),
            text(card.due),
            text(card.owner),
        )
        for chapter in chapters
        for number, card in enumerate(chapter.cards, start=1)
    )
    widths = ("7%", "17%", "29%", "13%", "15%", "19%")
    return Grid("overview", word["overview"], header, rows, widths, dense=True)


def _basis(record: Record, language: str) -> Grid:
    """Return what the conditions follow from, by digest."""
    a, w, word = record.assessment, words(language), remedy_words(language)
    policy, asked = record.policy, record.questionnaire
    rows = (
        (
            w["questionnaire"],
            pick(asked.title, language),
            asked.version,
            a.questionnaire,
        ),
        (w["policy"], pick(policy.title, language), policy.version, a.policy),
        (w["response"], a.response.id, "", a.response),
    )
    body = [
        (
            text(name),
            text(f"{title} {version}".strip()),
            text(_bare(subject.digest), "mono"),
        )
        for name, title, version, subject in rows
    ]
    engine, digest = f"vendor-audit {a.engine}", record.assessment_digest
    body.append((text(w["assessment"]), text(engine), text(_bare(digest), "mono")))
    header = (word["basis"], word["document"], "SHA-256")
    return Grid(
        "basis", w["digests"], header, tuple(body), ("16%", "24%", "60%"), dense=True
    )


def _bare(digest: str) -> str:
    """Return the digest without the name of its algorithm, which the column tells."""
    return digest.removeprefix("sha256:")
