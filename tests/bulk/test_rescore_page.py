"""The part of the page on bulk scoring that tells of the commands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from audit.bulk.assessments import schema
from audit.bulk.crew import PATIENCE
from audit.bulk.moves import ORDER
from audit.bulk.rescoring import FEW, SIZES
from audit.bulk.tables import _WRITERS
from audit.cli.commands.rescore_command import SHOWN
from audit.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/bulk.md").read_text("utf-8")


def block(info: str, text: str = PAGE) -> str:
    (body,) = re.findall(rf"^```{info}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(body)


def audit(command: str, *codes: int) -> str:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(main, shlex.split(command))
    assert done.exit_code in (codes or (0,)), done.output
    return done.stdout


def words(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_commands_of_the_page_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "audit/demo/vendors/northline", "northline")
    first = (ROOT / "docs/register.md").read_text("utf-8")
    Path("northline.card.json").write_text(block("json vendor", first), "utf-8")
    for step in block("console register", first).split("$ audit ")[1:5]:
        audit(step.splitlines()[0])
    steps = block("console rescore").split("$ audit ")[1:]
    assert len(steps) == 5
    for step in steps:
        command, *shown = step.splitlines()
        found = words(audit(command, 1 if command.startswith("rescore") else 0))
        for line in words("\n".join(shown)):
            start = line.removesuffix("…")
            assert any(own.startswith(start) for own in found), (command, line, found)
    (pdf,) = Path("reports").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert list(Path("work").glob("*.chunk"))
    with duckdb.connect() as base:
        failed = base.execute(block("sql")).fetchall()
        whole = base.execute("select score from 'moved.parquet'").fetchall()
    assert failed == []
    assert [str(score) for (score,) in whole] == ["92.7"]


def test_the_page_names_every_column_kind_of_move_and_number() -> None:
    names = [name.removesuffix("_exact") for name in schema()]
    names += [*ORDER, *_WRITERS]
    assert not [name for name in names if f"`{name}`" not in PAGE]
    text = " ".join(PAGE.split())
    assert f"chunks of {SIZES['exact']}, in columns of {SIZES['columnar']}," in text
    assert f"from {FEW} responses on" in text
    assert f"shows {SHOWN} of them" in text
    assert f"for {PATIENCE} seconds" in text
