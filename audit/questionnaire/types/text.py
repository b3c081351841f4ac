"""Free text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class TextKind(Kind):
    """Plain text without control characters, of a limited length."""

    type: Literal["text"]
    max_length: Annotated[int, Field(ge=1, le=10_000)] = 2000

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept non-empty plain text."""
        if not isinstance(value, str) or not value.strip():
            yield wrong(pointer, f"expected text (got {brief(value)})")
        elif len(value) > self.max_length:
            message = f"{len(value)} characters, at most {self.max_length} fit"
            yield wrong(pointer, message, "shorten it, or attach it as evidence")
        elif bad := hidden_characters(value):
            hint = "remove control characters and text direction marks"
            yield wrong(pointer, f"hidden characters: {bad}", hint)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the string schema."""
        length = {"minLength": 1, "maxLength": self.max_length}
        return {"type": "string", **length, "pattern": r"\S"}


def hidden_characters(text: str) -> str:
    """Name control and direction characters that could disguise a text.

    Line breaks and tabs are allowed (Unicode categories Cc, Cf, Co, Cs are not).
    """
    hidden = sorted(
        {
            f"U+{ord(char):04X}"
            for char in text
            if char not in "\n\t\r" and unicodedata.category(char) in _HIDDEN
        }
    )
    return ", ".join(hidden[:5])


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"}) - {""}
