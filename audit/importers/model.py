"""What an import yields, and what a format of the registry is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from audit.documents import Document
    from audit.importers.source import Source

#: The code that ISO 3166 leaves to its users, here for a country that is not known.
NO_COUNTRY = "ZZ"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of the source that was not carried as it stood there.

    ``where`` is a JSON Pointer, a cell (``Sheet!B7``) or a line and column, after the
    name of the file and a colon if it is not the first one. ``kept_as`` says what is
    left of it.
    """

    where: str
    what: str
    why: str
    kept_as: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing of the source and what it became."""

    where: str
    became: str


@dataclass(frozen=True, slots=True)
class Imported:
    """Documents as plain data, beside everything that was carried or lost.

    ``scores`` is the format's own score as a table, its headers first.
    """

    format: str
    version: str
    questionnaire: dict[str, Any] | None
    responses: tuple[dict[str, Any], ...]
    carried: tuple[Carried, ...]
    losses: tuple[Loss, ...]
    scores: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What a file cannot say of itself.

    ``language`` is that of the texts where the file names none; ``answers`` are filled
    files that belong to the questionnaire that is read.
    """

    day: date
    language: str = "en"
    vendor: str = "?"
    country: str = NO_COUNTRY
    mapping: Document | None = None
    answers: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """How sure a format is that a file is its own (1 to 100), and why."""

    confidence: int
    why: str


@dataclass(frozen=True, slots=True)
class Format:
    """One foreign format; ``detect`` returns None for a file of another one."""

    name: str
    title: str
    detect: Callable[[Source], Guess | None]
    read: Callable[[Source, Options], Imported]
