"""A length of time: a number and a UCUM unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator

from audit.conditions.quantities import HOURS, parse_duration
from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem

_UNIT_WORDS = {
    "en": {"min": "min", "h": "h", "d": "d", "wk": "wk", "mo": "mo", "a": "yr"},
    "uk": {"min": "хв", "h": "год", "d": "дн.", "wk": "тиж.", "mo": "міс.", "a": "р."},
    "ru": {"min": "мин", "h": "ч", "d": "дн.", "wk": "нед.", "mo": "мес.", "a": "г."},
}


def _a_duration(text: str) -> str:
    if parse_duration(text) is None:
        raise ValueError('write a duration such as "24 h" (min, h, d, wk, mo, a)')
    return text


Bound = Annotated[str, AfterValidator(_a_duration)]


class DurationKind(Kind):
    """``{"value": 24, "unit": "h"}``; 1 mo = 30 d, 1 a = 365 d."""

    type: Literal["duration"]
    unit: Literal["min", "h", "d", "wk", "mo", "a"] = "h"
    min: Bound | None = None
    max: Bound | None = None

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a non-negative number with a known unit, within the bounds."""
        if not isinstance(value, dict) or set(value) != {"value", "unit"}:
            hint = f'write {{"value": 24, "unit": "{self.unit}"}}'
            yield wrong(pointer, f"expected a duration (got {brief(value)})", hint)
            return
        number, unit = value["value"], value["unit"]
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            yield wrong(f"{pointer}/value", f"expected a number (got {brief(number)})")
        elif number < 0:
            yield wrong(f"{pointer}/value", "a duration cannot be negative")
        elif isinstance(unit, str) and unit in HOURS:
            yield from self._outside(value, pointer)
        if not isinstance(unit, str) or unit not in HOURS:
            known = ", ".join(HOURS)
            message = f"expected one of {known} (got {brief(unit)})"
            yield wrong(f"{pointer}/unit", message, "mo is a month, a is a year")

    def _outside(self, value: dict[str, Any], pointer: str) -> Iterator[Problem]:
        hours = self.comparable(value)
        if self.min is not None and hours < (parse_duration(self.min) or 0):
            yield wrong(pointer, f"shorter than the least value, {self.min}")
        if self.max is not None and hours > (parse_duration(self.max) or 0):
            yield wrong(pointer, f"longer than the greatest value, {self.max}")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the object schema; the bounds depend on the unit and stay here."""
        return {
            "type": "object",
            "properties": {
                "value": {"type": "number", "minimum": 0},
                "unit": {"enum": list(HOURS)},
            },
            "required": ["value", "unit"],
            "additionalProperties": False,
        }

    def comparable(self, value: Any) -> Fraction:
        """Return the hours, exactly."""
        return Fraction(value["value"]) * HOURS[value["unit"]]

    def shown(self, value: Any, language: str) -> str:
        """Return for example ``24 h``."""
        return show_duration(value["value"], value["unit"], language)


def show_duration(number: object, unit: str, language: str) -> str:
    """Return a number with the unit's abbreviation in the language."""
    words = _UNIT_WORDS.get(language, _UNIT_WORDS["en"])
    digits = str(number) if language == "en" else str(number).replace(".", ",")
    return f"{digits}\u00a0{words.get(unit, unit)}"
