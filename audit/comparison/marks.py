"""How answers become numbers: what can be measured, and in which unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.conditions.quantities import parse_duration, parse_number

if TYPE_CHECKING:
    from audit.conditions.model import Field

#: Question types that are put on a line.
LINED = ("integer", "decimal", "duration", "table")
#: Question types whose options are worth something.
OPTIONED = ("choice", "multi_choice", "boolean")
YES, NO = "yes", "no"


def read_mark(question: Field, mark: object) -> Fraction | None:
    """Return an end of the line as a number, durations in hours; None if unfit."""
    read = parse_duration if question.type == "duration" else parse_number
    return read(mark)


def read_amount(answer: Any) -> Fraction:
    """Return a comparable answer as a number: hours as they are, rows counted."""
    return Fraction(len(answer)) if isinstance(answer, list) else Fraction(answer)


def options_of(question: Field) -> tuple[str, ...]:
    """Return the options that a measure gives a worth to."""
    return (YES, NO) if question.type == "boolean" else question.codes


def chosen(answer: Any) -> tuple[str, ...]:
    """Return the options that an answer names."""
    if isinstance(answer, bool):
        return (YES if answer else NO,)
    return (answer,) if isinstance(answer, str) else tuple(answer)


def on_line(reading: Fraction, worst: Fraction, best: Fraction) -> Fraction:
    """Return 100 · (reading - worst) / (best - worst), within 0 … 100."""
    share = (reading - worst) / (best - worst)
    return 100 * min(max(share, Fraction(0)), Fraction(1))
