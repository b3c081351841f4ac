"""The page on exports: its commands run, and its tables name what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from audit.assessment.model import Status
from audit.cli.main import main
from audit.report.exports import EXPORTS
from audit.report.exports.sarif import LEVELS
from audit.report.oscal.frame import NAMESPACE, OSCAL_VERSION
from tests.docs.test_documentation import blocks, rows, text
from tests.remedy.scenes import vendor

PAGE = "docs/exports.md"
COMMANDS = [line for block in blocks(PAGE, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page")
    vendor("dialog-plus", found).parent.rename(found / "acme")
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    words = shlex.split(command)
    done = CliRunner().invoke(main, words[1:])
    assert done.exit_code == 0, done.output
    size = Path(words[-1]).stat().st_size if "-o" in words else len(done.stdout)
    assert size > 5000


def test_every_format_is_shown_and_listed() -> None:
    shown = [re.findall(r"--to (\S+)", command) for command in COMMANDS]
    assert [form for (form,) in shown] == list(EXPORTS)
    listed = [c[0].strip("`") for c in rows(PAGE) if len(c) == 3]
    assert [name for name in listed if name in EXPORTS] == list(EXPORTS)


def test_every_status_severity_and_name_is_told() -> None:
    page = text(PAGE)
    told = [*LEVELS, *LEVELS.values(), NAMESPACE, f"{OSCAL_VERSION}."]
    told += [status for status in get_args(Status) if status != "error"]
    assert not [word for word in told if word not in page]
