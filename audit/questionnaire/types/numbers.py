"""What integer and decimal share: bounds and a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from audit.conditions.quantities import parse_number
from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from audit.errors import Problem

Unit = Annotated[str, Field(min_length=1, max_length=24)]


class NumberKind(Kind):
    """A number between optional bounds, both included, in a stated unit."""

    unit: Unit | None = None
    min: Decimal | None = None
    max: Decimal | None = None

    def outside(self, value: Decimal | int, pointer: str) -> Iterator[Problem]:
        """Yield a problem when the value leaves the bounds."""
        if self.min is not None and value < self.min:
            yield wrong(pointer, f"{value} is below the least value, {self.min}")
        if self.max is not None and value > self.max:
            yield wrong(pointer, f"{value} is above the greatest value, {self.max}")

    def bounds(self) -> dict[str, Any]:
        """Return the bounds as schema keywords."""
        found = {"minimum": self.min, "maximum": self.max}
        return {key: _plain(bound) for key, bound in found.items() if bound is not None}

    def comparable(self, value: Any) -> Fraction | None:
        """Return the exact number."""
        return parse_number(value)

    def shown(self, value: Any, language: str) -> str:
        """Return the number with its unit; thousands grouped by a thin space."""
        text = f"{value:,}".replace(",", "\u202f")
        if language != "en":
            text = text.replace(".", ",")
        return f"{text}\u00a0{self.unit}" if self.unit else text


def _plain(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def not_a_number(value: Any, pointer: str, wanted: str, example: str) -> Problem:
    """Build the problem of a value that is no number."""
    hint = f"write it without quotes and unit, for example {example}"
    return wrong(pointer, f"expected {wanted} (got {brief(value)})", hint)
