"""Texts in several languages and how one of them is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

from audit.errors import Problem

#: Languages that reports and documents can be written in (BCP 47).
LANGUAGES = ("en", "uk", "ru")


def _known_languages(texts: dict[str, str]) -> dict[str, str]:
    unknown = [tag for tag in texts if tag not in LANGUAGES]
    if unknown or not texts:
        raise ValueError(f"a text needs languages among {', '.join(LANGUAGES)}")
    if not all(text.strip() for text in texts.values()):
        raise ValueError("a text is empty")
    return texts


#: A text by language, for example ``{"en": "Yes", "uk": "Так", "ru": "Да"}``.
Text = Annotated[dict[str, str], AfterValidator(_known_languages)]


def pick(text: Mapping[str, str], language: str) -> str:
    """Return the text in the language, else in English, else in any."""
    return text.get(language) or text.get("en") or next(iter(text.values()))


def missing_translations(
    text: Mapping[str, str] | None, languages: tuple[str, ...], pointer: str
) -> Iterator[Problem]:
    """Yield a problem for each language in which the text is absent."""
    for language in languages:
        if text is not None and language not in text:
            message = f"no translation into '{language}'"
            hint = "every text needs all languages that the document declares"
            yield Problem("translation-missing", message, pointer, hint)
