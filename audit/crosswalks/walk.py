"""Draft answers by a crosswalk: none of them counts before the vendor confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.importers.names import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.crosswalks.model import Crosswalk, Pair
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Answer

_MOST = 2000
#: What stands before the foreign answers in a comment.
_IMPORTED = {
    "en": "Imported from {source}, to be confirmed.",
    "uk": "Імпортовано з {source}, потребує підтвердження.",
    "ru": "Импортировано из {source}, требует подтверждения.",
}
_SAID = {
    "en": {"yes": "Yes", "no": "No", "na": "not applicable"},
    "uk": {"yes": "Так", "no": "Ні", "na": "не застосовується"},
    "ru": {"yes": "Да", "no": "Нет", "na": "неприменимо"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one question here.

    ``status`` is *mapped* (a value to confirm), *open* (the foreign answers tell
    something, but no value) or *contradictory* (they mean different values).
    """

    link_id: str
    sources: tuple[str, ...]
    status: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class Walked:
    """Draft answers, how each came about, and foreign answers that no pair names."""

    answers: dict[str, dict[str, Any]]
    steps: tuple[Step, ...]
    unmapped: tuple[str, ...]


def walk(
    crosswalk: Crosswalk,
    answers: Mapping[str, Answer],
    questionnaire: Questionnaire,
    language: str,
) -> Walked:
    """Return the drafts for every question that an answered foreign one leads to."""
    pairs: dict[str, list[Pair]] = {}
    for pair in crosswalk.pairs:
        if _said(answers.get(_link(pair))):
            pairs.setdefault(pair.to, []).append(pair)
    source = f"{crosswalk.from_.id.upper()} {crosswalk.from_.version}"
    drafts, steps = {}, []
    for link_id, question in questionnaire.questions.items():
        if found := pairs.get(link_id):
            draft = _draft(found, answers, source, language)
            drafts[link_id] = draft
            step = _step(
                link_id, found, answers, expects=question.evidence == "expected"
            )
            steps.append(step)
    named = {_link(pair) for pair in crosswalk.pairs}
    left = (i for i, answer in answers.items() if _said(answer) and i not in named)
    return Walked(drafts, tuple(steps), tuple(left))


def _step(
    link_id: str, pairs: list[Pair], answers: Mapping[str, Answer], *, expects: bool
) -> Step:
    count = len(_values(pairs, answers))
    status = {0: "open", 1: "mapped"}.get(count, "contradictory")
    return Step(link_id, tuple(pair.from_ for pair in pairs), status, expects)


def _draft(
    pairs: list[Pair], answers: Mapping[str, Answer], source: str, language: str
) -> dict[str, Any]:
    comment = _comment(pairs, answers, source, language)
    values = _values(pairs, answers)
    if len(values) != 1:
        return {"state": "unknown", "comment": comment}
    return {
        "state": "answered",
        "value": values[0],
        "carried": True,
        "comment": comment,
    }


def _values(pairs: list[Pair], answers: Mapping[str, Answer]) -> list[Any]:
    """Return the distinct values that the foreign answers mean."""
    found: list[Any] = []
    for pair in pairs:
        value = pair.value(_said(answers[_link(pair)]))
        if value is not None and value not in found:
            found.append(value)
    return found


def _comment(
    pairs: list[Pair], answers: Mapping[str, Answer], source: str, language: str
) -> str:
    lines = [_IMPORTED[language].format(source=source)]
    for pair in pairs:
        answer = answers[_link(pair)]
        words = [_SAID[language][_said(answer)]]
        words += [text for text in (answer.justification, answer.comment) if text]
        lines.append(f"{pair.from_}: {'. '.join(words)}")
    text = "\n".join(lines)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _said(answer: Answer | None) -> str:
    """Return what a foreign answer says: yes, no, na, or nothing that is known."""
    if answer is None:
        return ""
    if answer.state == "not_applicable":
        return "na"
    known = {True: "yes", False: "no"}
    is_boolean = answer.state == "answered" and isinstance(answer.value, bool)
    return known[answer.value] if is_boolean else ""


def _link(pair: Pair) -> str:
    return slug(pair.from_, "q")
