"""Texts that a spreadsheet must not take for formulas."""

from __future__ import annotations

_STARTS = "=+-@\t\r＝"


def no_formula(text: str) -> str:
    """Quote a text that a spreadsheet would run as a formula (CWE-1236)."""
    return f"'{text}" if text[:1] and text[0] in _STARTS else text
