"""Mutants: full tests notice every change, a gap leaves one by name."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import Result

from audit.workbench.testing.mutants import conditions
from tests.policy_test.scene import Plain, cases_file, policy, run, write

#: Of the verdict's thresholds these few cases notice little: that is not their subject.
_VERDICT = ("/ratings/", "/decision/")


def survivors(done: Result) -> list[str]:
    lines = done.stdout.splitlines()
    found = [line for line in lines if line.startswith("SURVIVED")]
    return [line for line in found if not any(part in line for part in _VERDICT)]


def test_full_tests_leave_no_change_to_a_control_unnoticed(tmp_path: Path) -> None:
    done = run(write(tmp_path, policy(), cases_file()), "--mutate")
    assert survivors(done) == []
    assert "noticed" in done.stdout


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ("49 h", "/controls/0/partial/rule/at_most: 48 h → 49 h"),
        ("48 h", "/controls/0/partial/rule/at_most: at_most → below"),
        ("at home", "/controls/2/applies_when: applies_when dropped"),
        ("a tool", "/controls/2/rule/every_row: every_row → any_row"),
        ("silence", "/controls/2/knock_out: knock_out added"),
        ("shared accounts", "/knock_out/rating: poor → fair"),
        ("no word, by exception", "/compensation: 1/2 → 9/20"),
    ],
)
def test_a_gap_in_the_tests_leaves_a_named_mutant_bad(
    without: str, left: str, tmp_path: Path
) -> None:
    cases = cases_file()
    cases["cases"] = [case for case in cases["cases"] if case["name"] != without]
    done = run(write(tmp_path, policy(), cases), "--mutate")
    assert done.exit_code == 1, done.output
    assert any(line.endswith(left) for line in survivors(done)), done.stdout


def test_an_accepted_mutant_is_told_with_its_reason_and_an_idle_entry_bad(
    tmp_path: Path,
) -> None:
    cases = cases_file()
    cases["cases"] = [case for case in cases["cases"] if case["name"] != "49 h"]
    entry = {"pointer": "/controls/0/partial/rule/at_most", "reason": "An hour more."}
    cases["accepted_mutants"] = [
        {**entry, "mutation": "48 h → 49 h"},
        {**entry, "mutation": "48 h → 50 h"},
    ]
    done = run(write(tmp_path, policy(), cases), "--mutate")
    assert survivors(done) == []
    assert "48 h → 49 h: An hour more." in done.stdout
    assert "answers no survivor: /controls/0/partial/rule/at_most: 48 h → 50 h" in (
        done.stdout
    )


def test_mutants_wait_until_every_case_passes_bad(tmp_path: Path) -> None:
    cases = cases_file()
    cases["cases"][0]["expect"]["score"] = 1
    done = run(write(tmp_path, policy(), cases), "--mutate")
    assert done.exit_code == 1
    assert "once every case passes" in done.stderr
    assert "mutants:" not in done.stdout


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            {"answer": "a", "at_least": 3},
            ["at_least → at_most", "at_least → above", "3 → 2", "3 → 4"],
        ),
        ({"answer": "a", "in": ["x"]}, ["in → not_in"]),
        (
            {"answer": "a", "only": ["x", "y"]},
            ["only → includes_any", "x dropped from only", "y dropped from only"],
        ),
        (
            {"any": [{"answer": "a", "is": 1}, {"answer": "b", "answered": True}]},
            ["any → all", "branch of any dropped", "is → is_not",
             "branch of any dropped"],
        ),
        (
            {"answer": "t", "rows_at_least": {"count": 2, "where": {"column": "c", "is": True}}},
            ["count 2 → 1", "count 2 → 3", "is → is_not"],
        ),
        (
            {"evidence": {"answer": "a", "kind": "report"}},
            ["answer dropped", "kind dropped"],
        ),
    ],
)  # fmt: skip
def test_a_condition_has_these_mutants(condition: Plain, expected: list[str]) -> None:
    before = deepcopy(condition)
    found = list(conditions(condition, "/rule"))
    assert [mutant.mutation for mutant in found] == expected
    assert condition == before
    assert all(mutant.condition != condition for mutant in found)
