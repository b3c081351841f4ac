"""What a plain YAML scalar means: the YAML 1.2 core schema and nothing else.

``no``, ``on``, ``1:30``, ``1_000`` and ``2024-01-01`` are texts; ``010`` is ten.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.documents.limits import NumberFault, real_number, whole_number

if TYPE_CHECKING:
    from decimal import Decimal


_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_OF_NUMBERS = frozenset("-+.0123456789")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def plain_scalar(text: str) -> str | int | Decimal | bool | None:
    """Return the value of a plain scalar; NumberFault for a number not kept exactly."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_NUMBERS:
        return text
    return _number_or_text(text)


def is_text(text: str) -> bool:
    """Tell whether a plain scalar is a text, as every key must be."""
    try:
        return isinstance(plain_scalar(text), str)
    except NumberFault:
        return False


def _number_or_text(text: str) -> str | int | Decimal:
    if _WHOLE.fullmatch(text):
        return whole_number(text)
    if _OCTAL.fullmatch(text):
        return whole_number(text, 8)
    if _HEX.fullmatch(text):
        return whole_number(text, 16)
    if _REAL.fullmatch(text):
        return real_number(text)
    if _NOT_A_NUMBER.fullmatch(text):
        raise NumberFault("not-a-number", f"{text} is not a number one can compare")
    return text
