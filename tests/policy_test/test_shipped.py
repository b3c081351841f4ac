"""The shipped policies have tests: they pass, reach all and notice every change."""

from __future__ import annotations

import pytest

from audit import library
from tests.policy_test.scene import run

POLICIES = ("contact-centre-baseline", "contact-centre-strict", "saas-baseline")


def test_every_shipped_policy_has_tests_and_no_test_is_a_policy() -> None:
    assert tuple(library.packs("policies")) == POLICIES
    for name in POLICIES:
        folder = library.tests_of(name)
        assert folder is not None
        assert any(entry.name.endswith(".yaml") for entry in folder.iterdir())


@pytest.mark.parametrize("name", POLICIES)
def test_the_tests_of_a_shipped_policy_pass_and_reach_all(name: str) -> None:
    done = run(name)
    assert done.exit_code == 0, done.output
    assert "not reached" not in done.stdout
    assert ", 0 failed" in done.stdout


def test_no_change_to_the_saas_baseline_goes_unnoticed() -> None:
    done = run("saas-baseline", "--mutate")
    assert done.exit_code == 0, done.output
    assert "(0 unexplained)" in done.stdout
    assert "answers no survivor" not in done.stdout
