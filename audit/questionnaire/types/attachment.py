"""Evidence items as the answer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.base import Kind, brief, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem


class AttachmentKind(Kind):
    """A list of ids from the response's own ``evidence`` list."""

    type: Literal["attachment"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a list of distinct ids; that they exist is the response's check."""
        texts = isinstance(value, list) and all(isinstance(i, str) and i for i in value)
        if not texts or not value or len(set(value)) < len(value):
            hint = 'write a list, for example ["data-flow-diagram"]'
            message = f"expected distinct evidence ids (got {brief(value)})"
            yield wrong(pointer, message, hint)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the list schema."""
        item = {"type": "string", "minLength": 1}
        return {"type": "array", "minItems": 1, "uniqueItems": True, "items": item}

    def shown(self, value: Any, language: str) -> str:
        """Return the ids."""
        del language
        return ", ".join(value)
