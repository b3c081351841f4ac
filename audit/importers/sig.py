"""Answer libraries in the shape of a shared-assessments list, recognised by headers.

One row a question: its number, the question, the answer, and who vouches for it:
columns such as Status, Owner, Last verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.errors import InputError
from audit.importers.grid import Grid
from audit.importers.mapping import CellType, Columns, TableMapping
from audit.importers.model import Format, Guess, Imported, Options
from audit.importers.names import slug
from audit.importers.tabular import read_table

if TYPE_CHECKING:
    from audit.importers.source import Source

#: Our column -> the headers it goes by, the commonest first.
_HEADERS: dict[str, tuple[str, ...]] = {
    "id": (
        "question id", "id", "ref", "sig id", "question number", "number", "#",
        "control id",
    ),
    "text": (
        "question", "question text", "question/request", "control question",
        "canonical question",
    ),
    "section": ("domain", "category", "section", "risk domain", "topic"),
    "answer": ("answer", "response", "vendor response", "approved answer"),
    "justification": ("justification", "reason", "comment", "comments", "notes"),
}  # fmt: skip
_COMMENTS = (
    "additional information", "status", "owner",
    "last verified", "last reviewed", "maturity", "confidence", "approved by",
)  # fmt: skip
_EVIDENCE = ("evidence", "evidence link", "evidence location", "source", "attachments")
#: One of these makes a list of questions an answer library.
_MARKS = ("status", "owner", "last verified", "last reviewed", "maturity")
_SEARCHED = 20
_STATES: dict[str, Any] = {
    "N/A": "not_applicable",
    "NA": "not_applicable",
    "Not applicable": "not_applicable",
    "Unknown": "unknown",
    "Don't know": "unknown",
}


def detect(source: Source) -> Guess | None:
    """Recognise a table with questions, answers and who vouches for them."""
    try:
        found = _find(source)
    except InputError:
        return None
    if found is None:
        return None
    name, row = found[0].table.name, found[1]
    where = f"sheet '{name}', row {row}" if name else f"row {row}"
    return Guess(60, f"{where} has headers for question, answer and status")


def read(source: Source, options: Options) -> Imported:
    """Read the first table that has the headers."""
    found = _find(source)
    if found is None:
        hint = "it needs a question, an answer, and a status, owner or date column"
        raise source.fault(
            "import-headers", "no row has the headers of such a list", hint
        )
    grid, row = found
    title = source.stem.replace("_", " ").replace("-", " ").strip() or "Imported"
    mapping = TableMapping(
        id=slug(source.stem, "answers")[:80].strip("-"),
        title={options.language: title},
        sheet=grid.table.name or None,
        header_row=row,
        columns=_columns(grid),
        type=_kind(grid),
        states=_STATES,
    )
    return read_table(source, mapping, options, "sig")


def _find(source: Source) -> tuple[Grid, int] | None:
    for table in source.tables:
        for row in range(1, min(_SEARCHED, len(table.rows)) + 1):
            grid = Grid.below(table, row)
            known = grid.columns
            wanted = all(_first(known, _HEADERS[key]) for key in ("text", "answer"))
            if wanted and any(mark in known for mark in _MARKS):
                return grid, row
    return None


def _kind(grid: Grid) -> CellType:
    """Return boolean when every answer is yes, no or a state, else text."""
    header = _first(grid.columns, _HEADERS["answer"])
    said = {row.cell(header).text.casefold() for row in grid.rows}
    states = {word.casefold() for word in _STATES}
    return "boolean" if said - states <= {"yes", "no", ""} else "text"


def _columns(grid: Grid) -> Columns:
    known = grid.columns
    written = {name: grid.headers[index].text for name, index in known.items()}
    found = {key: _first(known, headers) for key, headers in _HEADERS.items()}
    found["id"] = found["id"] or found["text"]
    return Columns.model_validate(
        {
            **{key: written[header] for key, header in found.items() if header},
            "comment": tuple(written[h] for h in _COMMENTS if h in known),
            "evidence": tuple(written[h] for h in _EVIDENCE if h in known),
        }
    )


def _first(known: dict[str, int], headers: tuple[str, ...]) -> str:
    return next((header for header in headers if header in known), "")


FORMAT = Format(
    "sig", "an answer library (question, answer, status, owner, date)", detect, read
)
