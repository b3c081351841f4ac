"""One open gap as a card: its clause, and the facts that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.words import remedy_words, show_date, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.policy.model import Control
    from audit.remedy.ending import Ending
    from audit.remedy.telling import Owner
    from audit.report.record import Record

#: Lines of one answer that are shown; a table's other rows stand in the response.
MOST_LINES = 2

Fact = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """One ending; its ``short`` facts share a line, the others have one or several."""

    id: str
    title: str
    clause: str
    short: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    severity_word: str
    due: str
    owner: str


def card_of(ending: Ending, record: Record, language: str) -> Card:
    """Return the card of an ending in the language."""
    title, clause = _texts(ending, record, language)
    answers = (
        remedy_words(language)["answered"],
        tuple(_answers(ending, record, language)),
    )
    rest = _exception if ending.exception else _closing
    return Card(
        id=ending.id,
        title=title,
        clause=clause,
        short=_short(ending, language),
        facts=tuple(
            fact
            for fact in (
                *_findings(ending, record, language),
                answers,
                *rest(ending, record, language),
            )
            if fact[1]
        ),
        severity_word=words(language)[f"severity_{ending.severity}"],
        due=_due(ending, language),
        owner=ending.owner.name,
    )


def _short(ending: Ending, language: str) -> tuple[tuple[str, str], ...]:
    """Return severity, day and person: of an exception who approved it."""
    w, granted = words(language), ending.exception
    severity = w["severity"], w[f"severity_{ending.severity}"]
    if granted is not None:
        until = w["expires"], show_date(granted.expires, language)
        return severity, until, (w["approver"], granted.approver)
    person = remedy_words(language)["responsible"], _person(ending.owner)
    return severity, (w["due"], _due(ending, language)), person


def _texts(ending: Ending, record: Record, language: str) -> tuple[str, str]:
    """Return the title and the clause."""
    word = remedy_words(language)
    if ending.gap == "signature":
        return words(language)["signature_required"], word["sign_clause"]
    if ending.gap == "contradiction":
        kind = "open" if ending.id in record.assessment.open_contradictions else "found"
        return word[f"{kind}_title"], word[f"{kind}_clause"]
    control = record.policy.by_id[ending.id]
    title = pick(control.title, language)
    if ending.kind == "exception":
        return title, ""
    return title, pick(control.clause, language) if control.clause else word[
        "no_clause"
    ]


def _findings(ending: Ending, record: Record, language: str) -> Iterator[Fact]:
    found = {c.id for c in record.assessment.contradictions}
    if ending.gap == "contradiction" and ending.id in found:
        (rule,) = (c for c in record.policy.contradictions if c.id == ending.id)
        label = remedy_words(language)["remark"]
        yield label, (pick(rule.finding, language),)


def _answers(ending: Ending, record: Record, language: str) -> Iterator[str]:
    """Yield the answers that decided, each behind its question."""
    word = words(language)
    for link_id in ending.answers:
        question = record.questionnaire.questions[link_id]
        result = record.assessment.answers[link_id]
        answer = record.response.answers.get(link_id)
        if result.state == "answered" and answer is not None:
            lines = str(question.shown(answer.value, language)).splitlines()
            rest = len(lines) - MOST_LINES
            tail = [f"+ {rest} {word['more']}"] if rest > 0 else []
            shown = " / ".join(lines[:MOST_LINES] + tail)
            shown += f" ({word[f'assurance_{result.assurance}']})"
        else:
            shown = word[f"state_{result.state}"]
        yield f"{pick(question.text, language)} – {shown}"


def _exception(ending: Ending, _: Record, language: str) -> Iterator[Fact]:
    word, granted = words(language), ending.exception
    if granted is not None:
        yield word["exception_reason"], (granted.reason,)
        yield word["compensating_control"], (granted.compensating_control,)
        yield word["granted"], (show_date(granted.granted, language),)


def _closing(ending: Ending, record: Record, language: str) -> Iterator[Fact]:
    """Yield what to do about the gap, and the evidence that shows it was done."""
    word, evidence = remedy_words(language), []
    if ending.gap == "control":
        control = record.policy.by_id[ending.id]
        yield from _to_do(control, language)
        level = words(language)[f"assurance_{control.evidence_floor}"]
        evidence.append(word["level_needed"].format(level=level))
    evidence += _typical(ending.reads, record, language)
    yield word["needed_evidence"], tuple(evidence)


def _to_do(control: Control, language: str) -> Iterator[Fact]:
    fix = control.remediation
    if fix is not None:
        yield words(language)["remediation"], (pick(fix.text, language),)


def _typical(reads: Iterable[str], record: Record, language: str) -> tuple[str, ...]:
    questions = (record.questionnaire.questions[link_id] for link_id in reads)
    texts = (q.typical_evidence for q in questions if q.typical_evidence)
    return tuple(dict.fromkeys(pick(text, language) for text in texts))


def _person(owner: Owner) -> str:
    return ", ".join(part for part in (owner.name, owner.role, owner.reach) if part)


def _due(ending: Ending, language: str) -> str:
    if ending.exception is not None:
        return show_date(ending.exception.expires, language)
    if ending.due is not None:
        return show_date(ending.due, language)
    word = remedy_words(language)
    return word["to_agree" if ending.gap == "control" else "before_contract"]
