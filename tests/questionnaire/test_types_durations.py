"""Durations: every bad value has a good twin."""

from __future__ import annotations

import pytest

from audit.conditions.quantities import HOURS
from tests.questionnaire.kinds import AT, Twin, assert_twin, problems, time

_TIME_HINT = 'write {"value": 24, "unit": "h"}'
_UNIT_HINT = "mo is a month, a is a year"
DURATIONS = (
    Twin(
        "text", "time", time(24), "24 h", "expected a duration (got '24 h')", _TIME_HINT
    ),
    Twin("number", "time", time(24), 24, "expected a duration (got 24)", _TIME_HINT),
    Twin("no_unit", "time", time(24), {"value": 24}, "expected a duration", _TIME_HINT),
    Twin(
        "no_value", "time", time(24), {"unit": "h"}, "expected a duration", _TIME_HINT
    ),
    Twin(
        "more_keys",
        "time",
        time(24),
        {**time(24), "about": True},
        "expected a duration",
        _TIME_HINT,
    ),
    Twin(
        "quoted",
        "time",
        time(24),
        time("24"),
        "expected a number (got '24')",
        place="/value",
    ),
    Twin(
        "true",
        "time",
        time(1),
        time(True),
        "expected a number (got True)",
        place="/value",
    ),
    Twin(
        "null",
        "time",
        time(0),
        time(None),
        "expected a number (got None)",
        place="/value",
    ),
    Twin(
        "negative",
        "time",
        time(0),
        time(-0.5),
        "a duration cannot be negative",
        place="/value",
    ),
    Twin(
        "unknown_unit",
        "time",
        time(1, "a"),
        time(1, "y"),
        "expected one of min, h, d, wk, mo, a (got 'y')",
        _UNIT_HINT,
        "/unit",
    ),
    Twin(
        "unit_case",
        "time",
        time(1, "h"),
        time(1, "H"),
        "(got 'H')",
        _UNIT_HINT,
        "/unit",
    ),
    Twin(
        "unit_null",
        "time",
        time(1, "h"),
        time(1, None),
        "(got None)",
        _UNIT_HINT,
        "/unit",
    ),
    Twin(
        "unit_list",
        "time",
        time(1, "h"),
        time(1, ["h"]),
        "(got ['h'])",
        _UNIT_HINT,
        "/unit",
    ),
    Twin(
        "short_minutes",
        "bounded-time",
        time(60, "min"),
        time(59.9, "min"),
        "shorter than the least value, 1 h",
    ),
    Twin(
        "short_days",
        "bounded-time",
        time(0.05, "d"),
        time(0.04, "d"),
        "shorter than the least value, 1 h",
    ),
    Twin(
        "long_hours",
        "bounded-time",
        time(720),
        time(720.5),
        "longer than the greatest value, 1 mo",
    ),
    Twin(
        "long_weeks",
        "bounded-time",
        time(4, "wk"),
        time(5, "wk"),
        "longer than the greatest value, 1 mo",
    ),
    Twin(
        "long_months",
        "bounded-time",
        time(1, "mo"),
        time(1.1, "mo"),
        "longer than the greatest value, 1 mo",
    ),
    Twin(
        "long_years",
        "bounded-time",
        time(0.08, "a"),
        time(1, "a"),
        "longer than the greatest value, 1 mo",
    ),
)
TWINS = (*DURATIONS,)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_duration_is_refused_for_one_reason_and_its_twin_is_not(
    twin: Twin,
) -> None:
    assert_twin(twin)


@pytest.mark.parametrize("unit", HOURS)
def test_every_unit_is_accepted(unit: str) -> None:
    assert problems("time", time(1.5, unit)) == []


def test_number_and_unit_are_both_reported() -> None:
    found = problems("time", time("1", "y"))
    assert [p.pointer for p in found] == [f"{AT}/value", f"{AT}/unit"]
