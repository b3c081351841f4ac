"""Numbers and days: every bad value has a good twin."""

from __future__ import annotations

import pytest

from tests.questionnaire.kinds import Twin, assert_twin

_NUMBER_HINT = "write it without quotes and unit"
_DATE_HINT = 'write year-month-day, for example "2026-05-31"'
NUMBERS = (
    Twin(
        "whole_quoted",
        "whole",
        120,
        "120",
        "expected a whole number (got '120')",
        _NUMBER_HINT,
    ),
    Twin("whole_fraction", "whole", 2.0, 2.5, "expected a whole number", _NUMBER_HINT),
    Twin(
        "whole_true",
        "whole",
        1,
        True,
        "expected a whole number (got True)",
        _NUMBER_HINT,
    ),
    Twin(
        "whole_null",
        "whole",
        0,
        None,
        "expected a whole number (got None)",
        _NUMBER_HINT,
    ),
    Twin("whole_below", "bounded-whole", 0, -1, "-1 is below the least value, 0"),
    Twin(
        "whole_above", "bounded-whole", 100, 101, "101 is above the greatest value, 100"
    ),
    Twin(
        "number_quoted",
        "number",
        99.5,
        "99.5",
        "expected a number (got '99.5')",
        "99.5",
    ),
    Twin(
        "number_false",
        "number",
        0,
        False,
        "expected a number (got False)",
        _NUMBER_HINT,
    ),
    Twin(
        "number_list", "number", -1e-7, [1], "expected a number (got [1])", _NUMBER_HINT
    ),
    Twin(
        "number_below",
        "bounded-number",
        0.1,
        0.0999999,
        "0.0999999 is below the least value, 0.1",
    ),
    Twin(
        "number_above",
        "bounded-number",
        0.3,
        0.30000000000000004,
        "is above the greatest value, 0.3",
    ),
)
DATES = (
    Twin(
        "impossible_day",
        "day",
        "2026-02-28",
        "2026-02-30",
        "expected a date (got '2026-02-30')",
        _DATE_HINT,
    ),
    Twin(
        "no_leap_year", "day", "2024-02-29", "2026-02-29", "expected a date", _DATE_HINT
    ),
    Twin("century", "day", "2000-02-29", "1900-02-29", "expected a date", _DATE_HINT),
    Twin("month_13", "day", "2026-12-01", "2026-13-01", "expected a date", _DATE_HINT),
    Twin("year_0", "day", "0001-01-01", "0000-01-01", "expected a date", _DATE_HINT),
    Twin("day_first", "day", "2026-05-31", "31.05.2026", "expected a date", _DATE_HINT),
    Twin("one_digit", "day", "2026-05-01", "2026-5-1", "expected a date", _DATE_HINT),
    Twin("basic_form", "day", "2026-05-31", "20260531", "expected a date", _DATE_HINT),
    Twin(
        "with_time",
        "day",
        "2026-05-31",
        "2026-05-31T00:00:00",
        "expected a date",
        _DATE_HINT,
    ),
    Twin(
        "line_break", "day", "2026-05-31", "2026-05-31\n", "expected a date", _DATE_HINT
    ),
    Twin(
        "wide_digits",
        "day",
        "2026-05-31",
        "２０２６-05-31",
        "expected a date",
        _DATE_HINT,
    ),
    Twin(
        "day_number",
        "day",
        "2026-05-31",
        20260531,
        "expected a date (got 20260531)",
        _DATE_HINT,
    ),
    Twin(
        "too_early",
        "bounded-day",
        "2026-01-01",
        "2025-12-31",
        "2025-12-31 lies outside 2026-01-01 to 2026-12-31",
    ),
    Twin(
        "too_late",
        "bounded-day",
        "2026-12-31",
        "2027-01-01",
        "2027-01-01 lies outside 2026-01-01 to 2026-12-31",
    ),
    Twin(
        "only_from",
        "day-from",
        "9999-12-31",
        "2025-12-31",
        "lies outside 2026-01-01 to …",
    ),
    Twin(
        "only_until",
        "day-until",
        "0001-01-01",
        "2027-01-01",
        "lies outside … to 2026-12-31",
    ),
)
TWINS = (*NUMBERS, *DATES)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_number_or_day_is_refused_for_one_reason_and_its_twin_is_not(
    twin: Twin,
) -> None:
    assert_twin(twin)
