"""What a checked value becomes for a condition: exact, with its unit resolved."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from audit.conditions.quantities import Money
from tests.questionnaire.kinds import ASKED, as_read, money, row, time

THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("link_id", "value", "expected"),
    [
        ("yes-no", False, False),
        ("one", "voice", "voice"),
        ("many", ["chat", "voice"], ["chat", "voice"]),
        ("whole", 7, Fraction(7)),
        ("number", 0.1, Fraction(1, 10)),
        ("time", time(20, "min"), THIRD),
        ("time", time(1.5, "d"), Fraction(36)),
        ("time", time(1, "wk"), Fraction(168)),
        ("time", time(1, "mo"), Fraction(720)),
        ("time", time(1, "a"), Fraction(8760)),
        ("day", "2026-05-31", date(2026, 5, 31)),
        ("price", money("0.10"), Money(Fraction(1, 10), "EUR")),
        ("rows", [], []),
        (
            "rows",
            [row(keep=time(2, "d"), own=True)],
            [{"site": "Lviv", "seats": Fraction(1), "keep": Fraction(48), "own": True}],
        ),
        ("files", ["iso"], ["iso"]),
    ],
)
def test_a_value_is_compared_exactly(link_id: str, value: Any, expected: Any) -> None:
    found = ASKED[link_id].comparable(as_read(value))
    assert found == expected
    assert type(found) is type(expected)


def test_the_codes_of_a_question_are_known_to_conditions() -> None:
    codes = ("voice", "chat", "none")
    assert ASKED["one"].codes == ASKED["many"].codes == codes
    assert ASKED["words"].codes == ()
    assert {"UA", "GB"} < set(ASKED["land"].codes)


def test_only_lists_of_codes_are_many() -> None:
    many = [link_id for link_id, asked in ASKED.items() if asked.many]
    assert many == ["many", "free-many", "only-exclusive", "lands"]


def test_only_a_table_has_columns() -> None:
    assert list(ASKED["rows"].fields) == [
        "site",
        "seats",
        "own",
        "since",
        "keep",
        "fee",
        "where",
    ]
    assert {a.type for a in ASKED.values() if a.fields} == {"table"}
