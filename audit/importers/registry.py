"""The formats, and which of them a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError, Problem, UnknownKind
from audit.importers import caiq, ciso_assistant, fhir, hecvat, sig, tabular, vsaq

if TYPE_CHECKING:
    from audit.importers.model import Format, Guess
    from audit.importers.source import Source

#: Every format; one file each, in the order of the documentation.
FORMATS: tuple[Format, ...] = (
    tabular.FORMAT,
    sig.FORMAT,
    fhir.FORMAT,
    vsaq.FORMAT,
    caiq.FORMAT,
    hecvat.FORMAT,
    ciso_assistant.FORMAT,
)


def format_named(name: str) -> Format:
    """Return a format by its name; UnknownKind lists the known ones."""
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMATS)
    message = f"unknown format '{name}'"
    raise UnknownKind.of(Problem("import-format", message, "", f"known: {names}"))


def guesses(source: Source) -> list[tuple[Format, Guess]]:
    """Return the formats that a file may be of, the surest first.

    A file that nobody can read is refused before anybody looks for a format in it.
    """
    _ = source.tables if source.is_zip else source.text
    found = [(known, known.detect(source)) for known in FORMATS]
    sure = [(known, guess) for known, guess in found if guess is not None]
    return sorted(sure, key=lambda pair: -pair[1].confidence)


def detect(source: Source) -> tuple[Format, Guess]:
    """Return the format of a file; InputError when none or several fit equally."""
    found = guesses(source)
    names = ", ".join(known.name for known in FORMATS)
    if not found:
        hint = f"name its format with --as ({names}), or give a mapping with --map"
        message = "no format that is known looks like this file"
        raise InputError.of(Problem("import-format", message, "", hint, source.name))
    best = [pair for pair in found if pair[1].confidence == found[0][1].confidence]
    if len(best) > 1:
        fitting = ", ".join(known.name for known, _ in best)
        message = f"the file may be each of: {fitting}"
        hint = "name one of them with --as"
        raise InputError.of(Problem("import-format", message, "", hint, source.name))
    return best[0]
