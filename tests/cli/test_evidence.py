"""``audit evidence`` as a vendor and an assessor call it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audit.cli.main import main
from audit.submission import pack
from tests.saas_case import EVIDENCE, response_data, write_case

DAY = ["--as-of", "2026-11-24"]
ADD = ["evidence", "add"]
REPORT = ["--kind", "report"]


def run(*words: str | Path):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def response(tmp_path: Path) -> Path:
    path = write_case(tmp_path / "case", response_data())
    path.write_text(json.dumps(response_data(), indent=2, ensure_ascii=False) + "\n")
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "Звіт 2026.pdf"
    path.write_bytes(b"%PDF-1.7\nreport\n")
    return path


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def remarks(path: Path, *words: str | Path) -> list[dict[str, str]]:
    done = run("evidence", "check", path, *DAY, "--format", "json", *words)
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.stdout)


def kinds(path: Path, *words: str) -> dict[str, str]:
    found = remarks(path, *words)
    return {r["subject"]: r["kind"] for r in found if r["kind"] != "unbacked"}


def test_add_copies_lists_and_names_the_file(response: Path, paper: Path) -> None:
    before = response.read_text()
    done = run(
        *ADD, response, paper, *REPORT, "--id", "pentest", "--title", "Тест",
        "--issuer", "Lab", "--issued", "2026-03-01", "--expires", "2027-03-01",
        "--scope", "All", "--for", "svc-record-count", "--for", "svc-description",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    data = read(response)
    assert data["evidence"][1] == {
        "id": "pentest",
        "title": "Тест",
        "kind": "report",
        "issuer": "Lab",
        "issued": "2026-03-01",
        "expires": "2027-03-01",
        "scope": "All",
        "file": "evidence/Звіт-2026.pdf",
        "media_type": "application/pdf",
        "size": len(paper.read_bytes()),
        "sha256": hashlib.sha256(paper.read_bytes()).hexdigest(),
    }
    assert data["answers"]["svc-description"]["evidence"] == ["cert", "pentest"]
    assert data["answers"]["svc-record-count"]["evidence"] == ["pentest"]
    copy = response.parent / "evidence" / "Звіт-2026.pdf"
    assert copy.read_bytes() == paper.read_bytes()
    # Every other line stays as it was.
    kept = set(response.read_text().splitlines())
    lost = [line for line in before.splitlines() if line not in kept]
    assert all(line.rstrip(",") in {k.rstrip(",") for k in kept} for line in lost)
    assert list(data) == list(json.loads(before))
    assert run("check", response).exit_code == 0


def test_add_takes_several_files_and_finds_ids_by_itself(response, tmp_path) -> None:
    for name in ("a b.txt", "cert.txt"):
        (tmp_path / name).write_text(name)
    done = run(*ADD, response, tmp_path / "a b.txt", tmp_path / "cert.txt", *REPORT)
    assert done.exit_code == 0, done.output
    added = read(response)["evidence"][1:]
    assert [(i["id"], i["file"]) for i in added] == [
        ("a-b", "evidence/a-b.txt"), ("cert-2", "evidence/cert-2.txt"),
    ]  # fmt: skip
    assert "name 'a-b'" in done.stderr


def test_a_file_that_lies_there_already_is_only_listed(response: Path) -> None:
    path = response.parent / "evidence" / "more.txt"
    path.write_text("more")
    assert run(*ADD, response, path, *REPORT).exit_code == 0
    assert read(response)["evidence"][1]["file"] == "evidence/more.txt"
    assert len(list(path.parent.iterdir())) == 2


BAD = {
    "link": "this is a link",
    "pipe": "pipe, socket or device",
    "folder": "a folder",
    "empty": "the file is empty",
    "missing": "no such file",
    "twin": "listed already as 'cert'",
}


@pytest.mark.parametrize("kind", BAD)
def test_add_refuses_and_leaves_everything_as_it_was(kind, response, paper) -> None:
    bad = paper.with_name("bad")
    if kind == "link":
        bad.symlink_to(paper)
    elif kind == "pipe":
        os.mkfifo(bad)
    elif kind == "folder":
        bad.mkdir()
    elif kind == "empty":
        bad.touch()
    elif kind == "twin":
        bad.write_bytes(EVIDENCE)
    before = response.read_bytes()
    done = run(*ADD, response, paper, bad, *REPORT)
    assert done.exit_code == 3
    assert BAD[kind] in done.stderr
    assert "Traceback" not in done.output
    assert response.read_bytes() == before
    assert [p.name for p in (response.parent / "evidence").iterdir()] == ["cert.txt"]
    assert run(*ADD, response, paper, *REPORT).exit_code == 0  # the good twin


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--id", "cert"], "'cert' stands already"),
        (["--id", "bad id"], "/evidence/1/id"),
        (["--for", "svc-descripton"], "did you mean 'svc-description'"),
        (["--issued", "2026-02-01", "--expires", "2026-01-01"], "before it was issued"),
        (["--title", "a\u202eb"], "hidden characters in title: U+202E"),
        (["--title", "x" * 301], "at most 300"),
    ],
)
def test_add_refuses_what_would_make_a_bad_item(words, text, response, paper) -> None:
    before = response.read_bytes()
    done = run(*ADD, response, paper, *REPORT, *words)
    assert done.exit_code == 3, done.output
    assert text in done.stderr
    assert response.read_bytes() == before
    assert len(list((response.parent / "evidence").iterdir())) == 1


def test_add_needs_a_json_response_that_is_no_link(response, paper, tmp_path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(response)
    assert "a link" in run(*ADD, link, paper, *REPORT).stderr
    zipped = tmp_path / "s.zip"
    pack(response, zipped)
    assert "unpack a .zip first" in run(*ADD, zipped, paper, *REPORT).stderr


def test_add_warns_of_active_content_and_the_check_repeats_it(
    response, tmp_path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 /OpenAction << /S /JavaScript >>")
    done = run(*ADD, response, path, *REPORT, "--for", "svc-description")
    assert done.exit_code == 0
    assert "/JavaScript" in done.stderr
    assert kinds(response)["a"] == "suspicious"


def test_the_response_keeps_its_mode(response: Path, paper: Path) -> None:
    response.chmod(0o600)
    assert run(*ADD, response, paper, *REPORT).exit_code == 0
    assert response.stat().st_mode & 0o777 == 0o600


def test_list_shows_each_item_in_every_format(response: Path) -> None:
    assert "expires_soon" in run("evidence", "list", response, *DAY).stdout
    done = run("evidence", "list", response, *DAY, "--format", "json")
    (row,) = json.loads(done.stdout)
    assert row == {
        "id": "cert",
        "title": "ISO certificate",
        "kind": "certificate",
        "issued": "2026-01-10",
        "expires": "2027-01-10",
        "status": "expires_soon",
        "answers": ["svc-description"],
    }
    text = run(
        "evidence", "list", response, *DAY, "--soon", "1", "--format", "csv"
    ).stdout
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["status"], line["answers"]) == ("valid", "svc-description")


def test_a_sound_list_is_told_so(response: Path) -> None:
    done = run("evidence", "check", response, *DAY, "--soon", "1")
    assert done.exit_code == 0
    assert "0 broken" in done.stderr


def test_check_fails_on_missing_changed_and_expired_only(response: Path) -> None:
    file = response.parent / "evidence" / "cert.txt"
    words = ["evidence", "check", response]
    assert run(*words, "--as-of", "2027-02-01").exit_code == 1
    assert run(*words, "--as-of", "2026-12-20").exit_code == 0  # soon
    assert run(*words, "--as-of", "2025-12-20").exit_code == 0  # not yet
    file.write_bytes(b"other")
    assert kinds(response) == {"cert": "changed"}
    assert run(*words, *DAY).exit_code == 1
    file.unlink()
    assert kinds(response) == {"cert": "missing"}
    assert run(*words, *DAY).exit_code == 1


def test_check_finds_what_is_unused_unlisted_unbacked_and_twice(response: Path) -> None:
    data = read(response)
    data["evidence"].append(data["evidence"][0] | {"id": "again"})
    data["answers"]["enc-at-rest-scope"] = {"state": "unanswered"}
    response.write_text(json.dumps(data))
    (response.parent / "evidence" / "stray.txt").write_text("x")
    found = {(r["kind"], r["subject"]) for r in remarks(response)}
    assert {
        ("unused", "again"), ("twin", "again"), ("unlisted", "evidence/stray.txt")
    } <= found  # fmt: skip
    assert ("unbacked", "gov-policy-review") not in found
    data["answers"]["gov-policy-review"] = {"state": "answered", "value": "2026-05-01"}
    response.write_text(json.dumps(data))
    assert ("unbacked", "gov-policy-review") in {
        (r["kind"], r["subject"]) for r in remarks(response)
    }
    assert all(r["to_do"] for r in remarks(response))


def test_evidence_of_a_packed_submission_is_checked_too(response, tmp_path) -> None:
    out = tmp_path / "s.zip"
    pack(response, out)
    assert remarks(out) == remarks(response)
    other = ["--evidence", tmp_path / "nowhere"]
    assert {r["kind"] for r in remarks(out, *other)} >= {"missing"}


def test_a_listed_folder_or_endless_name_is_missing_not_an_error(
    response: Path,
) -> None:
    data = read(response)
    for name in ("evidence", "evidence/" + "a" * 280):
        data["evidence"][0]["file"] = name
        response.write_text(json.dumps(data))
        assert kinds(response)["cert"] == "missing"
        words = ["assess", response, "--policy", "saas-baseline", *DAY]
        assert run(*words).exit_code == 1


def make_special(kind: str, path: Path, monkeypatch: Any) -> None:
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(path.parent)  # names of sockets are short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    elif kind == "link":
        path.symlink_to("/etc/hostname")
    elif kind == "endless link":
        path.symlink_to(path.name)
    elif kind == "linked folder":
        path.parent.rename(path.parent.with_name("elsewhere"))
        path.parent.symlink_to("elsewhere")
        path.write_bytes(EVIDENCE)
    elif kind == "device":
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("only root may make a device")
    else:
        with path.open("wb") as file:
            file.truncate(5 * 1024**3)  # sparse: takes no room on the disk


@pytest.mark.parametrize(
    "kind",
    ["pipe", "socket", "link", "endless link", "linked folder", "device", "5 GiB"],
)
def test_what_is_no_plain_file_is_missing_for_every_verb_and_never_waited_for(
    kind: str, response: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    assess = ["assess", response, "--policy", "saas-baseline", *DAY, "--format", "json"]
    before = json.loads(run(*assess).stdout)
    assert [one["status"] for one in before["evidence"]] == ["valid"]
    make_special(kind, response.parent / "evidence" / "cert.txt", monkeypatch)
    assert kinds(response)["cert"] == "missing"
    listed = run("evidence", "list", response, *DAY, "--format", "json")
    assert [one["status"] for one in json.loads(listed.stdout)] == ["missing"]
    checked = run("check", response, *DAY, "--format", "json")
    assert "cert" in {one["place"] for one in json.loads(checked.stdout)["beside"]}
    after = json.loads(run(*assess).stdout)
    assert [one["status"] for one in after["evidence"]] == ["missing"]
    packed = run("pack", response, "--out", tmp_path / "s.zip")
    assert packed.exit_code == 3
    assert "[evidence-missing]" in packed.stderr
    assert not (tmp_path / "s.zip").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("../cert.txt", "not a plain path"),
        ("/etc/hostname", "not a plain path"),
        ("evidence/cert.txt.", "dot or space"),
        ("evidence/CON.txt", "a device"),
        ("evidence\\cert.txt", "Windows refuses"),
    ],
)
def test_a_listed_name_that_leads_elsewhere_is_told_why(name, text, response) -> None:
    assert kinds(response) == {"cert": "expires_soon"}
    data = read(response)
    data["evidence"][0]["file"] = name
    response.write_text(json.dumps(data))
    (found,) = [r for r in remarks(response) if r["subject"] == "cert"]
    assert found["kind"] == "missing"
    assert text in found["message"]
    done = run("pack", response, "--out", response.parent / "s.zip")
    assert (done.exit_code, text in done.stderr) == (3, True)
