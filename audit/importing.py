"""Import a foreign file: tell its format, read it, check what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from audit.cases import check_questionnaire, check_response
from audit.errors import InputError, Problem
from audit.file_access import open_regular
from audit.importers.registry import detect, format_named
from audit.importers.source import MAX_BYTES, Source, readable
from audit.importers.written import as_document, json_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from audit.importers.model import Format, Imported, Options

_BAR = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;"})


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a file, and why it was read as that format."""

    imported: Imported
    why: str

    @property
    def questions(self) -> int:
        """Return how many questions came over."""
        asked = self.imported.questionnaire or {"sections": ()}
        return sum(len(section["questions"]) for section in asked["sections"])

    @property
    def answers(self) -> int:
        """Return how many answers came over, of any state."""
        return sum(len(response["answers"]) for response in self.imported.responses)


def read_source(path: Path) -> Source:
    """Return a file's bytes; InputError for what is no file, too large or empty."""
    with open_regular(path, kind=InputError, follow=True) as file:
        source = Source(str(path), file.read(MAX_BYTES + 1))
    readable(source)
    return source


def recognise(source: Source, options: Options, name: str | None) -> tuple[Format, str]:
    """Return the format that was asked for or that the file has, and why."""
    if name is not None:
        return format_named(name), "it was asked for"
    if options.mapping is not None:
        return format_named("tabular"), "a mapping was given"
    found, guess = detect(source)
    return found, guess.why


def import_source(source: Source, options: Options, name: str | None = None) -> Import:
    """Read a source into documents of ours, which pass every check of ours."""
    found, why = recognise(source, options, name)
    imported = found.read(source, options)
    if not (imported.questionnaire or {}).get("sections"):
        message = f"no question was found in it as {found.name}"
        hint = "check the format, the sheet and the row of the headers"
        problem = Problem("import-nothing", message, "", hint, source.name)
        raise InputError.of(problem)
    _check(imported)
    return Import(imported, why)


def files_of(result: Import) -> dict[str, bytes]:
    """Return the files that an import writes, by name."""
    imported = result.imported
    files = {"questionnaire.json": json_bytes(imported.questionnaire)}
    for number, response in enumerate(imported.responses, 1):
        name = "response.json" if number == 1 else f"response-{number}.json"
        files[name] = json_bytes(response)
    files["losses.json"] = json_bytes(plain(result))
    files["losses.md"] = _markdown(result).encode()
    return files


def plain(result: Import) -> dict[str, Any]:
    """Return the account of an import as plain data."""
    imported = result.imported
    return {
        "format": imported.format,
        "version": imported.version,
        "why": result.why,
        "questions": result.questions,
        "answers": result.answers,
        "scores": [list(row) for row in imported.scores],
        "carried": [asdict(item) for item in imported.carried],
        "losses": [asdict(loss) for loss in imported.losses],
    }


def _check(imported: Imported) -> None:
    """Refuse documents that our own checks refuse: then the format is at fault."""
    document = as_document(imported.questionnaire, "questionnaire.json")
    asked = check_questionnaire(document)
    for response in imported.responses:
        check_response(as_document(response, "response.json"), asked)


def _markdown(result: Import) -> str:
    head = ("where", "what", "why", "kept as")
    rows = [(x.where, x.what, x.why, x.kept_as) for x in result.imported.losses]
    lines = [head, ("---",) * 4, *(tuple(c.translate(_BAR) for c in r) for r in rows)]
    said = f"Questions: {result.questions}, answers: {result.answers}, losses: "
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# Import ({result.imported.format})\n\n{said}{len(rows)}.\n\n{table}\n"
