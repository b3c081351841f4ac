"""A year of the demo's vendors by the shipped policy, each day judged anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import audit
from audit.assessment.forecast import forecast
from audit.assessment.turning import turning_days
from audit.cases import check_response, inputs_of, load_questionnaire, open_case
from audit.loading import load_policy
from audit.policy.compile import compile_policy
from tests.assessment.test_forecast import day_by_day, told

VENDORS = Path(audit.__file__).parent / "demo/vendors"
DAY, UNTIL = date(2026, 11, 26), date(2027, 11, 26)
ASKED = load_questionnaire("contact-centre")
POLICY = load_policy("contact-centre-baseline", ASKED.record)
PLAN = compile_policy(POLICY.record, ASKED.record, POLICY.digest, ASKED.digest)


@pytest.mark.parametrize("vendor", ["northline", "dialog-plus", "goldvoice"])
def test_no_day_of_a_year_changes_what_was_not_foretold(vendor: str) -> None:
    folder = VENDORS / vendor
    beside = {
        name: folder / f"{name}.json"
        for name in ("review", "exceptions")
        if (folder / f"{name}.json").exists()
    }
    case = open_case(
        "contact-centre-baseline", folder / "response.json", DAY, **beside
    )  # fmt: skip
    inputs = inputs_of(case, PLAN, check_response(case.response, ASKED))
    found = forecast(PLAN, inputs, UNTIL)
    assert told(found) == day_by_day(PLAN, inputs, UNTIL)
    assert found.steps
    # Most days need no judging.
    assert len(turning_days(PLAN, inputs, UNTIL)) < 40
