"""The page on policy tests: its example and its commands run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.documents import read_yaml
from audit.workbench.testing.model import AcceptedMutant, Expected, Shown
from audit.workbench.testing.verdict_mutants import STEP
from tests.policy_test.scene import run

TEXT = (Path(__file__).parents[2] / "docs" / "policy-tests.md").read_text("utf-8")
COMMANDS = re.findall(r"^audit policy test (.+)$", TEXT, re.MULTILINE)


def test_the_example_passes_and_would_not_with_another_status_bad(
    tmp_path: Path,
) -> None:
    (body,) = re.findall(r"```yaml tests\n(.*?)```", TEXT, re.DOTALL)
    path = tmp_path / "cases.yaml"
    path.write_text(body, "utf-8")
    assert run("saas-baseline", "--tests", path).exit_code == 0
    path.write_text(body.replace("INC-NOTICE: partial", "INC-NOTICE: pass"), "utf-8")
    assert run("saas-baseline", "--tests", path).exit_code == 1


@pytest.mark.parametrize("line", [c for c in COMMANDS if "--propose" not in c])
def test_a_command_runs(line: str) -> None:
    words = [word.strip('"') for word in line.split()]
    done = run(*words)
    assert done.exit_code == 0, done.output


def test_the_example_of_an_accepted_mutant_is_one() -> None:
    (body,) = re.findall(r"```yaml accepted\n(.*?)```", TEXT, re.DOTALL)
    (entry,) = read_yaml(body.encode(), "x.yaml").data["accepted_mutants"]
    assert AcceptedMutant.model_validate(entry).mutation == "0 → 1"


def test_there_is_a_command_for_each_way_to_use_it() -> None:
    flags = {word for line in COMMANDS for word in line.split() if word[0] == "-"}
    assert flags == {"-k", "--mutate", "--propose", "--as-of"}


def test_every_key_and_the_step_are_told() -> None:
    keys = [*Expected.model_fields, *Shown.model_fields, "name", "as_of"]
    assert [
        key for key in keys if f"`{key}`" not in TEXT and f".{key}`" not in TEXT
    ] == []
    assert f"by {STEP} points" in TEXT
