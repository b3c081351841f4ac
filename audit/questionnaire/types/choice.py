"""Exactly one option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.base import Kind
from audit.questionnaire.types.options import Options, label_of, unknown_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class ChoiceKind(Kind):
    """One option's code as a string."""

    type: Literal["choice"]
    options: Options

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the option codes in the order of the questionnaire."""
        return tuple(option.code for option in self.options)

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a known code only."""
        if not isinstance(value, str) or value not in self.codes:
            yield unknown_code(value, self.codes, pointer)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the enumeration of the codes."""
        return {"enum": list(self.codes)}

    def shown(self, value: Any, language: str) -> str:
        """Return the option's label."""
        return label_of(self.options, value, language)
