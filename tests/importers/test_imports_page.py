"""The page about imports: its example runs, its lists are complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.main import main
from audit.importers.mapping import CellState, Columns, TableMapping
from audit.importers.registry import FORMATS
from audit.importers.source import MAX_BYTES
from audit.importers.tables import MAX_CELL, MAX_CELLS

PAGE = (Path(__file__).parents[2] / "docs/imports.md").read_text("utf-8")


def block(info: str) -> str:
    (body,) = re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return body


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mapping.yaml").write_text(block("yaml mapping"), "utf-8")
    Path("northwind.csv").write_text(block("csv table"), "utf-8")
    command, *shown = block("console").removeprefix("$ audit ").splitlines()
    done = CliRunner(env={"COLUMNS": "200"}).invoke(main, shlex.split(command))
    assert done.exit_code == 0, done.output
    printed = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert printed[1:] == shown
    assert "losses: 2, in northwind/losses.md" in done.stderr


def test_every_format_is_listed() -> None:
    listed = re.findall(
        r"^\| `([a-z-]+)` \|", PAGE.partition("## Formats")[2], re.MULTILINE
    )
    assert {known.name for known in FORMATS} <= set(listed)


def test_every_key_and_state_of_a_mapping_is_named() -> None:
    keys = (*TableMapping.model_fields, *Columns.model_fields, *CellState.__args__)
    assert not [key for key in keys if f"`{key}`" not in PAGE]


def test_the_limits_are_those_of_the_code() -> None:
    assert f"{MAX_CELLS:,} cells" in PAGE
    assert f"{MAX_CELL:,} characters" in PAGE
    assert f"{MAX_BYTES // 1024**2} MB" in PAGE
