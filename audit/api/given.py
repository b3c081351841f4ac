"""What a caller may give: a path or the content itself; a day, or that of the clock.

Names that a type checker would refuse are refused here once more, for notebooks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from audit.errors import InputError, Problem, UnknownKind
from audit.file_access import open_regular
from audit.questionnaire.model import Language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: A file's name.
Place = str | PathLike[str]
#: A file's name, or what is in it.
Content = Place | bytes


def path_of(place: Place | None) -> Path | None:
    """Return the path that was given, if any."""
    return None if place is None else Path(place)


def bytes_of(given: Content) -> bytes:
    """Return the content; InputError for what is no regular file."""
    if isinstance(given, bytes):
        return given
    with open_regular(Path(given), kind=InputError, follow=True) as file:
        return file.read()


def each(given: Content | Iterable[Content]) -> list[bytes]:
    """Return the contents of one or several."""
    if isinstance(given, str | bytes | PathLike):
        return [bytes_of(given)]
    return [bytes_of(one) for one in given]


def day_of(as_of: date | None) -> date:
    """Return the day that was given, else today (UTC)."""
    return as_of or moment_of(None).date()


def moment_of(at: datetime | None) -> datetime:
    """Return the moment that was given, else now."""
    return at or datetime.now(UTC)


def known(what: str, name: str, choices: Collection[str]) -> None:
    """Refuse a name that is none of the choices; UnknownKind lists them."""
    if name not in choices:
        hint = f"known: {', '.join(choices)}"
        raise UnknownKind.of(
            Problem(f"unknown-{what}", f"no {what} {name!r}", "", hint)
        )


def spoken(language: Language) -> Language:
    """Return a language that reports are written in; UnknownKind lists them."""
    known("language", language, get_args(Language))
    return language
