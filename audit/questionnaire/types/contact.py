"""A person to turn to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.types.base import Kind, brief, wrong
from audit.questionnaire.types.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.errors import Problem

_KEYS = ("name", "role", "email", "phone")


class ContactKind(Kind):
    """``{"name", "role", "email", "phone"}``; a name and an e-mail or phone."""

    type: Literal["contact"]

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a name with at least one way to reach the person."""
        if not isinstance(value, dict):
            hint = 'write {"name": "…", "role": "…", "email": "…"}'
            yield wrong(pointer, f"expected a contact (got {brief(value)})", hint)
            return
        for key, part in value.items():
            token = key.replace("~", "~0").replace("/", "~1")
            yield from self._part(key, part, f"{pointer}/{token}")
        if "name" not in value:
            yield wrong(pointer, "the contact has no 'name'")
        if "email" not in value and "phone" not in value:
            yield wrong(pointer, "the contact has neither 'email' nor 'phone'")

    def _part(self, key: str, part: Any, pointer: str) -> Iterator[Problem]:
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            yield wrong(pointer, f"unknown key {brief(key)}; known: {known}")
        elif not isinstance(part, str) or not part or len(part) > 200:
            yield wrong(pointer, f"'{key}' is text of 1 to 200 characters")
        elif bad := hidden_characters(part):
            yield wrong(pointer, f"hidden characters: {bad}")
        elif key == "email" and not _looks_like_email(part):
            yield wrong(pointer, "this is no e-mail address")

    def schema_of_value(self) -> dict[str, Any]:
        """Return the object schema."""
        part = {"type": "string", "minLength": 1, "maxLength": 200}
        return {
            "type": "object",
            "properties": dict.fromkeys(_KEYS, part),
            "required": ["name"],
            "anyOf": [{"required": ["email"]}, {"required": ["phone"]}],
            "additionalProperties": False,
        }

    def shown(self, value: Any, language: str) -> str:
        """Return the parts, separated by commas."""
        del language
        return ", ".join(value[key] for key in _KEYS if value.get(key))


def _looks_like_email(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return bool(local) and "." in domain and " " not in text
