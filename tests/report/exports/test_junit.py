"""JUnit as junitparser reads it: outcomes, counts, properties."""

from __future__ import annotations

from typing import Any

import pytest
from junitparser import Error, Failure, Properties, Skipped

from tests.report.exports.reading import junit
from tests.report.exports.scene import small, written

FOUND = small().assessment
SUITES = {suite.name: suite for suite in junit(written("junit"))}


def outcome(case: Any) -> str:
    kinds = {Failure: "failure", Error: "error", Skipped: "skipped"}
    found = [kinds[type(result)] for result in case.result]
    assert len(found) <= 1
    return found[0] if found else "passed"


def test_every_control_is_a_case_with_its_outcome() -> None:
    outcomes = {
        case.name.split(" ")[0]: outcome(case)
        for suite in SUITES.values()
        for case in suite
    }
    assert outcomes == {
        "MET": "passed",
        "PARTLY": "failure",
        "WEAK": "failure",
        "NOT-MET": "failure",
        "SILENT": "error",
        "NA": "skipped",
        "CARDS": "skipped",
        "WAIVED": "skipped",
        "response-signature": "failure",
        "CLASH": "failure",
        "HIDDEN": "error",
    }


def test_the_counts_are_those_of_the_cases() -> None:
    whole = junit(written("junit"))
    assert (whole.tests, whole.failures, whole.errors, whole.skipped) == (11, 5, 2, 3)
    for suite in SUITES.values():
        cases = [outcome(case) for case in suite]
        assert (suite.tests, suite.failures) == (len(cases), cases.count("failure"))
        assert (suite.errors, suite.skipped) == (
            cases.count("error"),
            cases.count("skipped"),
        )


def test_suites_carry_the_verdict_and_cases_their_points() -> None:
    security = SUITES["security"]
    told = {p.name: p.value for p in security.properties()}
    assert told["score"] == FOUND.scores.score.shown
    assert told["decision"] == "reject"
    (case,) = [c for c in security if c.name.startswith("PARTLY")]
    points = {p.name: p.value for p in case.child(Properties)}
    assert (points["points"], points["possible"]) == ("7.5", "15.0")


def test_a_failure_says_what_was_answered_and_what_closes_it() -> None:
    (case,) = [c for c in SUITES["security"] if c.name.startswith("NOT-MET")]
    (failure,) = case.result
    assert failure.type == "critical"
    assert failure.text.splitlines() == [
        "q-not-met? – No",
        "What closes the gap: Encrypt the disks.",
        "Due: 2026-06-15",
    ]


@pytest.mark.parametrize("broken", ["\x07", "&", "<b>"])
def test_what_is_no_xml_is_refused_bad(broken: str) -> None:
    text = written("junit").decode()
    assert "Encrypt" in text
    with pytest.raises(SyntaxError):
        junit(text.replace("Encrypt", broken).encode())
