"""``audit pack``, and every verb that reads what it made."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.main import main
from tests.saas_case import response_data, write_case
from tests.submission.zips import build, changed, good_entries

POLICY = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]


def run(*words: str | Path):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case", response_data())


@pytest.fixture
def packed(case: Path, tmp_path: Path) -> Path:
    out = tmp_path / "deep" / "s.zip"
    done = run("pack", case, "--out", out)
    assert done.exit_code == 0, done.output
    assert "evidence/cert.txt" in done.stdout
    return out


def test_check_assess_and_report_read_it_like_the_folder(
    case, packed, tmp_path
) -> None:
    for words in (
        ["check", "--as-of", "2026-11-24", "--format", "json"],
        ["assess", *POLICY, "--format", "json"],
        ["assess", *POLICY, "--format", "csv"],
    ):
        loose, zipped = (run(words[0], p, *words[1:]) for p in (case, packed))
        assert (loose.exit_code, loose.stdout) == (zipped.exit_code, zipped.stdout)
    outs = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, out in zip((case, packed), outs, strict=True):
        assert run("report", path, *POLICY, "--out", out).exit_code == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_evidence_is_seen_from_the_zip(case, packed) -> None:
    (case.parent / "evidence" / "cert.txt").unlink()
    scores = [
        json.loads(run("assess", p, *POLICY, "--format", "json").stdout)["evidence"]
        for p in (case, packed)
    ]
    assert [s[0]["status"] for s in scores] == ["missing", "valid"]


def test_missing_evidence_stops_the_packing_unless_allowed(case, tmp_path) -> None:
    (case.parent / "evidence" / "cert.txt").unlink()
    out = tmp_path / "s.zip"
    done = run("pack", case, "--out", out)
    assert (done.exit_code, out.exists()) == (3, False)
    assert "evidence/cert.txt" in done.stderr
    done = run("pack", case, "--out", out, "--allow-missing")
    assert done.exit_code == 0
    assert "left out: evidence/cert.txt" in done.stderr
    assert run("check", out).exit_code == 0


def test_another_suffix_is_a_usage_error(case, tmp_path) -> None:
    assert run("pack", case, "--out", tmp_path / "s.tar").exit_code == 2


def test_a_bad_submission_is_a_bad_input_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(build(changed(good_entries(), "evidence/cert.txt", flags=1)))
    for words in (
        ["check", path],
        ["assess", path, *POLICY],
        ["report", path, *POLICY, "--out", tmp_path / "r.html"],
        ["evidence", "check", path],
        ["evidence", "list", path],
        ["merge", path, path, "--out", tmp_path / "m.json"],
    ):
        done = run(*words)
        assert done.exit_code == 3, done.output
        assert "[zip-encrypted]" in done.stderr
        assert "Traceback" not in done.output
    path.write_bytes(build(good_entries()))
    assert run("check", path).exit_code == 0


def test_names_from_a_hostile_zip_cannot_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(build(good_entries({"evidence/\x1b[2J\u202e.txt": b"x"})))
    done = run("check", path)
    assert done.exit_code == 3
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output


def test_problems_in_the_packed_response_name_zip_line_and_column(tmp_path) -> None:
    from tests.submission.zips import contents, entries_of

    data = response_data()
    data["answers"]["svc-record-count"]["value"] = "many"
    text = json.dumps(data, indent=2).encode()
    path = tmp_path / "s.zip"
    path.write_bytes(build(entries_of(contents() | {"response.json": text})))
    done = run("check", path)
    assert done.exit_code == 3
    assert "s.zip/response.json:" in done.stderr
    assert "/answers/svc-record-count/value" in done.stderr
