"""The register's page: its card is sound, its commands do what it shows."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from audit.cli.commands.register_command import COMMANDS
from audit.cli.main import main
from audit.documents import read_json, validate
from audit.register.model import KINDS, Record
from audit.vendor.model import STATUSES, VendorCard

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/register.md").read_text("utf-8")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def block(info: str) -> str:
    (body,) = re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return body


def lines(text: str) -> list[str]:
    """Lines without their moments, and without the width of the columns."""
    return [" ".join(_MOMENT.sub("…", line).split()) for line in text.splitlines()]


def test_the_card_of_the_page_is_sound() -> None:
    card = validate(VendorCard, read_json(block("json vendor").encode(), "page"))
    assert card.id == "northline"


def test_the_record_of_the_page_is_one() -> None:
    record = Record.model_validate(json.loads(block("json record")))
    assert record.about["sequence"] == 1
    response = ROOT / "audit/demo/vendors/northline/response.json"
    assert record.size == response.stat().st_size


def test_the_commands_of_the_page_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "audit/demo/vendors/northline", "northline")
    Path("northline.card.json").write_text(block("json vendor"), "utf-8")
    steps = block("console register").split("$ audit ")[1:]
    assert len(steps) == 9
    for step in steps:
        command, *shown = step.splitlines()
        done = CliRunner(env={"COLUMNS": "200"}).invoke(main, shlex.split(command))
        assert done.exit_code == 0, done.output
        found = iter(lines(done.stdout))
        for line in lines("\n".join(shown)):
            assert line == "…" or line in found, f"{command}: {line}\n{done.stdout}"
    assert (
        Path("out/000002-response.json").read_bytes()
        == Path("northline/response.json").read_bytes()
    )


def test_the_page_names_every_kind_status_and_command() -> None:
    mine = {
        "init",
        "vendor",
        "add",
        "assess",
        "list",
        "show",
        "export",
        "sweep",
        "roles",
    }
    words = set(re.findall(r"`([a-z_]+)[` ]", PAGE))
    named = {kind for kind in KINDS if kind != "settings"}
    assert named | set(STATUSES) <= words
    assert mine <= words
    assert mine <= set(COMMANDS)
    assert get_args(VendorCard.model_fields["status"].annotation) == STATUSES
