"""Any CSV or XLSX table of questions, read by a mapping file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.documents import validate
from audit.errors import InputError, Problem
from audit.importers.answering import Answers
from audit.importers.cell_values import read_cell
from audit.importers.draft import Draft
from audit.importers.grid import Grid, Row, heading
from audit.importers.ledger import Ledger
from audit.importers.mapping import TableMapping
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.names import option_names
from audit.importers.sheets import lose_columns, lose_sheets
from audit.importers.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.importers.source import Source
    from audit.importers.tables import Table

_HEADER = "headers name the columns and are no content"
_SHEET = "the mapping reads another sheet"
_ABOVE = "it stands above the headers"
_BEYOND = "no header stands above it: in CSV, a comma outside quotes cuts a text in two"
_NO_COLUMN = "the mapping names no such column"


def detect(_: Source) -> Guess | None:
    """Recognise nothing: without a mapping no table says what its columns mean."""
    return None


def read(source: Source, options: Options) -> Imported:
    """Read a table as the mapping of the options says."""
    if options.mapping is None:
        hint = "write a mapping file and give it with --map"
        raise source.fault("import-mapping", "a table needs a mapping", hint)
    mapping = validate(TableMapping, options.mapping)
    return read_table(source, mapping, options, "tabular")


def read_table(
    source: Source, mapping: TableMapping, options: Options, name: str
) -> Imported:
    """Read the table that a mapping describes; the rest of the file is lost."""
    ledger = Ledger()
    table = _sheet(source, mapping)
    grid = Grid.below(table, mapping.header_row)
    _refuse_missing(source, grid, mapping)
    reading = _Reading(mapping, options, ledger)
    for row in grid.rows:
        reading.question(row)
    questionnaire = reading.draft.finish()
    responses: tuple[dict[str, Any], ...] = ()
    if mapping.columns.answer and questionnaire["sections"]:
        answers = Answers(questionnaire, options, ledger)
        for link_id, row in reading.rows.items():
            _answer(answers, link_id, reading.fields[link_id], row, mapping)
        responses = (answers.response(source.stem),)
    lose_sheets(ledger, (t for t in source.tables if t is not table), _SHEET)
    for cells in table.rows[: mapping.header_row - 1]:
        ledger.settle_cells(cells, _ABOVE)
    for cell in grid.headers:
        if heading(cell.text) in _mapped(mapping):
            ledger.carry(cell.where, "the mapping")
    for row in grid.rows:
        ledger.settle_cells(row.cells[_width(grid) :], _BEYOND)
    lose_columns(ledger, table, _NO_COLUMN)
    kept, losses = tuple(ledger.carried), tuple(ledger.losses)
    return Imported(name, "", questionnaire, responses, kept, losses)


class _Reading:
    """Makes a question of each row."""

    def __init__(self, mapping: TableMapping, options: Options, ledger: Ledger) -> None:
        self.mapping, self.ledger = mapping, ledger
        title = dict(mapping.title)
        language = options.language if options.language in title else next(iter(title))
        only = {options.language: title[language]}
        self.draft = Draft(
            ledger, options, mapping.id, only, mapping.version, mapping.publisher
        )
        self.rows: dict[str, Row] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self._section = ""
        self._title = Cell("", None)

    def question(self, row: Row) -> None:
        columns = self.mapping.columns
        text, foreign = row.cell(columns.text), row.cell(columns.id)
        section = row.cell(columns.section)
        if text.flaw or not text.filled or _is_title(row, text):
            # A title heads the questions below it; one that heads none is lost.
            self._title = section if section.filled else self._title
            return
        self._begin_section(section if section.filled else self._title)
        kind = self._kind(row.cell(columns.type))
        shape = self._shape(kind, row.cell(columns.options), text)
        kind = shape.pop("type")
        words = self.draft.text(text.text, text.where)
        note = row.cell(columns.help)
        help_text = self._help(None if foreign is text else foreign, note)
        na = "not_applicable" in self.mapping.states.values()
        link_id = self.draft.ask(
            foreign.text or text.text[:40],
            kind,
            words,
            help=help_text,
            required=self._required(row.cell(columns.required)),
            allow_not_applicable=na or None,
            evidence="optional" if columns.evidence else None,
            **shape,
        )
        self.rows[link_id] = row
        self.fields[link_id] = {"type": kind, **shape}
        for cell in (text, foreign, note):
            if cell.filled:
                self.ledger.carry(cell.where, link_id)

    def _begin_section(self, cell: Cell) -> None:
        if cell.filled:
            if cell.text != self._section:
                self._section = cell.text
                title = self.draft.text(cell.text, cell.where)
                self.draft.section(cell.text, title)
            self.ledger.carry(cell.where, "section")

    def _help(self, foreign: Cell | None, note: Cell) -> dict[str, str] | None:
        said = [note.text] if note.filled else []
        said += [f"[{foreign.text}]"] if foreign and foreign.filled else []
        return self.draft.text("\n".join(said), note.where) if said else None

    def _required(self, cell: Cell) -> bool | None:
        if not cell.filled:
            return None
        self.ledger.carry(cell.where, "required")
        return cell.text.casefold() not in {w.casefold() for w in self.mapping.no}

    def _kind(self, cell: Cell) -> str:
        if not cell.filled:
            return self.mapping.type
        for word, kind in self.mapping.types.items():
            if word.strip().casefold() == cell.text.casefold():
                self.ledger.carry(cell.where, f"type {kind}")
                return kind
        why = f"the mapping's 'types' do not name it; read as {self.mapping.type}"
        self.ledger.lose(cell.where, cell.value, why, self.mapping.type)
        return self.mapping.type

    def _shape(self, kind: str, cell: Cell, text: Cell) -> dict[str, Any]:
        """Return the type with what belongs to it; without options it is text."""
        if kind == "text":
            return {"type": "text", "max_length": 10_000}
        if kind not in {"choice", "multi_choice"}:
            return {"type": kind}
        options = [option.model_dump() for option in self.mapping.options]
        if cell.filled:
            names = option_names()
            labels = filter(
                None, (p.strip() for p in cell.text.split(self.mapping.separator))
            )
            options = [
                {"code": names.make(label), "label": self.draft.text(label, cell.where)}
                for label in dict.fromkeys(labels)
            ]
            self.ledger.carry(cell.where, "options")
        if len(options) < 2:
            why = f"a {kind} needs at least two options"
            self.ledger.lose(text.where, text.value, why, "a question for text")
            return {"type": "text", "max_length": 10_000}
        return {"type": kind, "options": options}


def _answer(
    answers: Answers,
    link_id: str,
    field: dict[str, Any],
    row: Row,
    mapping: TableMapping,
) -> None:
    columns = mapping.columns
    cell, reason = row.cell(columns.answer), row.cell(columns.justification)
    state = _state(cell, mapping)
    if cell.flaw:
        answers.refuse(link_id, cell.value, cell.where, cell.flaw)
    elif state:
        answers.state(link_id, state, cell.where, reason.text)
    elif cell.filled:
        _give(answers, link_id, field, cell, mapping)
    if state == "not_applicable" and reason.filled:
        answers.ledger.carry(reason.where, f"answers/{link_id}/justification")
    for header in _remarks(mapping):
        remark = row.cell(header)
        if remark.filled and not remark.flaw and not answers.ledger.knows(remark.where):
            answers.remark(link_id, remark.text, remark.where, header)


def _remarks(mapping: TableMapping) -> tuple[str, ...]:
    """Return the columns that go into comments, each once."""
    columns = mapping.columns
    named = (columns.justification, *columns.comment, *columns.evidence)
    return tuple(dict.fromkeys(header for header in named if header))


def _give(
    answers: Answers,
    link_id: str,
    field: dict[str, Any],
    cell: Cell,
    mapping: TableMapping,
) -> None:
    try:
        value = read_cell(cell, field, mapping)
    except ValueError as error:
        answers.refuse(link_id, cell.value, cell.where, str(error))
    else:
        answers.give(link_id, value, cell.where)


def _state(cell: Cell, mapping: TableMapping) -> str:
    said = cell.text.casefold()
    for word, state in mapping.states.items():
        if word.strip().casefold() == said:
            return state
    return ""


def _sheet(source: Source, mapping: TableMapping) -> Table:
    if mapping.sheet is None:
        return source.tables[0]
    for table in source.tables:
        if table.name == mapping.sheet:
            return table
    names = ", ".join(repr(table.name) for table in source.tables if table.name)
    hint = f"its sheets: {names}" if names else "a CSV file has none; remove 'sheet'"
    message = f"there is no sheet '{mapping.sheet}'"
    raise source.fault("import-sheet", message, hint)


def _refuse_missing(source: Source, grid: Grid, mapping: TableMapping) -> None:
    named = ", ".join(repr(c.text) for c in _headers(grid) if c.filled)
    hint = f"row {mapping.header_row} has: {named or 'nothing'}"
    problems = [
        Problem("import-column", f"no column '{header}'", "", hint, source.name)
        for header in _named(mapping)
        if heading(header) not in grid.columns
    ]
    if problems:
        raise InputError.of(*problems)


def _headers(grid: Grid) -> tuple[Cell, ...]:
    return grid.headers if grid.header_row <= len(grid.table.rows) else ()


def _is_title(row: Row, text: Cell) -> bool:
    """Tell whether a row is one merged cell that reaches over the questions."""
    return text.repeats and text.value == row.cells[0].value


def _width(grid: Grid) -> int:
    """Return how many columns reach up to the last header."""
    return max((i for i, cell in enumerate(grid.headers, 1) if cell.filled), default=0)


def _named(mapping: TableMapping) -> Iterator[str]:
    for value in mapping.columns.model_dump().values():
        if isinstance(value, str):
            yield value
        elif value:
            yield from value


def _mapped(mapping: TableMapping) -> set[str]:
    return {heading(header) for header in _named(mapping)}


FORMAT = Format(
    "tabular", "a CSV or XLSX table, read by a mapping (--map)", detect, read
)
