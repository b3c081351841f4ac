"""The Consensus Assessments Initiative Questionnaire (CAIQ) 3 and 4, filled in.

The texts are those of the file at hand, which belong to the Cloud Security Alliance;
the toolkit ships none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.answering import Answers
from audit.importers.caiq_layout import find_layout
from audit.importers.draft import Draft
from audit.importers.ledger import Ledger
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.sheets import lose_columns, lose_sheets

if TYPE_CHECKING:
    from audit.importers.caiq_layout import Layout, Row
    from audit.importers.source import Source
    from audit.importers.tables import Cell

_TITLE = "Consensus Assessments Initiative Questionnaire"
_WORDING = {
    "en": "Is what {id} asks about in place?",
    "uk": "Чи виконано те, про що питає {id}?",
    "ru": "Выполнено ли то, о чём спрашивает {id}?",
}
_WORDS = {
    "yes": "yes", "no": "no", "na": "na", "n/a": "na", "not applicable": "na",
}  # fmt: skip
#: Latin, Cyrillic and drawn crosses and ticks.
_MARKS = frozenset({"x", "х", "✓", "✔", "✗", "✘", "true", "1"})
_MARKED = ("yes", "no", "na")
_OTHER_SHEET = "the sheet holds no questions"
_OTHER_CELL = "this is no part of a question and its answer"


def detect(source: Source) -> Guess | None:
    """Recognise the headers of a CAIQ sheet."""
    layout = find_layout(source.tables) if source.is_zip else None
    if layout is None:
        return None
    where = layout.table.rows[layout.header][layout.columns["id"]].where
    return Guess(90, f"the headers of a CAIQ stand in the row of {where}")


def read(source: Source, options: Options) -> Imported:
    """Read the questions and answers of a CAIQ workbook."""
    layout = find_layout(source.tables)
    if layout is None:
        hint = "keep the row with 'Question ID', 'Question' and the answers' header"
        raise source.fault("import-caiq", "no sheet has the headers of a CAIQ", hint)
    reading = _Reading(layout, options)
    questionnaire = reading.questionnaire()
    responses = reading.responses(questionnaire, source.stem)
    ledger = reading.ledger
    lose_columns(ledger, layout.table, _OTHER_CELL)
    others = (table for table in source.tables if table is not layout.table)
    lose_sheets(ledger, others, _OTHER_SHEET)
    kept, losses = tuple(ledger.carried), tuple(ledger.losses)
    return Imported("caiq", layout.version, questionnaire, responses, kept, losses)


class _Reading:
    def __init__(self, layout: Layout, options: Options) -> None:
        self.layout, self.options, self.ledger = layout, options, Ledger()
        self._rows: dict[str, Row] = {}

    def questionnaire(self) -> dict[str, Any]:
        """Return the questions: a section a domain, a boolean a row."""
        title = {self.options.language: _TITLE}
        draft = Draft(self.ledger, self.options, "caiq", title, self._release())
        for row in self.layout.rows:
            self._section(draft, row)
            self._rows[self._ask(draft, row)] = row
        self._carry_headers()
        return draft.finish()

    def _release(self) -> str:
        layout = self.layout
        if not layout.version:
            why = "the sheet names no release"
            kept = f"release {layout.series}, by the shape of the answers"
            self.ledger.lose(f"{layout.table.name}!A1", "", why, kept)
        return layout.version or layout.series

    def responses(
        self, questionnaire: dict[str, Any], stem: str
    ) -> tuple[dict[str, Any], ...]:
        """Return the answers, with what else the vendor wrote; none of a blank one."""
        answers = Answers(questionnaire, self.options, self.ledger)
        for link_id, row in self._rows.items():
            self._answer(answers, link_id, row)
            self._remarks(answers, link_id, row)
        response = answers.response(stem)
        return (response,) if response["answers"] else ()

    def _section(self, draft: Draft, row: Row) -> None:
        cell = row.cell("domain")
        prefix = row.control.partition("-")[0]
        # CAIQ 3 puts the control's title below the domain's.
        name = cell.text.partition("\n")[0] if cell.filled and not cell.flaw else prefix
        draft.section(prefix, draft.text(name, cell.where or row.cell("id").where))
        if cell.filled and not cell.flaw:
            self.ledger.carry(cell.where, f"section {prefix}")

    def _ask(self, draft: Draft, row: Row) -> str:
        text = row.cell("text")
        words = (
            draft.text(text.text, text.where)
            if text.filled and not text.flaw
            else {self.options.language: self._wording(row)}
        )
        link_id = draft.ask(
            row.id,
            "boolean",
            words,
            help=self._help(draft, row),
            required=True,
            allow_not_applicable=True,
            evidence="optional",
            references={"ccm": (row.control,)},
        )
        self.ledger.carry(row.cell("id").where, link_id)
        if text.filled and not text.flaw:
            self.ledger.carry(text.where, f"{link_id}/text")
        control = row.cell("control")
        if control.filled and row.control in control.text.replace("&amp;", "&"):
            self.ledger.carry(control.where, f"{link_id}/references")
        return link_id

    def _wording(self, row: Row) -> str:
        return _WORDING[self.options.language].format(id=row.id)

    def _help(self, draft: Draft, row: Row) -> dict[str, str]:
        """Return the id as it stands there, and what the control demands."""
        lines = [row.id]
        for column in ("title", "specification"):
            cell = row.cell(column)
            if cell.filled and not cell.flaw:
                lines.append(draft.plain(cell.text, cell.where))
                self.ledger.carry(cell.where, "help")
        return {self.options.language: "\n".join(lines)}

    def _answer(self, answers: Answers, link_id: str, row: Row) -> None:
        if "answer" in self.layout.columns:
            cell = row.cell("answer")
            said = _WORDS.get(cell.text.casefold(), "")
        else:
            cell, said = self._mark(row)
        if not cell.filled:
            return
        if cell.flaw or not said:
            why = cell.flaw or "neither Yes, No nor NA"
            answers.refuse(link_id, cell.value, cell.where, why)
        elif said == "na":
            self._not_applicable(answers, link_id, cell, row)
        else:
            answers.give(link_id, said == "yes", cell.where)

    def _not_applicable(
        self, answers: Answers, link_id: str, cell: Cell, row: Row
    ) -> None:
        reason = self._reason(row)
        usable = reason.filled and not reason.flaw
        answers.state(
            link_id, "not_applicable", cell.where, reason.text if usable else ""
        )
        if usable:
            self.ledger.carry(reason.where, f"answers/{link_id}/justification")

    def _mark(self, row: Row) -> tuple[Cell, str]:
        """Return the one mark of the three columns, and what it says."""
        marked = [(row.cell(name), name) for name in _MARKED if row.cell(name).filled]
        if not marked:
            return row.cell("yes"), ""
        (cell, name), *more = marked
        for extra, _ in more:
            self.ledger.lose(extra.where, extra.value, "a second mark for one question")
        word = cell.text.casefold()
        clear = not more and (word in _MARKS or _WORDS.get(word) == name)
        return cell, name if clear else ""

    def _reason(self, row: Row) -> Cell:
        described = row.cell("description")
        return described if described.filled else row.cell("notes")

    def _remarks(self, answers: Answers, link_id: str, row: Row) -> None:
        for column in ("description", "notes", "ownership", "responsibilities"):
            cell = row.cell(column)
            if not cell.filled or cell.flaw or self.ledger.knows(cell.where):
                continue
            plain = column in {"description", "notes"}
            before = "" if plain else self.layout.header_of(column)
            answers.remark(link_id, cell.text, cell.where, before)

    def _carry_headers(self) -> None:
        for cells in self.layout.table.rows[self.layout.header : self.layout.start]:
            for name, index in self.layout.columns.items():
                if index < len(cells) and cells[index].filled:
                    self.ledger.carry(cells[index].where, f"column {name}")


FORMAT = Format(
    "caiq", "CSA CAIQ 3.0.1, 4.0 or 4.1, blank or filled (.xlsx)", detect, read
)
