"""Money as people read it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from audit.offer.show import show_money
from audit.questionnaire.types.money import MoneyKind


@pytest.mark.parametrize(
    ("amount", "language", "decimals", "shown"),
    [
        ("0", "en", 2, "0.00"),
        ("0", "uk", 0, "0"),
        ("999.5", "en", 2, "999.50"),
        ("1000", "en", 0, "1\u202f000"),
        ("1234567.891", "en", 2, "1\u202f234\u202f567.89"),
        ("1234567.891", "uk", 2, "1\u202f234\u202f567,89"),
        ("1234567.891", "ru", 3, "1\u202f234\u202f567,891"),
        # Half to even, on both sides of zero.
        ("0.125", "en", 2, "0.12"),
        ("0.135", "en", 2, "0.14"),
        ("-0.125", "en", 2, "-0.12"),
        ("-0.135", "en", 2, "-0.14"),
        ("2.5", "en", 0, "2"),
        ("3.5", "en", 0, "4"),
        # What rounds to nothing has no sign.
        ("-0.004", "en", 2, "0.00"),
        ("-0.4", "ru", 0, "0"),
        ("-1234.5", "uk", 2, "-1\u202f234,50"),
        # Zeros behind the comma stay, and a carry reaches the thousands.
        ("1.05", "uk", 2, "1,05"),
        ("999.996", "uk", 2, "1\u202f000,00"),
        ("0.0016", "uk", 4, "0,0016"),
    ],
)
def test_an_amount_is_grouped_and_rounded_half_to_even(
    amount: str, language: str, decimals: int, shown: str
) -> None:
    found = show_money(Fraction(amount), "EUR", language, decimals)
    assert found == f"{shown}\u00a0EUR"


def test_two_decimals_are_usual_and_a_third_is_rounded_exactly() -> None:
    assert show_money(Fraction(2, 3), "UAH", "uk") == "0,67\u00a0UAH"
    # As a binary fraction, 2.675 lies below the half and would give 2.67.
    assert show_money(Fraction("2.675"), "UAH", "en") == "2.68\u00a0UAH"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("amount", ["7", "1000", "250000.50", "999999999999.99"])
def test_an_amount_looks_as_it_does_in_a_vendors_answer(
    amount: str, language: str
) -> None:
    answer = {"amount": amount, "currency": "KZT"}
    decimals = len(amount.partition(".")[2])
    kind = MoneyKind(type="money")
    shown = show_money(Fraction(amount), "KZT", language, decimals)
    assert shown == kind.shown(answer, language)
