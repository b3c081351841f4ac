"""What every question type shares: the model's settings and the kind protocol."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.model import Field


_WRITTEN_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _a_day(value: object) -> object:
    """Let through a day and its text; pydantic alone takes numbers and times too."""
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if is_day or (isinstance(value, str) and re.fullmatch(_WRITTEN_DAY, value)):
        return value
    raise ValueError("write a day as YYYY-MM-DD, for example 2026-11-24")


#: A day of the Gregorian calendar, written YYYY-MM-DD (ISO 8601).
Day = Annotated[
    dt.date,
    BeforeValidator(_a_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _WRITTEN_DAY}),
]


class Model(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Kind(Model):
    """One question type: its value's check, schema, comparable and shown form."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the option codes; empty when the type has none."""
        return ()

    @property
    def many(self) -> bool:
        """Tell whether the value is a list of codes."""
        return False

    @property
    def fields(self) -> Mapping[str, Field]:
        """Return the columns of a table; empty for the other types."""
        return {}

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Yield what is wrong with a value, each with its pointer and a hint."""
        raise NotImplementedError

    def schema_of_value(self) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of a valid value."""
        raise NotImplementedError

    def comparable(self, value: Any) -> Any:
        """Return a checked value in the form that conditions compare."""
        return value

    def shown(self, value: Any, language: str) -> str:
        """Return a checked value as plain text for people."""
        del language
        return str(value)


def wrong(pointer: str, message: str, hint: str = "", code: str = "answer") -> Problem:
    """Build the problem of an answer value."""
    return Problem(f"{code}-value", message, pointer, hint)


def brief(value: Any) -> str:
    """Return a value cut to a length that fits an error message."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
