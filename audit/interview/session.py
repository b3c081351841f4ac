"""The interview: which question is next, and what a typed line does to the answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from audit.interview.typed import read_typed
from audit.questionnaire.asked import compile_gates
from audit.response.answers import read_answers
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from audit.errors import Problem
    from audit.questionnaire.model import Questionnaire

#: What a line did: ``saved`` answers are to be written to disk at once.
Outcome = Literal["saved", "moved", "row", "help", "problem", "quit"]
#: Typed words that are no answer; the colon keeps them apart from text.
COMMANDS = (
    ":help", ":back", ":skip", ":quit", ":unknown", ":decline", ":na", ":comment",
    ":confirm", ":end",
)  # fmt: skip


@dataclass(slots=True)
class Interview:
    """A response being filled in; ``data`` is the response document as plain data.

    One question is open at a time. For a table one cell is: lines fill its columns in
    turn, row by row, and ``:end`` closes the table.
    """

    data: dict[str, Any]
    questionnaire: Questionnaire
    as_of: date
    section: str | None = None
    current: str | None = None
    problems: tuple[Problem, ...] = ()
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
    def carried(self) -> Any:
        """Return the value taken over from an earlier response, else None."""
        answer = self.data["answers"].get(self.current, {})
        return answer.get("value") if answer.get("carried") else None

    def left(self) -> list[str]:
        """Return the questions still to answer, in order, within the section."""
        gates = compile_gates(self.questionnaire)
        response = Response.model_validate(self.data)
        states = read_answers(response, self.questionnaire, gates, self.as_of).states
        return [i for i in self._ids() if states[i] == "unanswered"]

    def submit(self, line: str) -> Outcome:
        """Take one line: an answer, a command, or nothing, which skips."""
        self.problems = ()
        word, _, rest = line.strip().partition(" ")
        if word in COMMANDS:
            return self._command(word, rest.strip())
        if not line.strip():
            return self._command(":end" if self._in_table() else ":skip", "")
        target = self.cell or self.question
        value = read_typed(target, line.strip())
        self.problems = tuple(target.problems(value, "/value"))
        if self.problems:
            return "problem"
        return self._fill_cell(value) if self.cell else self._answer(value)

    def _in_table(self) -> bool:
        return bool(self.cell and (self.rows or self.row))

    def _fill_cell(self, value: Any) -> Outcome:
        self.row[self.cell.id] = value
        return self._next_cell()

    def _next_cell(self) -> Outcome:
        self.column += 1
        if self.column == len(self.question.columns):
            self.rows.append(self.row)
            self.row, self.column = {}, 0
        return "row"

    def _command(self, word: str, rest: str) -> Outcome:
        taken: Callable[[], Outcome] | None = {
            ":quit": lambda: "quit",
            ":back": self._back,
            ":skip": self._skip,
            ":unknown": lambda: self._store({"state": "unknown"}),
            ":decline": lambda: self._store({"state": "declined"}),
            ":comment": lambda: self._comment(rest),
            ":confirm": self._confirm,
            ":end": self._end_table,
            ":na": lambda: self._waive(rest),
        }.get(word)
        return taken() if taken else "help"

    def _confirm(self) -> Outcome:
        if self.carried is None:
            return "help"
        return self._store({"carried": False}, keep=True)

    def _waive(self, reason: str) -> Outcome:
        if not self.question.allow_not_applicable or not reason:
            return "help"
        return self._store({"state": "not_applicable", "justification": reason})

    def _end_table(self) -> Outcome:
        if self.cell is None:
            return "help"
        if self.row:
            missing = [c for c in self.question.columns if c.required]
            if any(column.id not in self.row for column in missing):
                self.problems = tuple(self.question.problems([self.row], "/value"))
                return "problem"
            self.rows.append(self.row)
        self.problems = tuple(self.question.problems(self.rows, "/value"))
        return "problem" if self.problems else self._answer(self.rows)

    def _skip(self) -> Outcome:
        if self.cell and not self.cell.required:
            return self._next_cell()
        self._passed.append(str(self.current))
        self._open(self._next())
        return "moved"

    def _back(self) -> Outcome:
        if self._passed:
            self._open(self._passed.pop())
        return "moved"

    def _comment(self, text: str) -> Outcome:
        answers = self.data["answers"]
        answers.setdefault(self.current, {"state": "unanswered"})["comment"] = text
        return "saved"

    def _answer(self, value: Any) -> Outcome:
        return self._store({"value": value, "state": "answered"})

    def _store(self, change: dict[str, Any], *, keep: bool = False) -> Outcome:
        old = self.data["answers"].get(self.current, {})
        kept = old if keep else {k: old[k] for k in ("comment", "evidence") if k in old}
        answer = {**kept, **change}
        if not answer.get("carried"):
            answer.pop("carried", None)
        self.data["answers"][self.current] = answer
        self._passed.append(str(self.current))
        self._open(self._next())
        return "saved"

    def _open(self, link_id: str | None) -> None:
        self.current = link_id
        self.rows, self.row, self.column = [], {}, 0

    def _next(self) -> str | None:
        left = self.left()
        ids = self._ids()
        after = ids.index(self.current) + 1 if self.current in ids else 0
        later = [i for i in left if ids.index(i) >= after]
        fresh = [i for i in left if i not in self._passed]
        return next(iter([*later, *fresh]), None)

    def _ids(self) -> list[str]:
        return [
            question.link_id
            for section in self.questionnaire.sections
            if self.section in {None, section.id}
            for question in section.questions
        ]
