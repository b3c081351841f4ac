"""The scripts of docs/examples print what docs/python.md shows, in their own process."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import audit

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "audit/demo"
PAGE = (ROOT / "docs/python.md").read_text("utf-8")


def shown(name: str) -> tuple[list[str], str]:
    """The arguments of the script, and what the page shows of its output."""
    (body,) = re.findall(
        rf"^```console {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    command, _, output = body.partition("\n")
    return command.removeprefix("$ python ").split(), output


def run(name: str, folder: Path) -> tuple[str, str]:
    """What the script printed and what it should have."""
    (script, *words), output = shown(name)
    done = subprocess.run(
        [sys.executable, ROOT / "docs/examples" / script, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, output


def vendors(folder: Path, *names: str) -> None:
    for name in names:
        shutil.copytree(DEMO / "vendors" / name, folder / "vendors" / name)


def change(path: Path, **answers: Any) -> None:
    data = json.loads(path.read_text("utf-8"))
    data["answers"] |= {name.replace("_", "-"): a for name, a in answers.items()}
    data["answers"] = {n: a for n, a in data["answers"].items() if a is not None}
    path.write_text(json.dumps(data), "utf-8")


def test_the_security_officer_signs_what_can_be_judged(tmp_path: Path) -> None:
    vendors(tmp_path, "goldvoice", "dialog-plus")
    change(
        tmp_path / "vendors/dialog-plus/response.json",
        svc_contacts_per_month={"state": "answered", "value": "many"},
        gov_09_nothing={"state": "unknown"},
    )
    made = audit.create_key("Olena Koval", "a long passphrase")
    (tmp_path / "officer.p12").write_bytes(made.p12)
    (tmp_path / "passphrase.txt").write_text("a long passphrase\n")
    printed, expected = run("officer", tmp_path)
    assert printed == expected
    reports = [path.name for path in (tmp_path / "vendors").glob("*.pdf")]
    assert reports == ["goldvoice.pdf"]
    again = audit.assess_report(tmp_path / "vendors/goldvoice.pdf").assessment
    assert again.decision == "reject"


def test_procurement_compares_and_writes_clauses(tmp_path: Path) -> None:
    vendors(tmp_path, "northline", "dialog-plus", "goldvoice")
    shutil.copytree(DEMO / "selection", tmp_path / "selection")
    printed, expected = run("procurement", tmp_path)
    assert printed == expected
    assert (tmp_path / "comparison.xlsx").read_bytes().startswith(b"PK")
    assert "Northline" in (tmp_path / "clauses.html").read_text("utf-8")


def test_the_vendor_completes_and_packs(tmp_path: Path) -> None:
    shutil.copytree(DEMO / "vendors/northline", tmp_path, dirs_exist_ok=True)
    response = tmp_path / "response.json"
    change(response, gov_01_approved=None, gov_04_notice=None)
    printed, expected = run("vendor", tmp_path)
    assert printed == expected
    assert audit.check(tmp_path / "submission.zip", as_of=date(2026, 11, 24)).complete


def test_the_readme_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shutil.copytree(DEMO / "vendors/goldvoice", tmp_path / "acme")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with redirect_stdout(StringIO()) as told:
        exec(code, names)  # noqa: S102 - our own README
    assert told.getvalue().splitlines() == [
        "0 problems 19 questions left",
        "reject 45.7",
    ]
    assert names["page"].startswith(b"<!DOCTYPE html>")
