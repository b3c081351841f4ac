"""Money: every bad value has a good twin."""

from __future__ import annotations

import pytest

from tests.questionnaire.kinds import AT, Twin, assert_twin, money, problems

_MONEY_HINT = 'write {"amount": "1000000", "currency": "EUR"}'
_AMOUNT_HINT = 'write digits in quotes, for example "250000.50"'
_CURRENCY_HINT = "for example EUR, UAH, USD"
MONEY = (
    Twin(
        "text",
        "price",
        money("1"),
        "1 EUR",
        "expected money (got '1 EUR')",
        _MONEY_HINT,
    ),
    Twin("list", "price", money("1"), ["1", "EUR"], "expected money", _MONEY_HINT),
    Twin(
        "no_currency",
        "price",
        money("1"),
        {"amount": "1"},
        "expected money",
        _MONEY_HINT,
    ),
    Twin(
        "more_keys",
        "price",
        money("1"),
        {**money("1"), "net": True},
        "expected money",
        _MONEY_HINT,
    ),
    Twin(
        "bare_number",
        "price",
        money("1"),
        money(1),
        "expected an amount as text (got 1)",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "negative",
        "price",
        money("0"),
        money("-1"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "comma",
        "price",
        money("1.5"),
        money("1,5"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "spaces",
        "price",
        money("1000"),
        money("1 000"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "exponent",
        "price",
        money("1000"),
        money("1e3"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "bare_point",
        "price",
        money("1.0"),
        money("1."),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "decimals",
        "price",
        money("1.1234"),
        money("1.12345"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "digits",
        "price",
        money("9" * 15),
        money("9" * 16),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "line_break",
        "price",
        money("100"),
        money("100\n"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "wide_digits",
        "price",
        money("100"),
        money("１００"),
        "expected an amount as text",
        _AMOUNT_HINT,
        "/amount",
    ),
    Twin(
        "lower_case",
        "price",
        money("1", "UAH"),
        money("1", "uah"),
        "expected an ISO 4217 currency (got 'uah')",
        _CURRENCY_HINT,
        "/currency",
    ),
    Twin(
        "unknown",
        "price",
        money("1", "USD"),
        money("1", "XXA"),
        "expected an ISO 4217 currency (got 'XXA')",
        _CURRENCY_HINT,
        "/currency",
    ),
    Twin(
        "sign",
        "price",
        money("1", "USD"),
        money("1", "$"),
        "(got '$')",
        _CURRENCY_HINT,
        "/currency",
    ),
    Twin(
        "null",
        "price",
        money("1", "USD"),
        money("1", None),
        "(got None)",
        _CURRENCY_HINT,
        "/currency",
    ),
)
TWINS = (*MONEY,)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_amount_is_refused_for_one_reason_and_its_twin_is_not(twin: Twin) -> None:
    assert_twin(twin)


def test_amount_and_currency_are_both_reported() -> None:
    found = problems("price", money(1, "eur"))
    assert [p.pointer for p in found] == [f"{AT}/amount", f"{AT}/currency"]
