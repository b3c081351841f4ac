"""Foreign answers → a response of ours, which nobody has attested.

A value that does not fit its question is never bent until it does: the answer becomes
*unknown*, the value goes into its comment, and the losses tell of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.documents import validate
from audit.importers.ledger import brief
from audit.importers.plain import visible
from audit.importers.written import as_document
from audit.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from audit.importers.ledger import Ledger
    from audit.importers.model import Options

_MAX_PARAGRAPH = 2000
_HIDDEN = "control and direction characters can disguise a text"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Answers:
    """Takes answers one by one; ``response`` returns the document."""

    def __init__(
        self, questionnaire: dict[str, Any], options: Options, ledger: Ledger
    ) -> None:
        document = as_document(questionnaire, "questionnaire.json")
        self._record = validate(Questionnaire, document)
        self._digest = document.digest
        self._options = options
        self.ledger = ledger
        self._answers: dict[str, dict[str, Any]] = {}

    def give(self, link_id: str, value: Any, where: str) -> None:
        """Answer a question with a value of its type, without hidden characters."""
        question = self._record.questions[link_id]
        faults = list(question.problems(value, ""))
        shown = visible(value) if faults and isinstance(value, str) else value
        if shown != value and not list(question.problems(shown, "")):
            self.ledger.lose(where, value, _HIDDEN, "the text without them")
            value, faults = shown, []
        if faults:
            self._unfit(link_id, value, where, faults[0].message)
            return
        self._set(link_id, state="answered", value=value)
        self.ledger.carry(where, f"answers/{link_id}/value")

    def refuse(self, link_id: str, value: Any, where: str, why: str) -> None:
        """Leave a question unknown because its value means nothing here."""
        self._unfit(link_id, value, where, why)

    def state(self, link_id: str, state: str, where: str, reason: str = "") -> None:
        """Answer a question with a state; N/A without a reason becomes unknown."""
        question = self._record.questions[link_id]
        if state == "not_applicable" and not reason.strip():
            self._unfit(link_id, "N/A", where, "no reason is given for it")
        elif state == "not_applicable" and not question.allow_not_applicable:
            self._unfit(link_id, "N/A", where, "the question always applies")
        else:
            self._set(link_id, state=state)
            if state == "not_applicable":
                self._set(link_id, justification=self._paragraph(reason, where))
            self.ledger.carry(where, f"answers/{link_id}/state")

    def remark(self, link_id: str, text: str, where: str, before: str = "") -> None:
        """Put a text into an answer's comment, behind what stands there already."""
        said = f"{before}: {text}" if before else text
        answer = self._answers.setdefault(link_id, {"state": "unknown"})
        stood = answer.get("comment", "")
        joined = "\n".join(filter(None, (stood, said)))
        answer["comment"] = self._paragraph(joined, where, said, len(stood))
        if answer["comment"] != stood:
            self.ledger.carry(where, f"answers/{link_id}/comment")

    def response(self, stem: str, day: str = "", **over: Any) -> dict[str, Any]:
        """Return the response; ``day`` is when it was written, if the source says."""
        known = self._record.questions
        return {
            "response_id": _response_id(stem),
            "questionnaire": {
                "id": self._record.id,
                "version": self._record.version,
                "digest": self._digest,
            },
            "vendor": {"name": self._options.vendor, "country": self._options.country},
            "authored": day if _DAY.fullmatch(day) else self._options.day.isoformat(),
            "language": self._options.language,
            "answers": {i: self._answers[i] for i in known if i in self._answers},
            **over,
        }

    def _set(self, link_id: str, **parts: Any) -> None:
        self._answers.setdefault(link_id, {}).update(parts)

    def _unfit(self, link_id: str, value: Any, where: str, why: str) -> None:
        self._set(link_id, state="unknown")
        said = value if isinstance(value, str) else brief(value)
        self.remark(link_id, said, where, "In the imported file")
        kept = "unknown, with the value in the comment"
        self.ledger.lose(where, value, f"the value does not fit: {why}", kept)

    def _paragraph(self, text: str, where: str, added: str = "", stood: int = 0) -> str:
        shown = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
        if len(shown) <= _MAX_PARAGRAPH:
            return shown or "—"
        why = f"a comment takes {_MAX_PARAGRAPH:,} characters"
        room = stood + 1 < _MAX_PARAGRAPH - 1
        self.ledger.lose(where, added or text, why, "its beginning" if room else "")
        return f"{shown[: _MAX_PARAGRAPH - 1]}…"


def _response_id(stem: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:60]
    return f"imported-{plain}" if plain else "imported"
