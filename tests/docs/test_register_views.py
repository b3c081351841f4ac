"""The views of the register's page: its commands print what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.cli.commands.register_command import COMMANDS
from audit.cli.main import main
from audit.vendor.dues import DUE_KINDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/register.md").read_text("utf-8")
VIEWS = ("portfolio", "calendar", "trend", "forecast")


def block(info: str) -> str:
    (body,) = re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return body


def run(line: str) -> Result:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(main, shlex.split(line))
    assert done.exit_code == 0, done.output
    return done


def test_the_views_of_the_page_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_REGISTER", "register")
    shutil.copytree(ROOT / "audit/demo/vendors/northline", "northline")
    Path("northline.card.json").write_text(block("json vendor"), "utf-8")
    run("register init --register register")
    run("register vendor set northline.card.json")
    run("register add northline northline")
    policy = "--policy contact-centre-baseline"
    run(f"register assess northline {policy} --as-of 2026-11-26")
    steps = block("console views").split("$ audit ")[1:]
    assert [step.split()[1] for step in steps] == ["portfolio", *VIEWS[:2], "forecast", "trend"]  # fmt: skip
    for step in steps:
        command, *shown = step.splitlines()
        found = iter(" ".join(t.split()) for t in run(command).stdout.splitlines())
        for line in shown:
            wanted = " ".join(line.split())
            assert wanted in {"", "…"} or wanted in found, f"{command}: {line}"
    assert Path("portfolio.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert Path("deadlines.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_page_names_every_view_and_every_kind_of_due() -> None:
    words = set(re.findall(r"`([a-z_]+)[` ]", PAGE))
    assert {*VIEWS, *DUE_KINDS} <= words
    assert set(VIEWS) <= set(COMMANDS)
