"""``--propose`` writes cases that run, reach all and notice every change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit.documents import read_yaml
from audit.workbench.testing.writing import flow
from tests.policy_test.scene import DAY, policy, put, run, write
from tests.policy_test.test_mutants import survivors


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = put(tmp_path_factory.mktemp("own") / "own.json", policy())
    done = run(path, "--propose", "--as-of", DAY)
    assert done.exit_code == 0, done.output
    return path, done.stdout


def test_a_proposal_passes_reaches_all_and_leaves_no_change_to_a_control(
    proposal: tuple[Path, str],
) -> None:
    path, text = proposal
    cases = path.with_name("proposed.yaml")
    cases.write_text(text, "utf-8")
    done = run(path, "--tests", cases, "--mutate")
    assert ", 0 failed" in done.stdout
    assert "not reached" not in done.stdout
    assert survivors(done) == []


def test_a_proposal_is_the_same_every_time(proposal: tuple[Path, str]) -> None:
    path, text = proposal
    assert run(path, "--propose", "--as-of", DAY).stdout == text


def test_a_proposal_holds_values_on_both_sides_of_each_bound(
    proposal: tuple[Path, str],
) -> None:
    _, text = proposal
    for hours in (24, 48):
        assert f"inc-notice: {{value: {hours}, unit: h}}" in text
    for minutes in (1470, 2910):
        assert f"inc-notice: {{value: {minutes}, unit: min}}" in text


def test_a_proposal_does_not_hold_for_another_policy_bad(
    proposal: tuple[Path, str], tmp_path: Path
) -> None:
    _, text = proposal
    rules = policy()
    rules["controls"][0]["rule"]["at_most"] = "25 h"
    path = write(tmp_path, rules, {})
    cases = tmp_path / "proposed.yaml"
    cases.write_text(text, "utf-8")
    assert run(path, "--tests", cases).exit_code == 1


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, True, "NO", "no", "x y"], "b-c": {}},
        "2026-01-01",
        "1.5",
        Decimal("0.25"),
        -3,
        [],
        'a "quoted": text',
    ],
)
def test_what_is_written_is_read_back(value: object) -> None:
    text = f"key: {flow(value)}\n"
    assert read_yaml(text.encode(), "x.yaml").data == {"key": value}
