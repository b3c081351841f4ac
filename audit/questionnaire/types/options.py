"""Options of a choice: a stable code and a label in every language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, StrictBool

from audit.questionnaire.localisation import Text, pick
from audit.questionnaire.types.base import Model, brief, wrong

if TYPE_CHECKING:
    from audit.errors import Problem


class Option(Model):
    """One option; an exclusive one cannot be chosen beside others."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
    label: Text
    exclusive: StrictBool = False


def _distinct(options: tuple[Option, ...]) -> tuple[Option, ...]:
    codes = [option.code for option in options]
    if len(set(codes)) < len(codes):
        raise ValueError("an option code stands twice")
    return options


Options = Annotated[
    tuple[Option, ...], Field(min_length=2, max_length=300), AfterValidator(_distinct)
]


def unknown_code(value: Any, codes: tuple[str, ...], pointer: str) -> Problem:
    """Build the problem of a code that the question does not offer."""
    close = get_close_matches(str(value)[:60], codes, 1)
    hint = f"did you mean '{close[0]}'?" if close else "copy one of the codes"
    listed = ", ".join(codes[:15]) + (", …" if len(codes) > 15 else "")
    return wrong(pointer, f"expected one of {listed} (got {brief(value)})", hint)


def label_of(options: tuple[Option, ...], code: str, language: str) -> str:
    """Return the label of a code; the code itself when it is not offered."""
    for option in options:
        if option.code == code:
            return pick(option.label, language)
    return code
