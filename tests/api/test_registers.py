"""Registers and documents of other programs, from Python."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest

import audit
from audit import pipeline
from audit.register.store import create_register

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "audit/demo"
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)


def block(page: str, info: str) -> str:
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = re.findall(rf"^```{info}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_block_about_registers_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DEMO / "vendors/northline", "northline")
    Path("card.json").write_text(block("register.md", "json vendor"), "utf-8")
    with create_register("register") as register:
        pipeline.set_card(register, Path("card.json"), "Olena", AT)
        trust = pipeline.Trust((), AT)
        files = [Path("northline/response.json"), Path("northline/review.json")]
        pipeline.add_files(register, "northline", files, "Olena", trust)
    with redirect_stdout(StringIO()) as told:
        exec(block("python.md", "python register"), {})  # noqa: S102 - our own page
    lines = told.getvalue().splitlines()
    assert lines[0].startswith("Northline Contact Services OÜ ")
    assert re.fullmatch(r"northline new \w+ \d+\.\d", lines[1])
    assert len(lines) == 2


def test_a_register_that_is_not_there_is_an_input_error_bad(tmp_path: Path) -> None:
    with pytest.raises(audit.InputError, match="register"):
        audit.open_register(tmp_path / "nothing")


def test_a_questionnaire_goes_out_and_comes_back_as_a_response(tmp_path: Path) -> None:
    for name, content in audit.issue("contact-centre", "uk", vendor="Acme").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    found = audit.load_response(tmp_path / "response.json").record
    assert (found.vendor.name, found.language) == ("Acme", "uk")
    checked = audit.check(tmp_path / "response.json", as_of=date(2026, 11, 26))
    assert not checked.complete
    assert not checked.problems
    assert len(checked.left) == checked.questions > 100


def test_a_foreign_questionnaire_is_read(tmp_path: Path) -> None:
    item = {
        "type": "yesno",
        "id": "backups",
        "text": "Encrypted?",
        "yes": "Y",
        "no": "N",
    }
    block = {"type": "block", "text": "Backups", "items": [item]}
    foreign = tmp_path / "asked.json"
    foreign.write_text(json.dumps({"questionnaire": [block]}))
    found = audit.import_file(foreign, as_of=date(2026, 11, 26))
    assert (found.imported.format, found.questions) == ("vsaq", 1)
    with pytest.raises(audit.UnknownKind, match="vsaq"):
        audit.import_file(foreign, form="parchment")


def test_an_assessment_is_exported() -> None:
    folder = DEMO / "vendors/goldvoice"
    assessed = audit.assess_folder(
        folder, "contact-centre-baseline", as_of=date(2026, 11, 24)
    )
    log = json.loads(audit.export(assessed, "sarif"))
    assert log["version"] == "2.1.0"
    assert audit.conditions_of(assessed, "uk").language == "uk"
