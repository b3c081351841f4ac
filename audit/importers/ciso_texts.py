"""Texts of CISO Assistant: each beside its translations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import LANGUAGES

if TYPE_CHECKING:
    from audit.importers.draft import Draft
    from audit.importers.ledger import Ledger


class Texts:
    """Takes texts out of a library and notes where each of them stood."""

    def __init__(self, draft: Draft, ledger: Ledger) -> None:
        self._draft = draft
        self._ledger = ledger

    def take(self, holder: dict[str, Any], key: str, pointer: str) -> dict[str, str]:
        """Return a text in our languages; empty when the library has none."""
        value = _text(holder.get(key))
        if not value:
            return {}
        found = self._draft.text(value, f"{pointer}/{key}")
        self._ledger.carry(f"{pointer}/{key}", key)
        for language, parts in _translations(holder).items():
            translated = _text(parts.get(key))
            where = f"{pointer}/translations/{language}/{key}"
            if language in LANGUAGES and translated:
                found[language] = self._draft.plain(translated, where)
                self._ledger.carry(where, key)
        return found

    def lose_languages(self, holder: dict[str, Any], pointer: str) -> None:
        """Lose translations into languages that the toolkit does not have."""
        for language in _translations(holder):
            if language not in LANGUAGES:
                where = f"{pointer}/translations/{language}"
                why = f"texts are in {', '.join(LANGUAGES)}"
                self._ledger.lose(where, language, why)


def joined(parts: list[dict[str, str]]) -> dict[str, str] | None:
    """Return texts one below the other, in the languages that all of them have."""
    said = [part for part in parts if part]
    if not said:
        return None
    languages = [tag for tag in said[0] if all(tag in part for part in said)]
    return {tag: "\n".join(part[tag] for part in said) for tag in languages}


def _text(value: object) -> str:
    """Return a scalar as text: YAML reads an unquoted 2.1 as a number."""
    scalar = isinstance(value, str | int) or hasattr(value, "as_tuple")
    return str(value).strip() if scalar and not isinstance(value, bool) else ""


def _translations(holder: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = holder.get("translations")
    if not isinstance(found, dict):
        return {}
    return {tag: parts for tag, parts in found.items() if isinstance(parts, dict)}
