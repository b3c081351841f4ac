"""Yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem

_WORDS = {"en": ("Yes", "No"), "uk": ("Так", "Ні"), "ru": ("Да", "Нет")}


class BooleanKind(Kind):
    """A yes/no value: JSON true or false."""

    type: Literal["boolean"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept true and false only; the words are refused, not guessed."""
        if not isinstance(value, bool):
            message = f"expected true or false (got {brief(value)})"
            yield wrong(pointer, message, "write true or false without quotes")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the schema of a boolean."""
        return {"type": "boolean"}

    def shown(self, value: Any, language: str) -> str:
        """Return Yes or No in the language."""
        return _WORDS.get(language, _WORDS["en"])[0 if value else 1]
