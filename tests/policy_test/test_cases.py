"""``audit policy test``: cases pass, fail with a reason, and are read strictly."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.policy_test.scene import cases_file, changed, policy, put, run, write


def test_good_cases_pass_and_reach_everything(tmp_path: Path) -> None:
    done = run(write(tmp_path, policy(), cases_file()))
    assert done.exit_code == 0, done.output
    assert "9 passed, 0 failed" in done.stdout
    assert "outcomes of controls: 7/7 reached" in done.stdout
    assert "not reached" not in done.stdout


@pytest.mark.parametrize(
    ("path", "value", "caught"),
    [
        (("controls", 0, "rule", "at_most"), "23 h", "good"),
        (("controls", 0, "partial", "rule", "at_most"), "49 h", "49 h"),
        (("controls", 0, "partial", "credit"), 0.4, "25 h"),
        (("controls", 1, "knock_out"), False, "shared accounts"),
        (("controls", 1, "rule"), {"answer": "auth-named-accounts", "is": False}, "good"),
        (("controls", 2, "rule", "every_row", "in"), ["hosting"], "good"),
    ],
)  # fmt: skip
def test_a_planted_fault_in_the_policy_fails_a_case_bad(
    path: tuple[str | int, ...], value: object, caught: str, tmp_path: Path
) -> None:
    done = run(write(tmp_path, changed(policy(), *path, to=value), cases_file()))
    assert done.exit_code == 1, done.output
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert any(line.endswith(f" {caught}") for line in failed)


def test_a_failed_case_tells_place_expected_got_condition_and_answer(
    tmp_path: Path,
) -> None:
    wrong = changed(cases_file(), "cases", 1, "expect", "controls", "NOTICE", to="pass")
    done = run(write(tmp_path, policy(), wrong), "-k", "25")
    assert done.exit_code == 1, done.output
    assert "cases.json:1 25 h" in done.stdout
    assert "NOTICE: expected pass, got partial" in done.stdout
    assert "24\u00a0h: does not hold" in done.stdout
    assert "inc-notice: 25" in done.stdout


def test_the_score_rating_and_decision_are_compared_bad(tmp_path: Path) -> None:
    told = {"score": 61, "rating": "fair", "decision": "reject", "contradictions": []}
    wrong = changed(cases_file(), "cases", 0, "expect", to=told)
    done = run(write(tmp_path, policy(), wrong))
    assert done.exit_code == 1, done.output
    assert "score: expected 61, got 100.0" in done.stdout
    assert "rating: expected fair, got good" in done.stdout
    assert "decision: expected reject, got accept" in done.stdout
    assert "contradictions" not in done.stdout


def test_every_problem_of_a_file_is_told_at_once_with_near_matches(
    tmp_path: Path,
) -> None:
    cases = cases_file()
    cases["policy"] = "other"
    cases["cases"][1]["given"] = {"base": "goood", "answers": {"inc-notise": 1}}
    cases["cases"][2]["expect"] = {"controls": {"NOTICES": "pass"}, "rating": "god"}
    cases["cases"][3]["given"]["answers"] = {"auth-named-accounts": "yes"}
    cases["cases"][4]["name"] = "good"
    cases["cases"][5]["given"]["excepted"] = ["NAMES"]
    cases["cases"][5]["expect"]["open_contradictions"] = ["DOUBT"]
    done = run(write(tmp_path, policy(), cases))
    assert done.exit_code == 3, done.output
    for told in (
        "tests of 'other', not of 'own'",
        "did you mean good?",
        "did you mean 'inc-notice'?",
        "did you mean NOTICE?",
        "did you mean NAMED?",
        "no contradiction 'DOUBT'",
        "/cases/2/expect/rating",
        "/cases/3/given/answers/auth-named-accounts",
        "two cases are named 'good'",
    ):
        assert told in done.stderr, told


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("cases", 0, "expected"), {}, "expected"),
        (("cases", 0, "expect", "controls", "NAMED"), "passed", "pass"),
        (("cases",), [], "cases"),
        (("cases", 0, "as_of"), "2026-02-30", "as_of"),
        (("cases", 0, "given", "answers", "inc-notice"), {"state": "lost"}, "state"),
    ],
)
def test_a_file_of_another_shape_is_refused_bad(
    path: tuple[str | int, ...], value: object, told: str, tmp_path: Path
) -> None:
    done = run(write(tmp_path, policy(), changed(cases_file(), *path, to=value)))
    assert done.exit_code == 3, done.output
    assert told in done.stderr
    assert "cases.json:1:" in done.stderr


def test_evidence_backs_answers_and_lost_evidence_does_not_bad(tmp_path: Path) -> None:
    rules = policy()
    for control in rules["controls"]:
        control["evidence_floor"] = "documented"
    cases = cases_file()
    cases["cases"] = cases["cases"][:1]
    cases["cases"][0]["given"]["evidence"] = [{"id": "report", "backs": "all"}]
    path = write(tmp_path, rules, cases)
    assert run(path).exit_code == 0
    cases["cases"][0]["given"]["evidence"][0]["found"] = False
    done = run(write(tmp_path, rules, cases))
    assert done.exit_code == 1
    assert "score: expected 100, got 60.0" in done.stdout
    cases["cases"][0]["expect"]["score"] = 60.001
    done = run(write(tmp_path, rules, cases))
    assert "score: expected 60.001, got 60.000" in done.stdout


def test_json_and_junit_say_the_same(tmp_path: Path) -> None:
    wrong = changed(cases_file(), "cases", 1, "expect", "controls", "NOTICE", to="pass")
    path = write(tmp_path, policy(), wrong)
    plain = json.loads(run(path, "--format", "json").stdout)
    assert [case["name"] for case in plain["cases"] if not case["passed"]] == ["25 h"]
    root = ET.fromstring(run(path, "--format", "junit").stdout)  # noqa: S314
    suite = root.find("testsuite")
    assert suite is not None
    assert suite.attrib["tests"] == "9"
    assert suite.attrib["failures"] == "1"
    (failed,) = [c for c in suite.iter("testcase") if c.find("failure") is not None]
    assert failed.attrib["name"] == "25 h"


def test_a_choice_of_no_case_and_a_policy_without_tests_are_refused_bad(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, policy(), cases_file())
    assert run(path, "-k", "nothing").exit_code == 3
    alone = run(put(tmp_path / "alone.json", policy()))
    assert alone.exit_code == 3
    assert "alone.tests/cases.yaml" in alone.stderr
