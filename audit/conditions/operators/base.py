"""What an operator is: the types it fits, how its value is read, and its test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from audit.conditions.model import Field

    #: value from the document and the field -> constant; ValueError when unfit
    Prepare = Callable[[Any, Field], Any]
    #: comparable answer, constant, as_of -> True, False or None (cannot be compared)
    Test = Callable[[Any, Any, date], bool | None]
    #: comparable answer, constant -> the days on which the test may turn
    Turns = Callable[[Any, Any], Iterator[date]]


def never(_value: Any, _constant: Any) -> Iterator[date]:
    """Yield no day: the test does not look at the day."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of the condition language."""

    name: str
    types: frozenset[str]
    prepare: Prepare
    test: Test
    turns: Turns = never


SCALAR_CODES = frozenset({"choice", "country"})
MANY_CODES = frozenset({"multi_choice", "country"})
NUMBERS = frozenset({"integer", "decimal"})
QUANTITIES = NUMBERS | {"duration", "money"}
EVERY_TYPE = (
    SCALAR_CODES
    | MANY_CODES
    | QUANTITIES
    | {"boolean", "date", "text", "contact", "table", "attachment"}
)


def known_code(value: object, field: Field) -> str:
    """Return the code when the field has it; ValueError lists the known codes."""
    if not isinstance(value, str):
        raise ValueError("an option code is text")
    if field.codes and value not in field.codes:
        known = ", ".join(field.codes[:12])
        raise ValueError(f"no option {value!r}; known: {known}")
    return value
