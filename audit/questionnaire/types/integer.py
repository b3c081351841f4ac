"""A whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.numbers import NumberKind, not_a_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class IntegerKind(NumberKind):
    """A JSON integer."""

    type: Literal["integer"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept an integer within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield not_a_number(value, pointer, "a whole number", "120")
        else:
            yield from self.outside(value, pointer)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the schema with its bounds."""
        return {"type": "integer", **self.bounds()}
