"""EDUCAUSE's HECVAT of series 3 and 4, filled in (.xlsx), with the score of series 4.

How a question is judged (the compliant answer, importance, weight) is a policy's matter
with us: it stays out of the questionnaire and goes into the score.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from audit.importers.answering import Answers
from audit.importers.draft import Draft, all_of
from audit.importers.grid import heading
from audit.importers.hecvat_layout import Hecvat, at
from audit.importers.hecvat_score import score_table
from audit.importers.ledger import Ledger
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.sheets import lose_columns, lose_sheets

if TYPE_CHECKING:
    from audit.importers.grid import Row
    from audit.importers.hecvat_layout import Entry
    from audit.importers.source import Source
    from audit.importers.tables import Cell

_TITLE = "Higher Education Community Vendor Assessment Toolkit"
_WORDING = {
    "en": "Is what {id} asks about in place?",
    "uk": "Чи виконано те, про що питає {id}?",
    "ru": "Выполнено ли то, о чём спрашивает {id}?",
}
_GATE = re.compile(r"If ([A-Z]{4}-[0-9]{2}) is (no|yes)\b", re.IGNORECASE)
_GUIDANCE = ("standard guidance", "yes guidance", "no guidance", "n/a guidance")
_POLARITY = ("yes", "no")
_NAME_OF_VENDOR = "GNRL-01"
_MOST = 10_000
_COMPUTED = "no sheet of answers: it explains, is computed, or is the buyer's"
_BESIDE = "this is no answer: the sheet draws it from others, or it only explains"
_JUDGING = "how a question is judged or shown belongs to a policy"
_NO_GATE = "the condition names no answer that is Yes or No"


def detect(source: Source) -> Guess | None:
    """Recognise the sheet of questions by its headers."""
    book = Hecvat.of(source.tables) if source.is_zip else None
    if book is None:
        return None
    where = book.questions.headers[0].where
    release = book.version or "of no known release"
    return Guess(95, f"HECVAT {release}: its questions stand below {where}")


def read(source: Source, options: Options) -> Imported:
    """Read the questions, the answers and the score of a HECVAT workbook."""
    book = Hecvat.of(source.tables)
    if book is None:
        hint = "keep its hidden sheet 'Questions'"
        raise source.fault("import-hecvat", "no sheet has HECVAT's questions", hint)
    if not book.version.startswith(("3.", "4.")):
        hint = "only the releases of series 3 and 4 are known"
        message = f"this is HECVAT {book.version or 'of a release it does not name'}"
        raise source.fault("import-hecvat", message, hint)
    reading = _Reading(book, options)
    questionnaire = reading.questionnaire()
    responses = reading.responses(questionnaire, source.stem)
    reading.lose_the_rest()
    kept, losses = tuple(reading.ledger.carried), tuple(reading.ledger.losses)
    scores = score_table(book)
    return Imported(
        "hecvat", book.version, questionnaire, responses, kept, losses, scores
    )


class _Reading:
    def __init__(self, book: Hecvat, options: Options) -> None:
        self.book, self.options, self.ledger = book, options, Ledger()
        self._links: dict[str, str] = {}
        self._gating = {gate for row in book.rows.values() for gate, _ in _gates(row)}

    def questionnaire(self) -> dict[str, Any]:
        """Return the questions: a section for the letters that begin their ids."""
        title = {self.options.language: _TITLE}
        book = self.book
        draft = Draft(self.ledger, self.options, book.id, title, book.version)
        for question, row in self.book.rows.items():
            code = question[:4]
            name = self.book.names.get(code, code)
            draft.section(code, draft.text(name, self.book.id_of(row).where))
            self._links[question] = self._ask(draft, question, row)
            if row.cell("category").text == name:
                self.ledger.carry(row.cell("category").where, f"section {code}")
        for cell in self.book.questions.headers:
            if cell.filled:
                self.ledger.carry(cell.where, "a column")
        return draft.finish()

    def responses(
        self, questionnaire: dict[str, Any], stem: str
    ) -> tuple[dict[str, Any], ...]:
        """Return the answers of the day that the vendor wrote; none of a blank one."""
        answers = Answers(questionnaire, self._signed(), self.ledger)
        kinds = {
            q["link_id"]: q["type"]
            for s in questionnaire["sections"]
            for q in s["questions"]
        }
        for question, entries in self.book.entries.items():
            link_id = self._links.get(question)
            if link_id is not None:
                self._answer(answers, link_id, kinds[link_id], entries)
        response = answers.response(stem, self._day())
        return (response,) if response["answers"] else ()

    def lose_the_rest(self) -> None:
        """Lose what is left: explanations, computed sheets, the buyer's verdicts."""
        filled_in = self.book.answer_sheets
        for table in filled_in:
            lose_columns(self.ledger, table, _BESIDE)
        scored = self.book.version.startswith("4.")
        why = f"{_JUDGING}; see the score" if scored else _JUDGING
        lose_columns(self.ledger, self.book.questions.table, why)
        done = {id(table) for table in (*filled_in, self.book.questions.table)}
        others = (table for table in self.book.tables if id(table) not in done)
        lose_sheets(self.ledger, others, _COMPUTED)

    def _ask(self, draft: Draft, question: str, row: Row) -> str:
        text = row.cell("question")
        said = text.text if text.filled and not text.flaw else ""
        words = said or _WORDING[self.options.language].format(id=question)
        foreign = self.book.id_of(row)
        boolean = (
            self._polar(question, row)
            or question in self._gating
            or question.startswith("REQU")
        )
        link_id = draft.ask(
            question,
            "boolean" if boolean else "text",
            draft.text(words, text.where or foreign.where),
            help=self._help(draft, question, row),
            rationale=self._rationale(draft, row),
            enable_when=self._condition(row),
            allow_not_applicable=True,
            evidence="optional",
            max_length=None if boolean else _MOST,
        )
        self.ledger.carry(foreign.where, link_id)
        if said:
            self.ledger.carry(text.where, f"{link_id}/text")
        condition = row.cell("if/then")
        if condition.filled:
            draft.conditions[link_id] = condition.where
        return link_id

    def _polar(self, question: str, row: Row) -> bool:
        """Tell whether yes or no is asked; an answer merged with its remark is text."""
        entries = self.book.entries.get(question, ())
        wide = any(entry.wide for entry in entries)
        return not wide and self.book.compliant(row).casefold() in _POLARITY

    def _help(self, draft: Draft, question: str, row: Row) -> dict[str, str]:
        lines = [question]
        for header in _GUIDANCE:
            cell = row.cell(header)
            if cell.filled and not cell.flaw:
                before = (
                    "" if header == _GUIDANCE[0] else f"{header.split()[0].title()}: "
                )
                lines.append(f"{before}{draft.plain(cell.text, cell.where)}")
                self.ledger.carry(cell.where, "help")
        return {self.options.language: "\n".join(lines)}

    def _rationale(self, draft: Draft, row: Row) -> dict[str, str] | None:
        cell = row.cell("reason for question")
        if not cell.filled or cell.flaw:
            return None
        self.ledger.carry(cell.where, "rationale")
        return draft.text(cell.text, cell.where)

    def _condition(self, row: Row) -> dict[str, Any] | None:
        """Return when the question applies, by the gates that its row names."""
        cell = row.cell("if/then")
        if not cell.filled:
            return None
        parts = []
        for gate, said in _gates(row):
            if gate not in self._links:
                self.ledger.lose(cell.where, gate, "the gate comes after its question")
                return None
            parts.append({"answer": self._links[gate], "is": said.casefold() == "no"})
        if not parts:
            kept = "the question is always asked"
            self.ledger.lose(cell.where, cell.value, _NO_GATE, kept)
            return None
        self.ledger.carry(cell.where, "enable_when")
        return all_of(parts)

    def _answer(
        self, answers: Answers, link_id: str, kind: str, entries: list[Entry]
    ) -> None:
        given = [entry for entry in entries if entry.answer.filled]
        if given:
            self._give(answers, link_id, kind, given[0])
        for other in given[1:]:
            if other.answer.text == given[0].answer.text:
                self.ledger.carry(other.answer.where, f"answers/{link_id}")
            else:
                why = f"{given[0].answer.where} answers the same question otherwise"
                self.ledger.lose(other.answer.where, other.answer.value, why)
        for entry in entries:
            self.ledger.carry(entry.id.where, f"answers/{link_id}")
            more = entry.more
            usable = more.filled and not more.flaw and not entry.wide
            if usable and not self.ledger.knows(more.where):
                answers.remark(link_id, more.text, more.where)

    def _give(self, answers: Answers, link_id: str, kind: str, entry: Entry) -> None:
        cell, more = entry.answer, entry.more
        said = heading(cell.text)
        if said == "n/a":
            usable = more.filled and not more.flaw and not entry.wide
            reason = more.text if usable else ""
            answers.state(link_id, "not_applicable", cell.where, reason)
            if reason:
                self.ledger.carry(more.where, f"answers/{link_id}/justification")
        elif kind == "text":
            answers.give(link_id, cell.text, cell.where)
        elif said in _POLARITY:
            answers.give(link_id, said == "yes", cell.where)
        else:
            answers.refuse(link_id, cell.value, cell.where, "neither Yes, No nor N/A")

    def _signed(self) -> Options:
        """Return the options with the vendor that the workbook names."""
        named = self.book.entries.get(_NAME_OF_VENDOR, ())
        name = next((e.answer.text for e in named if e.answer.filled), "")
        if self.options.vendor != "?" or not name:
            return self.options
        return replace(self.options, vendor=name[:300])

    def _day(self) -> str:
        for table in self.book.answer_sheets:
            for row in table.rows[:_HEAD]:
                cell = at(row, 2)
                named = bool(row) and heading(row[0].text) in _DATED
                if named and cell.filled and not cell.flaw:
                    return self._read_day(cell)
        return ""

    def _read_day(self, cell: Cell) -> str:
        if isinstance(cell.value, date):
            self.ledger.carry(cell.where, "authored")
            return cell.value.isoformat()
        self.ledger.lose(cell.where, cell.value, _NO_DAY)
        return ""


_HEAD = 12
#: What stands before the day in series 4, and in series 3.
_DATED = ("date completed", "date-01")
_NO_DAY = "the day is written as text: only a date cell is certain"


def _gates(row: Row) -> list[tuple[str, str]]:
    return _GATE.findall(row.cell("if/then").text)


FORMAT = Format(
    "hecvat", "EDUCAUSE HECVAT 3 or 4, blank or filled (.xlsx)", detect, read
)
