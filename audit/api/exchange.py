"""Documents of other programs: assessments go out, questionnaires come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import importing
from audit.api.given import day_of, spoken
from audit.documents import read_document
from audit.exporting import exported
from audit.importers.model import NO_COUNTRY, Options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.api.given import Place
    from audit.cases import Assessed
    from audit.importing import Import
    from audit.questionnaire.model import Language


def export(assessed: Assessed, form: str, language: Language = "en") -> bytes:
    """Return an assessment in a format of other programs, such as ``oscal-ar``.

    Raises:
        UnknownKind: there is no such format or language; the hint lists the known ones.
    """
    return exported(assessed, form, spoken(language))


def import_file(
    file: Place,
    *,
    form: str | None = None,
    vendor: str = "?",
    country: str = NO_COUNTRY,
    language: Language = "en",
    mapping: Place | None = None,
    answers: Iterable[Place] = (),
    as_of: date | None = None,
) -> Import:
    """Read a questionnaire of another format, and the answers if it is filled in.

    What could not be carried over is in ``imported.losses``.

    Args:
        file: the questionnaire.
        form: its format, unless it is to be recognised.
        vendor: who answered.
        country: the vendor's (ISO 3166-1).
        language: that of the texts where the file names none.
        mapping: which column of a table is what.
        answers: filled files that belong to it.
        as_of: the day of the documents made, today if it is not given.

    Raises:
        InputError: nothing can be read from it.
        UnknownKind: there is no such format or language; the hint lists the known ones.
    """
    options = Options(
        day=day_of(as_of),
        language=spoken(language),
        vendor=vendor,
        country=country,
        mapping=read_document(Path(mapping)) if mapping else None,
        answers=tuple(importing.read_source(Path(path)) for path in answers),
    )
    return importing.import_source(importing.read_source(Path(file)), options, form)
