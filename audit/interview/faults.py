"""What is wrong with a typed line, said to the person who typed it.

The checks of a question type speak of JSON; here the same faults are told in words for
a terminal. Whatever such a check refuses gets at least the form that is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from audit.interview.replies import REPLIES
from audit.interview.texts import TEXTS
from audit.questionnaire.localisation import pick
from audit.questionnaire.model import Language
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.duration import show_duration
from audit.questionnaire.types.options import label_of
from audit.questionnaire.types.text import hidden_characters

#: Key of a sentence in ``REPLIES`` and what is filled into it.
Found = Iterator[tuple[str, dict[str, Any]]]


def explain(target: Any, value: Any, language: Language) -> list[str]:
    """Return why a question or column refuses a value, in sentences."""
    words = REPLIES[language]
    find = _FINDERS.get(target.type, _quantity)
    found = [words[key].format_map(told) for key, told in find(target, value, language)]
    return found or [words["form"].format(expected=expected(target, language))]


def _country(_: Any, value: Any, __: Language) -> Found:
    if given := [code for code in _listed(value) if code not in COUNTRIES]:
        yield "country", {"given": ", ".join(given)}


def _text(target: Any, value: Any, _: Language) -> Found:
    if found := hidden_characters(value):
        yield "hidden", {"found": found}
    elif len(value) > target.max_length:
        yield "long", {"length": len(value), "most": target.max_length}


def _contact(_: Any, __: Any, ___: Language) -> Found:
    yield "contact", {}


def _quantity(target: Any, value: Any, language: Language) -> Found:
    """Name the bounds if the line was understood; only a day is still a text then."""
    understood = not isinstance(value, str)
    if target.type == "date":
        understood = target.comparable(value) is not None
    if understood and (bounds := range_of(target, language)):
        yield "range", {"range": bounds}


def _options(target: Any, value: Any, language: Language) -> Found:
    codes = _listed(value)
    if unknown := [code for code in codes if code not in target.codes]:
        yield "option", {"given": ", ".join(unknown), "count": len(target.codes)}
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        yield "twice", {"given": ", ".join(twice)}
    for option in target.options:
        if option.exclusive and option.code in codes and len(set(codes)) > 1:
            yield "alone", {"label": label_of(target.options, option.code, language)}


def _table(target: Any, rows: Any, language: Language) -> Found:
    columns = [column for column in target.columns if column.required]
    missing = {c.id: c for row in rows for c in columns if c.id not in row}
    if missing:
        names = (pick(column.text, language) for column in missing.values())
        yield "cells", {"columns": "; ".join(names)}
    if not target.min_rows <= len(rows) <= target.max_rows:
        span = f"{target.min_rows} … {target.max_rows}"
        yield "rows", {"rows": len(rows), "range": span}


def expected(target: Any, language: Language) -> str:
    """Return the form of an answer, with its unit and bounds."""
    unit = target.unit if target.type in {"integer", "decimal"} else None
    parts = (TEXTS[language][target.type], unit, range_of(target, language))
    return ", ".join(part for part in parts if part)


def range_of(target: Any, language: Language) -> str:
    """Return the bounds of a quantity or day; empty where it has none."""
    least, most = (getattr(target, bound, None) for bound in ("min", "max"))
    if least is not None and most is not None:
        return f"{_bound(target, least, language)} … {_bound(target, most, language)}"
    if least is not None:
        return f"≥ {_bound(target, least, language)}"
    return f"≤ {_bound(target, most, language)}" if most is not None else ""


def _bound(target: Any, bound: Any, language: Language) -> str:
    if target.type != "duration":
        return str(bound)
    number, unit = str(bound).split()
    return show_duration(number, unit, language)


_FINDERS: dict[str, Callable[[Any, Any, Language], Found]] = {
    "table": _table,
    "choice": _options,
    "multi_choice": _options,
    "country": _country,
    "text": _text,
    "contact": _contact,
}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]
