"""Any number of options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.base import Kind, brief, wrong
from audit.questionnaire.types.options import Options, label_of, unknown_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class MultiChoiceKind(Kind):
    """A list of distinct option codes; an exclusive option stands alone."""

    type: Literal["multi_choice"]
    options: Options

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the option codes in the order of the questionnaire."""
        return tuple(option.code for option in self.options)

    @property
    def many(self) -> bool:
        """Tell that the value is a list."""
        return True

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a non-empty list of distinct known codes."""
        if not isinstance(value, list) or not value:
            hint = 'write a list, for example ["voice", "chat"]'
            yield wrong(pointer, f"expected a list of codes (got {brief(value)})", hint)
            return
        for index, code in enumerate(value):
            if not isinstance(code, str) or code not in self.codes:
                yield unknown_code(code, self.codes, f"{pointer}/{index}")
            elif code in value[:index]:
                yield wrong(
                    f"{pointer}/{index}", f"'{code}' stands twice", "remove one"
                )
        yield from self._exclusive(value, pointer)

    def _exclusive(self, value: list[Any], pointer: str) -> Iterator[Problem]:
        for option in self.options:
            others = any(code != option.code for code in value)
            if option.exclusive and option.code in value and others:
                message = f"'{option.code}' cannot stand beside other options"
                yield wrong(pointer, message, "keep it alone, or remove it")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the list schema; an exclusive code is allowed only alone."""
        free = [option.code for option in self.options if not option.exclusive]
        shape: dict[str, Any] = {"type": "array", "minItems": 1, "uniqueItems": True}
        alone = [[option.code] for option in self.options if option.exclusive]
        if not alone:
            return {**shape, "items": {"enum": free}}
        listed = {"items": {"enum": free}}
        return {**shape, "anyOf": [listed, {"enum": alone}]}

    def shown(self, value: Any, language: str) -> str:
        """Return the labels, separated by semicolons."""
        return "; ".join(label_of(self.options, code, language) for code in value)
