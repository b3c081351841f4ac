"""A typed line → an answer's value, one reader a question type."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.conditions.quantities import HOURS

if TYPE_CHECKING:
    from collections.abc import Callable

_YES = frozenset({"y", "yes", "true", "т", "так", "д", "да"})
_NO = frozenset({"n", "no", "false", "н", "ні", "нет"})
#: Units as people write them, beside the UCUM codes themselves.
_UNITS = {
    "хв": "min", "мин": "min", "год": "h", "ч": "h", "дн": "d", "д": "d",
    "тиж": "wk", "нед": "wk", "міс": "mo", "мес": "mo", "р": "a", "г": "a",
    "yr": "a", "y": "a",
}  # fmt: skip
_CONTACT = ("name", "role", "email", "phone")


def read_typed(question: Any, line: str) -> Any:
    """Return the value that a line means for a question or column.

    What cannot be read is returned as the text it is, so that the type's own check
    says what it expects. Tables are typed cell by cell and never come here.
    """
    reader = _READERS.get(question.type)
    return reader(question, line) if reader else line


def _boolean(_: Any, line: str) -> Any:
    word = line.casefold()
    return True if word in _YES else False if word in _NO else line


def _integer(_: Any, line: str) -> Any:
    digits = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", line)
    return int(digits) if re.fullmatch(r"-?[0-9]{1,15}", digits) else line


def _number(_: Any, line: str) -> Any:
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", line).replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,6}", text) else line


def _duration(question: Any, line: str) -> Any:
    match = re.fullmatch(r"(.*?)\s*([^\W\d_]*)\.?", line)
    number, unit = (match[1], match[2].casefold()) if match else (line, "")
    value = _number(question, number)
    if isinstance(value, str):
        return line
    code = _UNITS.get(unit, unit) or question.unit
    return {"value": value, "unit": code} if code in HOURS else line


def _date(_: Any, line: str) -> Any:
    match = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", line)
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else line


def _choice(question: Any, line: str) -> Any:
    return _code(question, line)


def _choices(question: Any, line: str) -> Any:
    return [_code(question, part) for part in _parts(line)]


def _code(question: Any, part: str) -> str:
    codes: tuple[str, ...] = question.codes
    if re.fullmatch(r"[0-9]{1,3}", part) and 1 <= int(part) <= len(codes):
        return codes[int(part) - 1]
    return part


def _country(question: Any, line: str) -> Any:
    codes = [part.upper() for part in _parts(line)]
    return codes if question.many or len(codes) != 1 else codes[0]


def _money(_: Any, line: str) -> Any:
    match = re.fullmatch(r"(.*\d)\s*([A-Za-z]{3})", line)
    if match is None:
        return line
    amount = re.sub(r"[\s\u00a0\u202f]", "", match[1]).replace(",", ".")
    return {"amount": amount, "currency": match[2].upper()}


def _contact(_: Any, line: str) -> Any:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) > len(_CONTACT):
        return line
    return {key: part for key, part in zip(_CONTACT, parts, strict=False) if part}


def _attachment(_: Any, line: str) -> Any:
    return _parts(line)


def _parts(line: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", line) if part]


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _number,
    "duration": _duration,
    "date": _date,
    "choice": _choice,
    "multi_choice": _choices,
    "country": _country,
    "money": _money,
    "contact": _contact,
    "attachment": _attachment,
}
