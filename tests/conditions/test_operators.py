"""The truth of every operator: true, false and unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.operators import OPERATORS, ROW_OPERATORS
from audit.conditions.parse import parse
from audit.conditions.quantities import (
    parse_date,
    parse_duration,
    parse_money,
    parse_number,
    parse_quantity,
    parse_window,
    window_start,
)
from tests.builders import option, question, record, text

DAY = date(2026, 6, 1)
COLUMNS = [
    {
        "id": "kind",
        "type": "choice",
        "text": text(),
        "options": [option("x"), option("y")],
    },
    {"id": "guarded", "type": "boolean", "text": text(), "required": False},
]
ASKED = record(
    question("yes-no"),
    question("one", "choice", options=[option("x"), option("y"), option("z")]),
    question("many", "multi_choice", options=[option("x"), option("y"), option("z")]),
    question("whole", "integer"),
    question("number", "decimal"),
    question("time", "duration"),
    question("day", "date"),
    question("words", "text"),
    question("person", "contact"),
    question("land", "country"),
    question("lands", "country", multiple=True),
    question("price", "money"),
    question("rows", "table", columns=COLUMNS),
    question("files", "attachment"),
)


def truth(condition: dict, link_id: str = "", value: Any = None) -> bool | None:
    node = parse(condition)
    fields = ASKED.questions
    values = {} if value is None else {link_id: fields[link_id].comparable(value)}
    return compile_condition(node, fields).run(Facts(values, {}, DAY))[0]


H = {"value": 24, "unit": "h"}
TABLE: list[tuple[str, str, Any, Any, bool | None]] = [
    # question, operator, constant, answer, truth
    ("yes-no", "answered", True, False, True),
    ("words", "answered", True, "any", True),
    ("rows", "answered", True, [], True),
    ("yes-no", "not_applicable", True, True, False),
    ("yes-no", "is", True, True, True),
    ("yes-no", "is", True, False, False),
    ("yes-no", "is", False, False, True),
    ("yes-no", "is_not", True, False, True),
    ("yes-no", "is_not", False, False, False),
    ("one", "is", "x", "x", True),
    ("one", "is", "x", "y", False),
    ("one", "is_not", "x", "y", True),
    ("one", "is_not", "x", "x", False),
    ("land", "is", "UA", "UA", True),
    ("land", "is_not", "UA", "PL", True),
    ("words", "is", "ISO", "ISO", True),
    ("words", "is", "ISO", "iso", False),
    ("whole", "is", 5, 5, True),
    ("whole", "is_not", 5, 6, True),
    ("number", "is", Decimal("0.1"), Decimal("0.10"), True),
    ("one", "in", ["x", "y"], "y", True),
    ("one", "in", ["x", "y"], "z", False),
    ("one", "not_in", ["x"], "z", True),
    ("one", "not_in", ["x"], "x", False),
    ("land", "in", ["UA", "PL"], "PL", True),
    ("whole", "in", [1, 2], 2, True),
    ("whole", "not_in", [1, 2], 2, False),
    ("many", "includes_all", ["x", "y"], ["y", "x", "z"], True),
    ("many", "includes_all", ["x", "y"], ["x"], False),
    ("many", "includes_any", ["x", "y"], ["y"], True),
    ("many", "includes_any", ["x", "y"], ["z"], False),
    ("many", "excludes", ["x"], ["y", "z"], True),
    ("many", "excludes", ["x"], ["y", "x"], False),
    ("many", "only", ["x", "y"], ["x"], True),
    ("many", "only", ["x", "y"], ["x", "z"], False),
    ("lands", "only", ["UA", "PL"], ["PL"], True),
    ("lands", "includes_any", ["UA"], ["PL"], False),
    ("many", "count_at_least", 2, ["x", "y"], True),
    ("many", "count_at_least", 2, ["x"], False),
    ("lands", "count_at_least", 1, ["PL"], True),
    ("whole", "at_least", 5, 5, True),
    ("whole", "at_least", 5, 4, False),
    ("whole", "at_most", 5, 5, True),
    ("whole", "at_most", 5, 6, False),
    ("whole", "above", 5, 6, True),
    ("whole", "above", 5, 5, False),
    ("whole", "below", 5, 4, True),
    ("whole", "below", 5, 5, False),
    ("number", "at_least", Decimal("99.9"), Decimal("99.90"), True),
    ("number", "at_least", Decimal("99.9"), Decimal("99.89"), False),
    ("time", "at_most", "1 d", H, True),
    ("time", "below", "1 d", H, False),
    ("time", "at_most", "1439 min", H, False),
    ("time", "at_least", "1 a", {"value": 365, "unit": "d"}, True),
    ("time", "at_least", "1 mo", {"value": 4, "unit": "wk"}, False),
    ("price", "at_least", "100 EUR", {"amount": "100.00", "currency": "EUR"}, True),
    ("price", "above", "100 EUR", {"amount": "100", "currency": "EUR"}, False),
    ("price", "at_least", "100 EUR", {"amount": "9999", "currency": "USD"}, None),
    ("price", "below", "100 EUR", {"amount": "1", "currency": "UAH"}, None),
    ("day", "within", "12 mo", "2025-06-01", True),
    ("day", "within", "12 mo", "2025-05-31", False),
    ("day", "within", "12 mo", "2026-06-01", True),
    ("day", "within", "12 mo", "2026-06-02", False),
    ("day", "older_than", "12 mo", "2025-05-31", True),
    ("day", "older_than", "12 mo", "2025-06-01", False),
    ("day", "valid_on", "as_of", "2026-06-01", True),
    ("day", "valid_on", "as_of", "2026-05-31", False),
    ("rows", "every_row", {"column": "kind", "is": "x"}, [], True),
    ("rows", "every_row", {"column": "kind", "is": "x"}, [{"kind": "x"}], True),
    (
        "rows",
        "every_row",
        {"column": "kind", "is": "x"},
        [{"kind": "x"}, {"kind": "y"}],
        False,
    ),
    ("rows", "every_row", {"column": "guarded", "is": True}, [{"kind": "x"}], None),
    (
        "rows",
        "every_row",
        {"column": "guarded", "is": True},
        [{"kind": "x"}, {"kind": "x", "guarded": False}],
        False,
    ),
    ("rows", "any_row", {"column": "kind", "is": "x"}, [], False),
    (
        "rows",
        "any_row",
        {"column": "kind", "is": "x"},
        [{"kind": "y"}, {"kind": "x"}],
        True,
    ),
    ("rows", "any_row", {"column": "guarded", "is": True}, [{"kind": "x"}], None),
    ("rows", "no_row", {"column": "kind", "is": "x"}, [], True),
    ("rows", "no_row", {"column": "kind", "is": "x"}, [{"kind": "x"}], False),
    ("rows", "no_row", {"column": "guarded", "is": True}, [{"kind": "x"}], None),
    ("rows", "rows_at_least", 1, [{"kind": "x"}], True),
    ("rows", "rows_at_least", 1, [], False),
    (
        "rows",
        "rows_at_least",
        {"count": 2, "where": {"column": "kind", "is": "x"}},
        [{"kind": "x"}, {"kind": "x"}],
        True,
    ),
    (
        "rows",
        "rows_at_least",
        {"count": 2, "where": {"column": "kind", "is": "x"}},
        [{"kind": "x"}, {"kind": "y"}],
        False,
    ),
    (
        "rows",
        "rows_at_least",
        {"count": 1, "where": {"column": "guarded", "is": True}},
        [{"kind": "x"}],
        None,
    ),
]


@pytest.mark.parametrize(("link_id", "op", "constant", "value", "expected"), TABLE)
def test_each_operator_is_true_false_or_unknown_as_written_down(
    link_id: str, op: str, constant: Any, value: Any, expected: bool | None
) -> None:
    assert not list(ASKED.questions[link_id].problems(value, ""))
    assert truth({"answer": link_id, op: constant}, link_id, value) is expected


def _conditions() -> list[tuple[str, str, Any]]:
    unique = {(i, op, repr(c)): (i, op, c) for i, op, c, _, _ in TABLE}
    return list(unique.values())


@pytest.mark.parametrize(("link_id", "op", "constant"), _conditions())
def test_each_operator_and_its_negation_are_unknown_without_an_answer(
    link_id: str, op: str, constant: Any
) -> None:
    condition = {"answer": link_id, op: constant}
    assert truth(condition) is None
    assert truth({"none": [condition]}) is None


def test_the_table_speaks_of_every_operator() -> None:
    assert {op for _, op, *_ in TABLE} == {*OPERATORS, *ROW_OPERATORS}


def test_not_applicable_is_true_only_of_an_answer_that_said_so() -> None:
    node = parse({"answer": "yes-no", "not_applicable": True})
    run = compile_condition(node, ASKED.questions).run
    assert run(Facts({}, {}, DAY, frozenset({"yes-no"})))[0] is True
    assert run(Facts({"yes-no": True}, {}, DAY))[0] is False
    assert run(Facts({}, {}, DAY))[0] is None


@pytest.mark.parametrize(
    ("as_of", "window", "start"),
    [
        ("2026-05-31", "3 mo", "2026-02-28"),
        ("2028-05-31", "3 mo", "2028-02-29"),
        ("2028-02-29", "1 a", "2027-02-28"),
        ("2026-01-15", "1 mo", "2025-12-15"),
        ("2026-06-01", "2 wk", "2026-05-18"),
        ("2026-06-01", "0 d", "2026-06-01"),
        ("2026-06-01", "99999 a", "0001-01-01"),
        ("2026-06-01", "999999999999 d", "0001-01-01"),
        ("2026-06-01", "999999999999 wk", "0001-01-01"),
    ],
)
def test_a_window_goes_by_the_calendar_and_ends_at_the_first_day_there_is(
    as_of: str, window: str, start: str
) -> None:
    parsed = parse_window(window)
    assert parsed is not None
    assert window_start(date.fromisoformat(as_of), parsed) == date.fromisoformat(start)


@given(
    st.dates(min_value=date(1, 1, 1)),
    st.integers(0, 10**12 - 1),
    st.sampled_from(["d", "wk", "mo", "a"]),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_window_never_begins_after_the_day_it_ends(
    as_of: date, count: int, unit: str
) -> None:
    assert date.min <= window_start(as_of, (count, unit)) <= as_of


@pytest.mark.parametrize(
    "text",
    ["24h", " 24 h", "24 h ", "-1 h", "1e3 h", "24  h", "h", "24", 24, None, ""],
    ids=repr,
)
def test_a_quantity_in_another_form_is_not_guessed(text: object) -> None:
    assert parse_quantity(text) is None
    assert parse_duration(text) is None
    assert parse_money(text) is None
    assert parse_window(text) is None


@pytest.mark.parametrize("text", ["1.5 mo", "24 h", "3 min", "1 EUR"])
def test_a_window_is_whole_days_weeks_months_or_years(text: str) -> None:
    assert parse_window(text) is None


@pytest.mark.parametrize("value", [True, None, 1.5, "NaN", "Infinity", "1/2", [], "x"])
def test_what_is_no_exact_number_is_no_number(value: object) -> None:
    assert parse_number(value) is None


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "2026-2-3", "20260203", "2026-02-03\n", "٢٠٢٦-٠٢-٠٣", 20260203],
    ids=repr,
)
def test_what_is_no_day_is_no_date(value: object) -> None:
    assert parse_date(value) is None
