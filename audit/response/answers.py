"""A checked response as facts: which questions were asked, and their values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from audit.conditions.evaluate import Facts
from audit.questionnaire.asked import Asked, Gates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Answer, Response

#: A question's state: the answer's own, or why there is none.
QuestionState = Literal[
    "answered",
    "not_applicable",
    "unknown",
    "declined",
    "unanswered",
    "not_asked",
    "withheld",
]


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """States of all questions and comparable values of the answered ones."""

    states: Mapping[str, QuestionState]
    values: Mapping[str, Any]
    answers: Mapping[str, Answer]

    def is_silent(self, link_id: str) -> bool:
        """Tell whether the vendor could have answered and did not."""
        return self.states.get(link_id) not in {"answered", "not_asked"}


def read_answers(
    response: Response, questionnaire: Questionnaire, gates: Gates, as_of: date
) -> AnswerBook:
    """Return the states and values; a stored answer to a hidden question is inert."""
    questions = questionnaire.questions
    states: dict[str, QuestionState] = {}
    values: dict[str, Any] = {}
    waived: set[str] = set()

    def settle(link_id: str, asked: Asked) -> None:
        answer = response.answers.get(link_id)
        if asked is not Asked.YES:
            states[link_id] = "not_asked" if asked is Asked.NO else "withheld"
            return
        given = answer is not None and not answer.carried
        states[link_id] = answer.state if answer and given else "unanswered"
        if answer and states[link_id] == "answered":
            values[link_id] = questions[link_id].comparable(answer.value)
        elif states[link_id] == "not_applicable":
            waived.add(link_id)

    # The facts look into the collections that ``settle`` fills as the order goes on.
    gates.asked(settle, Facts(values, {}, as_of, waived))
    return AnswerBook(states, values, response.answers)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far one section is filled in."""

    section: str
    asked: int
    answered: int
    left: tuple[str, ...]


def progress(book: AnswerBook, questionnaire: Questionnaire) -> list[SectionProgress]:
    """Return per section how many asked questions are settled and which are left."""
    found = []
    for section in questionnaire.sections:
        ids = [q.link_id for q in section.questions]
        counts = Counter(book.states[link_id] for link_id in ids)
        left = tuple(i for i in ids if book.states[i] == "unanswered")
        asked = len(ids) - counts["not_asked"] - counts["withheld"]
        found.append(SectionProgress(section.id, asked, asked - len(left), left))
    return found
