"""The page on the workbench is complete, and its examples run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit import library, pipeline
from audit.cli.main import main
from audit.documents import read_yaml
from audit.policy.lint.codes import CODES
from audit.policy.lint.weights import LEAST, MOST
from audit.policy.lint.worlds import MAX_WORLDS
from audit.policy.model import LintIgnore

PAGE = Path(__file__).parents[2] / "docs" / "policy-workbench.md"
TEXT = PAGE.read_text("utf-8")
VENDORS = Path(pipeline.__file__).parent / "demo" / "vendors"
COMMANDS = re.findall(r"^audit (policy .+)$", TEXT, re.MULTILINE)


def test_every_code_is_in_the_table_in_order() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \|", TEXT, re.MULTILINE)
    assert listed == list(CODES)


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"less than {LEAST} of the weight" in TEXT
    assert f"more than {MOST} of the score" in TEXT
    assert f"too many ({MAX_WORLDS:,})".replace(",", " ") in TEXT


def test_the_example_of_a_reason_is_one() -> None:
    (body,) = re.findall(r"```yaml ignore\n(.*?)```", TEXT, re.DOTALL)
    (entry,) = read_yaml(body.encode(), "example.yaml").data["lint_ignore"]
    assert LintIgnore.model_validate(entry).code in CODES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("workbench")
    text = library.packs("policies")["contact-centre-baseline"].read_text("utf-8")
    changed = text.replace('within: "12 mo"}', 'within: "6 mo"}', 1)
    (found / "proposed.yaml").write_text(changed, "utf-8")
    shutil.copytree(VENDORS / "northline", found / "vendors" / "northline")
    return found


def test_there_are_examples_of_every_command() -> None:
    assert {line.split()[1] for line in COMMANDS} == {"check", "explain", "diff"}


@pytest.mark.parametrize("line", COMMANDS)
def test_an_example_runs(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found = CliRunner().invoke(main, line.split())
    assert found.exit_code == 0, found.stderr
    assert found.stdout or "sound" in found.stderr
