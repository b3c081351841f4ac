"""Exact money as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def show_money(
    amount: Fraction, currency: str, language: str, decimals: int = 2
) -> str:
    """Return for example ``12 345,60 EUR``, rounded half to even."""
    rounded = round(amount * 10**decimals)  # Fraction rounds half to even
    whole, part = divmod(abs(rounded), 10**decimals)
    text = f"{whole:,}".replace(",", "\u202f")
    if decimals:
        text += ("." if language == "en" else ",") + f"{part:0{decimals}}"
    # The sign of what is shown: no amount is a negative zero.
    sign = "-" if rounded < 0 else ""
    return f"{sign}{text}\u00a0{currency}"
