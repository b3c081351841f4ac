"""A decimal number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.numbers import NumberKind, not_a_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class DecimalKind(NumberKind):
    """A JSON number, read exactly."""

    type: Literal["decimal"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a number within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            yield not_a_number(value, pointer, "a number", "99.5")
        else:
            yield from self.outside(value, pointer)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the schema with its bounds."""
        return {"type": "number", **self.bounds()}
