"""The report's own words in one language."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction


def words(language: str) -> Mapping[str, str]:
    """Return the report's words in the language (en, uk or ru)."""
    return _words(f"{language}.json")


def comparison_words(language: str) -> Mapping[str, str]:
    """Return the words that only a comparison needs."""
    return _words(f"comparison.{language}.json")


def remedy_words(language: str) -> Mapping[str, str]:
    """Return the words of conditions, repairs and suppositions."""
    return _words(f"remedy.{language}.json")


def register_words(language: str) -> Mapping[str, str]:
    """Return the words of views over the register."""
    return _words(f"register.{language}.json")


@cache
def _words(name: str) -> Mapping[str, str]:
    text = files("audit.report").joinpath("locales", name).read_text("utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded


def show_date(day: date | None, language: str) -> str:
    """Return a day as the language writes it."""
    if day is None:
        return "—"
    return day.isoformat() if language == "en" else f"{day:%d.%m.%Y}"


def show_number(shown: str, language: str) -> str:
    """Return a shown number with the language's decimal mark."""
    return shown if language == "en" else shown.replace(".", ",")


def show_share(share: Fraction, language: str, digits: int = 2) -> str:
    """Return an exact share with few decimals, trailing zeros cut."""
    text = f"{float(share):.{digits}f}".rstrip("0").rstrip(".")
    return show_number(text or "0", language)
