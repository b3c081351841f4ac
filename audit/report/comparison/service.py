"""What the buyer weighs: criteria, their measures, and the answers as they are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.conditions.quantities import HOURS
from audit.questionnaire.localisation import pick
from audit.questionnaire.types.duration import show_duration
from audit.report.comparison.blocks import Cell, Grid, Section, text
from audit.report.comparison.columns import column_sets
from audit.report.comparison.numbers import NONE, Numbers
from audit.report.words import comparison_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.comparison.criteria import Criteria
    from audit.comparison.model import Candidate, MeasureValue
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord


def criteria_section(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Section | None:
    """Return the criteria with every measure behind them; None without criteria."""
    criteria, word = record.criteria, comparison_words(language)
    if criteria is None:
        return None
    blocks = [
        *_criteria(record, criteria, rows, language),
        *_measures(record, criteria, rows, language),
    ]
    return Section("criteria", word["criteria"], word["criteria_lead"], tuple(blocks))


def facts_section(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Section | None:
    """Return the selection answers side by side; None when none are chosen."""
    word = comparison_words(language)
    facts = record.criteria.facts if record.criteria else ()
    if not facts:
        return None
    blocks = tuple(_facts(record, facts, rows, language))
    return Section("facts", word["facts"], word["facts_lead"], blocks)


def _criteria(
    record: ComparisonRecord,
    criteria: Criteria,
    rows: tuple[CandidateRow, ...],
    language: str,
) -> Iterator[Grid]:
    word, numbers = comparison_words(language), Numbers(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    whole = sum((item.weight for item in criteria.criteria), Fraction(0))
    for index, columns in enumerate(column_sets(rows)):
        some = [by_id[c.id] for c in columns]
        body = [
            (
                text(pick(item.title, language)),
                numbers.percent(item.weight / whole),
                *(_value(c, item.id, numbers) for c in some),
            )
            for item in criteria.criteria
        ]
        total = (
            text(word["total"], "strong"),
            numbers.percent(whole / whole),
            *(numbers.points(c.total, "num strong") for c in some),
        )
        interval = (
            text(word["interval"]),
            text(""),
            *(numbers.span(c.low, c.high) for c in some),
        )
        yield Grid(
            "criteria" if index == 0 else f"criteria-{index + 1}",
            word["criteria_title"],
            (word["criterion"], word["weight_share"], *(c.mark for c in columns)),
            (*body, total, interval),
            ("78mm", "22mm"),
        )


def _value(c: Candidate, criterion: str, numbers: Numbers) -> Cell:
    found = next((v for v in c.values if v.id == criterion), None)
    return numbers.heat(found.value) if found else NONE


def _measures(
    record: ComparisonRecord,
    criteria: Criteria,
    rows: tuple[CandidateRow, ...],
    language: str,
) -> Iterator[Grid]:
    word = comparison_words(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    for index, columns in enumerate(column_sets(rows)):
        some = [by_id[c.id] for c in columns]
        body = []
        for item in criteria.criteria:
            values = [_measures_of(c, item.id) for c in some]
            for place in range(len(item.measures)):
                each = [found[place] if found else None for found in values]
                name = _subject(record, next((m for m in each if m), None), language)
                title = pick(item.title, language) if place == 0 else ""
                cells = [_measure(m, record, language) for m in each]
                body.append((text(title, "strong"), text(name), *cells))
        yield Grid(
            "measures" if index == 0 else f"measures-{index + 1}",
            word["measures_title"],
            (word["criterion"], word["measure"], *(c.mark for c in columns)),
            tuple(body),
            ("38mm", "82mm"),
            word["measures_lead"],
            dense=True,
        )


def _measures_of(c: Candidate, criterion: str) -> tuple[MeasureValue, ...]:
    return next((v.measures for v in c.values if v.id == criterion), ())


def _subject(
    record: ComparisonRecord, measure: MeasureValue | None, language: str
) -> str:
    """Return what was measured, as people call it."""
    if measure is None:
        return "–"
    if measure.kind == "price":
        return comparison_words(language)[f"price_{measure.subject}"]
    if measure.kind == "assessment":
        domains = {d.id: pick(d.title, language) for d in record.policy.domains}
        return domains.get(measure.subject, words(language)["score"])
    return pick(record.questionnaire.questions[measure.subject].text, language)


def _measure(
    measure: MeasureValue | None, record: ComparisonRecord, language: str
) -> Cell:
    if measure is None:
        return NONE
    numbers = Numbers(language, record.comparison.currency or "")
    worth = numbers.points(measure.value)
    reading = _reading(measure, record, numbers)
    return Cell(f"{reading} → {worth.text}", worth.number, "points", "num")


def _reading(measure: MeasureValue, record: ComparisonRecord, numbers: Numbers) -> str:
    """Return the measured number with its unit."""
    if measure.reading is None:
        return "–"
    if measure.kind == "price":
        return numbers.money(measure.reading).text
    if measure.kind != "answer":
        return numbers.number(measure.reading, 1).text
    question = record.questionnaire.questions[measure.subject]
    kind, unit = question.type, getattr(question, "unit", None)
    if kind == "duration" and unit is not None:
        amount = numbers.number(measure.reading / HOURS[unit], 1).text
        return show_duration(amount, unit, numbers.language)
    shown = numbers.number(measure.reading, 1).text
    return f"{shown} {unit}" if unit else shown


def _facts(
    record: ComparisonRecord,
    facts: tuple[str, ...],
    rows: tuple[CandidateRow, ...],
    language: str,
) -> Iterator[Grid]:
    word = words(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    questions = record.questionnaire.questions
    for index, columns in enumerate(column_sets(rows)):
        yield Grid(
            "facts" if index == 0 else f"facts-{index + 1}",
            comparison_words(language)["facts_title"],
            (word["question"], *(c.mark for c in columns)),
            tuple(
                (
                    text(pick(questions[name].text, language)),
                    *(_fact(by_id[c.id], name, record, language) for c in columns),
                )
                for name in facts
            ),
            ("62mm",),
            dense=True,
        )


def _fact(c: Candidate, name: str, record: ComparisonRecord, language: str) -> Cell:
    fact = c.facts.get(name)
    if fact is None:
        return text(words(language)["state_unanswered"], "muted")
    if fact["state"] != "answered":
        return text(words(language)[f"state_{fact['state']}"], "muted")
    shown = record.questionnaire.questions[name].shown(fact["value"], language)
    return text(shown, "lines")
