"""A calendar day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from audit.conditions.quantities import parse_date
from audit.questionnaire.types.base import Day, Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class DateKind(Kind):
    """``YYYY-MM-DD`` (ISO 8601)."""

    type: Literal["date"]
    min: Day | None = None
    max: Day | None = None

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept an existing day within the bounds."""
        day = parse_date(value)
        if day is None:
            hint = 'write year-month-day, for example "2026-05-31"'
            yield wrong(pointer, f"expected a date (got {brief(value)})", hint)
        elif (self.min and day < self.min) or (self.max and day > self.max):
            span = f"{self.min or '…'} to {self.max or '…'}"
            yield wrong(pointer, f"{day} lies outside {span}")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the string schema; its length stops a line break after the day."""
        form = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}
        return {"type": "string", "format": "date", **form}

    def comparable(self, value: Any) -> dt.date | None:
        """Return the day."""
        return parse_date(value)

    def shown(self, value: Any, language: str) -> str:
        """Return the day as the language writes it."""
        day = dt.date.fromisoformat(value)
        return day.isoformat() if language == "en" else f"{day:%d.%m.%Y}"
