"""A view over the register in one language; writers and the template only place it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audit.report.words import register_words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.report.comparison.blocks import Grid, Section


class Figure(NamedTuple):
    """A number of the first lines, with what it counts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """Title, figures, the main table and sections of further ones."""

    language: str
    title: str
    subject: str
    as_of: str
    headline: str
    overview: Grid
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...] = ()
    sentences: tuple[str, ...] = ()

    @property
    def w(self) -> Mapping[str, str]:
        """Return the words of every report."""
        return words(self.language)

    @property
    def word(self) -> Mapping[str, str]:
        """Return the words of views over the register."""
        return register_words(self.language)
