"""What every export is made from, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.report.gaps import Gap, gaps_of
from audit.report.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.documents import Document
    from audit.report.record import Record


@dataclass(frozen=True)
class Export:
    """An assessment's record, and the response as it was read, which knows places."""

    record: Record
    response: Document
    language: str

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the open gaps, the most severe first."""
        return gaps_of(self.record, self.language)

    @property
    def w(self) -> Mapping[str, str]:
        """Return the report's words."""
        return words(self.language)

    def say(self, text: Mapping[str, str] | None) -> str:
        """Return a text in the language, nothing for none."""
        return pick(text, self.language) if text else ""

    def question(self, link_id: str) -> str:
        """Return the text of a question."""
        return self.say(self.record.questionnaire.questions[link_id].text)

    def answer(self, link_id: str) -> str:
        """Return what was answered, else that nothing was."""
        result = self.record.assessment.answers[link_id]
        answer = self.record.response.answers.get(link_id)
        if result.state != "answered" or answer is None:
            return self.w[f"state_{result.state}"]
        question = self.record.questionnaire.questions[link_id]
        shown = str(question.shown(answer.value, self.language))
        return shown or self.w["state_answered"]

    def place(self, link_id: str) -> tuple[str, int, int]:
        """Return an answer's pointer, line and column; without one, of all answers."""
        given = link_id in self.record.response.answers
        pointer = f"/answers/{link_id}" if given else "/answers"
        return pointer, *self.response.locate(pointer, key=given)


def without_empty(data: Any) -> Any:
    """Return plain data without keys of no value, which some schemas forbid."""
    if isinstance(data, dict):
        pairs = ((key, without_empty(value)) for key, value in data.items())
        return {key: value for key, value in pairs if value not in (None, "", [], {})}
    if isinstance(data, list | tuple):
        return [without_empty(item) for item in data]
    return data
