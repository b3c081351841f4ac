"""Tables: every bad row has a good twin."""

from __future__ import annotations

import pytest

from tests.questionnaire.kinds import AT, Twin, assert_twin, money, problems, row, time

_UNIT_HINT = "mo is a month, a is a year"
_ROWS_HINT = "write a list of objects; an empty list [] says there are none"
TABLES = (
    Twin("bare_row", "rows", [row()], row(), "expected a list of rows", _ROWS_HINT),
    Twin("null", "rows", [], None, "expected a list of rows (got None)", _ROWS_HINT),
    Twin(
        "text_row",
        "rows",
        [row()],
        ["Lviv"],
        "expected an object (got 'Lviv')",
        place="/0",
    ),
    Twin(
        "list_row",
        "rows",
        [row()],
        [row(), []],
        "expected an object (got [])",
        place="/1",
    ),
    Twin(
        "unknown_column",
        "rows",
        [row()],
        [row(city="Lviv")],
        "unknown column 'city'",
        "known: site, seats, own",
        "/0/city",
    ),
    Twin(
        "odd_column",
        "rows",
        [row()],
        [{**row(), "~/": 1}],
        "unknown column '~/'",
        "known: site",
        "/0/~0~1",
    ),
    Twin(
        "missing_column",
        "rows",
        [row()],
        [row(), {"site": "Kyiv"}],
        "the row lacks 'seats'",
        "Seats",
        "/1",
    ),
    Twin(
        "cell_type",
        "rows",
        [row(own=True)],
        [row(own="yes")],
        "expected true or false",
        "without quotes",
        "/0/own",
    ),
    Twin(
        "cell_bound",
        "rows",
        [row(seats=1)],
        [row(seats=0)],
        "0 is below the least value, 1",
        place="/0/seats",
    ),
    Twin(
        "cell_length",
        "rows",
        [row(site="L" * 10)],
        [row(site="L" * 11)],
        "11 characters, at most 10",
        "shorten",
        "/0/site",
    ),
    Twin(
        "cell_null",
        "rows",
        [row()],
        [row(own=None)],
        "(got None)",
        "without quotes",
        "/0/own",
    ),
    Twin(
        "cell_date",
        "rows",
        [row(since="2026-02-28")],
        [row(since="2026-02-30")],
        "expected a date",
        "2026-05-31",
        "/0/since",
    ),
    Twin(
        "cell_unit",
        "rows",
        [row(keep=time(1))],
        [row(keep=time(1, "y"))],
        "(got 'y')",
        _UNIT_HINT,
        "/0/keep/unit",
    ),
    Twin(
        "cell_currency",
        "rows",
        [row(fee=money("1"))],
        [row(fee=money("1", "X"))],
        "ISO 4217",
        "EUR",
        "/0/fee/currency",
    ),
    Twin(
        "cell_code",
        "rows",
        [row(where=["UA", "PL"])],
        [row(where=["UA", "pl"])],
        "'pl'",
        "'PL'",
        "/0/where/1",
    ),
    Twin("too_few", "few-rows", [{"site": "a"}], [], "0 rows, expected 1 to 2"),
    Twin(
        "too_many",
        "few-rows",
        [{"site": "a"}] * 2,
        [{"site": "a"}] * 3,
        "3 rows, expected 1 to 2",
    ),
    Twin(
        "over_500", "rows", [row()] * 500, [row()] * 501, "501 rows, expected 0 to 500"
    ),
)
TWINS = (*TABLES,)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_table_is_refused_for_one_reason_and_its_twin_is_not(twin: Twin) -> None:
    assert_twin(twin)


def test_rows_beyond_the_limit_are_counted_but_not_read() -> None:
    (found,) = problems("rows", [row()] * 500 + ["not a row"])
    assert found.message == "501 rows, expected 0 to 500"


def test_every_fault_of_every_row_is_reported() -> None:
    found = problems("rows", [row(seats=0, city="x"), {}, row(), 5])
    assert [p.pointer.removeprefix(AT) for p in found] == [
        "/0/city",
        "/0/seats",
        "/1",
        "/1",
        "/3",
    ]
