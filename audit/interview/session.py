"""The interview: which question is next, and what a typed line does to the answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from audit.interview.commands import read_command
from audit.interview.typed import read_typed
from audit.questionnaire.asked import compile_gates
from audit.response.answers import read_answers
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from audit.questionnaire.model import Questionnaire

#: What a line did: ``saved`` answers are to be written to disk at once.
Outcome = Literal["saved", "moved", "row", "help", "problem", "quit"]
#: What stays when an answer is given anew.
_KEPT = ("comment", "evidence", "respondent")
_NOT_SHOWN = frozenset({"not_asked", "withheld"})


@dataclass(slots=True)
class Interview:
    """A response being filled in; ``data`` is the response document as plain data.

    One question is open at a time. For a table one cell is: lines fill its columns in
    turn, row by row, and ``:end`` closes the table. Rows are kept when somebody leaves
    before that, marked as carried over, so that they count for nothing yet.

    ``refused`` is the value that a question did not take, ``reply`` the key of another
    answer to a line, with what it names.
    """

    data: dict[str, Any]
    questionnaire: Questionnaire
    as_of: date
    section: str | None = None
    current: str | None = None
    refused: tuple[Any, Any] | None = None
    reply: tuple[str, dict[str, Any]] | None = None
    changed: str | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    row: dict[str, Any] = field(default_factory=dict)
    column: int = 0
    _passed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open(self._next())

    @property
    def question(self) -> Any:
        """Return the open question; None when nothing is left."""
        return self.questionnaire.questions[self.current] if self.current else None

    @property
    def cell(self) -> Any:
        """Return the open column of a table question, else None."""
        columns = getattr(self.question, "columns", None)
        return columns[self.column] if columns else None

    @property
    def heading(self) -> Any:
        """Return the section of the open question."""
        parts = self.questionnaire.sections
        ids = {part.id: [q.link_id for q in part.questions] for part in parts}
        return next(part for part in parts if self.current in ids[part.id])

    @property
    def given(self) -> dict[str, Any]:
        """Return the open question's answer as it stands in the response."""
        answer: dict[str, Any] = self.data["answers"].get(self.current, {})
        return answer

    @property
    def carried(self) -> Any:
        """Return the value taken over from an earlier response, else None."""
        return self.given.get("value") if self.given.get("carried") else None

    def left(self) -> list[str]:
        """Return the questions still to answer, in order, within the section."""
        states = self._states()
        return [i for i in self._ids() if states[i] == "unanswered"]

    def submit(self, line: str) -> Outcome:
        """Take one line: an answer, a command, or nothing, which skips."""
        self.refused = self.reply = self.changed = None
        line, target = line.strip(), self.cell or self.question
        word, rest = read_command(target, line)
        if word:
            return self._command(word, rest)
        if not line:
            return self._pass_over()
        return self._value(target, read_typed(target, line))

    def _value(self, target: Any, value: Any) -> Outcome:
        if any(target.problems(value, "/value")):
            return self._refuse(target, value)
        if target.type == "attachment":
            known = [item["id"] for item in self.data.get("evidence", ())]
            if missing := [name for name in value if name not in known]:
                listed = ", ".join(known) or "—"
                return self._replied("evidence", given=", ".join(missing), known=listed)
        if self.cell is None:
            return self._store({"value": value, "state": "answered"})
        self.row[self.cell.id] = value
        return self._next_cell()

    def _refuse(self, target: Any, value: Any) -> Outcome:
        self.refused = (target, value)
        return "problem"

    def _replied(self, key: str, **named: Any) -> Outcome:
        self.reply = (key, named)
        return "problem"

    def _pass_over(self) -> Outcome:
        """Take an empty line: it leaves out a cell, closes a table or skips."""
        if not self.row:
            return self._end_table() if self.rows else self._skip()
        if self.cell.required:
            return self._refuse(self.question, [self.row])
        return self._next_cell()

    def _next_cell(self) -> Outcome:
        self.column += 1
        if self.column == len(self.question.columns):
            self.rows.append(self.row)
            self.row, self.column = {}, 0
        return "row"

    def _command(self, word: str, rest: str) -> Outcome:
        taken: dict[str, Callable[[], Outcome]] = {
            ":help": lambda: "help",
            ":quit": lambda: self._leave("quit"),
            ":back": self._back,
            ":skip": self._skip,
            ":unknown": lambda: self._store({"state": "unknown"}),
            ":decline": lambda: self._store({"state": "declined"}),
            ":comment": lambda: self._comment(rest),
            ":confirm": self._confirm,
            ":end": self._end_table,
            ":clear": self._clear,
            ":na": lambda: self._waive(rest),
        }
        return taken[word]() if word in taken else self._replied("command", given=word)

    def _confirm(self) -> Outcome:
        if self.carried is None:
            return self._replied("carried")
        return self._store({"carried": False}, keep=True)

    def _waive(self, reason: str) -> Outcome:
        if not self.question.allow_not_applicable:
            return self._replied("always")
        if not reason:
            return self._replied("reason")
        return self._store({"state": "not_applicable", "justification": reason})

    def _end_table(self) -> Outcome:
        if self.cell is None:
            return "help"
        rows = [*self.rows, self.row] if self.row else self.rows
        if any(self.question.problems(rows, "/value")):
            return self._refuse(self.question, rows)
        return self._store({"value": rows, "state": "answered"})

    def _clear(self) -> Outcome:
        self.rows, self.row, self.column = [], {}, 0
        return "row" if self.cell else "help"

    def _skip(self) -> Outcome:
        if self.row and not self.cell.required:
            return self._next_cell()
        outcome = self._leave("moved")
        self._passed.append(str(self.current))
        self._open(self._next())
        return outcome

    def _back(self) -> Outcome:
        outcome = self._leave("moved")
        asked = [i for i in self._ids() if self._states()[i] not in _NOT_SHOWN]
        before = asked[: asked.index(self.current)] if self.current in asked else []
        here = before[-1] if before else self.current
        self._open(self._passed.pop() if self._passed else here)
        return outcome

    def _leave(self, outcome: Outcome) -> Outcome:
        """Keep the rows of an open table for the next time."""
        if self.rows != (self.given.get("value") or []) and self.cell:
            kept = {"value": self.rows, "state": "answered", "carried": True}
            self.data["answers"][self.current] = {**self.given, **kept}
            self.changed = self.current
        return outcome

    def _comment(self, text: str) -> Outcome:
        if not text:
            return self._replied("text")
        answers = self.data["answers"]
        answers.setdefault(self.current, {"state": "unanswered"})["comment"] = text
        self.changed = self.current
        return "saved"

    def _store(self, change: dict[str, Any], *, keep: bool = False) -> Outcome:
        old = self.given
        kept = old if keep else {key: old[key] for key in _KEPT if key in old}
        answer = {**kept, **change}
        if not answer.get("carried"):
            answer.pop("carried", None)
        self.data["answers"][self.current] = answer
        self.changed = self.current
        self._passed.append(str(self.current))
        self._open(self._next())
        return "saved"

    def _open(self, link_id: str | None) -> None:
        self.current = link_id
        self.row, self.column = {}, 0
        self.rows = list(self.given.get("value") or []) if self.cell else []

    def _next(self) -> str | None:
        left = self.left()
        ids = self._ids()
        after = ids.index(self.current) + 1 if self.current in ids else 0
        later = [i for i in left if ids.index(i) >= after]
        fresh = [i for i in left if i not in self._passed]
        return next(iter([*later, *fresh]), None)

    def _states(self) -> Mapping[str, str]:
        gates = compile_gates(self.questionnaire)
        response = Response.model_validate(self.data)
        return read_answers(response, self.questionnaire, gates, self.as_of).states

    def _ids(self) -> list[str]:
        return [
            question.link_id
            for section in self.questionnaire.sections
            if self.section in {None, section.id}
            for question in section.questions
        ]
