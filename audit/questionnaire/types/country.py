"""A country, or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import StrictBool

from audit.questionnaire.types.base import Kind, brief, wrong
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.options import unknown_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class CountryKind(Kind):
    """An ISO 3166-1 alpha-2 code; with ``multiple`` a list of distinct codes."""

    type: Literal["country"]
    multiple: StrictBool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every ISO 3166-1 alpha-2 code."""
        return COUNTRIES

    @property
    def many(self) -> bool:
        """Tell whether a list is asked for."""
        return self.multiple

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept assigned codes only."""
        if not self.multiple:
            if not isinstance(value, str) or value not in COUNTRIES:
                yield _no_country(value, pointer)
            return
        if not isinstance(value, list) or not value:
            hint = 'write a list, for example ["UA", "PL"]'
            yield wrong(pointer, f"expected a list (got {brief(value)})", hint)
            return
        for index, code in enumerate(value):
            if not isinstance(code, str) or code not in COUNTRIES:
                yield _no_country(code, f"{pointer}/{index}")
            elif code in value[:index]:
                yield wrong(
                    f"{pointer}/{index}", f"'{code}' stands twice", "remove one"
                )

    def schema_of_value(self) -> dict[str, Any]:
        """Return the enumeration of the codes, or of a list of them."""
        one = {"$ref": "#/$defs/country"}
        if not self.multiple:
            return one
        return {"type": "array", "minItems": 1, "uniqueItems": True, "items": one}

    def shown(self, value: Any, language: str) -> str:
        """Return the codes, which are the same in every language."""
        del language
        return ", ".join(value) if isinstance(value, list) else str(value)


def _no_country(value: Any, pointer: str) -> Problem:
    if isinstance(value, str) and value.upper() in COUNTRIES:
        return wrong(pointer, f"unknown country {value!r}", f"write {value.upper()!r}")
    if value == "UK":
        return wrong(pointer, "unknown country 'UK'", "the United Kingdom is 'GB'")
    problem = unknown_code(value, COUNTRIES, pointer)
    message = f"expected an ISO 3166-1 alpha-2 code (got {brief(value)})"
    return wrong(pointer, message, problem.hint)
