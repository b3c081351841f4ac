"""``audit check`` as a vendor calls it: what is left, and junk in place of a response."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from audit.documents.limits import MAX_JSON_BYTES
from tests.saas_case import response_data, write_case

DAY = ["--as-of", "2026-11-24"]
ATTESTED = {
    "name": "Vira Melnyk",
    "role": "Director",
    "date": "2026-11-20",
    "statement": "The answers are true and complete.",
}
WHOLE: dict[str, Any] = {
    "vendor": {
        "name": "Plain Vendor Ltd",
        "registration_no": "EE-12345",
        "country": "EE",
        "contact": {"name": "Vira Melnyk", "email": "vira@vendor.example"},
    },
    "respondents": [{"id": "vira", "name": "Vira Melnyk"}],
    "attestation": ATTESTED,
}


def run(*words: str | Path, **options: Any) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], **options)
    assert "Traceback" not in done.output
    return done


def check(path: str | Path, **options: Any) -> dict[str, Any]:
    done = run("check", path, *DAY, "--format", "json", **options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def left(path: Path, *, optional: bool = False) -> set[str]:
    beside = check(path)["beside"]
    return {one["place"] for one in beside if one["optional"] is optional}


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    assert run("issue", "saas-vendor", "--out", tmp_path / "acme").exit_code == 0
    return tmp_path / "acme" / "response.json"


def test_a_blank_response_lists_all_that_is_left(issued: Path) -> None:
    found = check(issued)
    assert {p["answered"] for p in found["sections"]} == {0}
    assert all(p["left"] for p in found["sections"])
    places = {"/vendor/name", "/vendor/registration_no", "/authored", "/attestation"}
    assert left(issued) == places
    assert left(issued, optional=True) == {"/vendor/contact", "/respondents"}
    assert all(one["message"] and one["to_do"] for one in found["beside"])
    done = run("check", issued, *DAY)
    assert done.exit_code == 0
    asked = sum(part["asked"] for part in found["sections"])
    assert f"{asked} left to answer, 4 left beside them" in done.stderr


FILLED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "/vendor/name": lambda r: r["vendor"].update(name="Acme Calls"),
    "/vendor/registration_no": lambda r: r["vendor"].update(registration_no="1"),
    "/vendor/contact": lambda r: r["vendor"].update(contact={"name": "Ann"}),
    "/authored": lambda r: r.update(authored="2026-11-20"),
    "/respondents": lambda r: r.update(respondents=[{"id": "a", "name": "Ann"}]),
    "/attestation": lambda r: r.update(attestation=ATTESTED),
}


@pytest.mark.parametrize("place", FILLED)
def test_what_is_filled_in_is_left_no_more(place: str, issued: Path) -> None:
    before = left(issued) | left(issued, optional=True)
    data = json.loads(issued.read_text("utf-8"))
    FILLED[place](data)
    issued.write_text(json.dumps(data), "utf-8")
    assert left(issued) | left(issued, optional=True) == before - {place}


def test_a_registration_number_may_be_left_out(issued: Path) -> None:
    data = json.loads(issued.read_text("utf-8"))
    del data["vendor"]["registration_no"]
    issued.write_text(json.dumps(data), "utf-8")
    assert "/vendor/registration_no" in left(issued, optional=True)


def test_nothing_left_is_called_complete(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data(**WHOLE))
    questions = [i for part in check(path)["sections"] for i in part["left"]]
    answers = response_data()["answers"] | {i: {"state": "unknown"} for i in questions}
    write_case(tmp_path, response_data(**WHOLE, answers=answers))
    assert check(path)["beside"] == []
    done = run("check", path, *DAY)
    assert done.stderr.splitlines()[-1] == "complete"
    write_case(
        tmp_path, response_data(**WHOLE | {"attestation": None}, answers=answers)
    )
    done = run("check", path, *DAY)
    assert done.stderr.splitlines()[-1] == "0 left to answer, 1 left beside them"


@pytest.mark.parametrize("state", ["gone", "changed", "expired"])
def test_evidence_that_backs_nothing_is_named_with_its_file(
    state: str, tmp_path: Path
) -> None:
    path = write_case(tmp_path, response_data(**WHOLE))
    assert left(path) == set()
    file = tmp_path / "evidence" / "cert.txt"
    day = DAY
    if state == "gone":
        file.unlink()
    elif state == "changed":
        file.write_bytes(b"another")
    else:
        day = ["--as-of", "2027-02-01"]
    found = json.loads(run("check", path, *day, "--format", "json").stdout)
    (remark,) = [one for one in found["beside"] if not one["optional"]]
    assert remark["place"] == "cert"
    assert "evidence/cert.txt" in remark["message"]
    assert remark["to_do"]


def test_answers_that_lack_their_evidence_are_counted(tmp_path: Path) -> None:
    data = response_data(**WHOLE)
    data["answers"]["gov-policy-review"] = {"state": "answered", "value": "2026-05-01"}
    path = write_case(tmp_path, data)
    (remark,) = check(path)["beside"]
    assert remark["place"] == "/evidence"
    assert remark["message"].startswith("1 answers name none")
    data["answers"]["gov-policy-review"]["evidence"] = ["cert"]
    write_case(tmp_path, data)
    assert check(path)["beside"] == []


def test_from_the_standard_input_files_are_taken_as_listed(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data(**WHOLE))
    (tmp_path / "evidence" / "cert.txt").unlink()
    text = path.read_text("utf-8")
    assert check("-", input=text)["beside"] == []
    words = ["check", "-", "--as-of", "2027-02-01", "--format", "json"]
    (remark,) = json.loads(run(*words, input=text).stdout)["beside"]
    assert (remark["place"], "expired" in remark["message"]) == ("cert", True)


# Junk: every file that a vendor may send by mistake is named with what to do.

TEXT = json.dumps(response_data(), indent=2)
JUNK: dict[str, tuple[str, bytes, str, str]] = {
    "empty": ("r.json", b"", "json-end", "the file is empty"),
    "spaces": ("r.json", b" \n", "json-end", "the file is empty"),
    "pdf": ("r.json", b"%PDF-1.7\n%\xe2\xe3", "json-other-file", "this is a PDF"),
    "office": ("r.json", b"PK\3\4\0", "json-other-file", "a zip archive or an Office"),
    "doc": ("r.json", b"\xd0\xcf\x11\xe0", "json-other-file", "an old Office file"),
    "picture": ("r.json", b"\x89PNG\r\n", "json-other-file", "a picture"),
    "binary": ("r.json", b"\x93\x02\x88\x11", "json-encoding", "save the file as UTF-8"),
    "zeros": ("r.json", bytes(99), "json-encoding", "no text at all"),
    "utf_16": ("r.json", TEXT.encode("utf-16"), "json-encoding", "UTF-16"),
    "utf_16_bare": ("r.json", TEXT.encode("utf-16-le"), "json-encoding", "UTF-16"),
    "utf_16_big": ("r.json", TEXT.encode("utf-16-be"), "json-encoding", "UTF-16"),
    "windows_1251": (
        "r.json", TEXT.replace("Plain", "Просто").encode("cp1251"), "json-encoding",
        "save the file as UTF-8",
    ),
    "mark": ("r.json", b"\xef\xbb\xbf" + TEXT.encode(), "json-bom", "without BOM"),
    "comma": (
        "r.json", TEXT.removesuffix("}").rstrip().encode() + b",\n}",
        "json-trailing-comma", "remove the comma",
    ),
    "comment": (
        "r.json", TEXT.replace('"vendor"', '// ours\n  "vendor"', 1).encode(),
        "json-syntax", "JSON has no comments",
    ),
    "typographic": (
        "r.json", TEXT.replace('"vendor"', "«vendor»", 1).encode(), "json-syntax",
        "straight double quotes",
    ),
    "single_quotes": (
        "r.json", TEXT.replace('"', "'").encode(), "json-syntax",
        "straight double quotes",
    ),
    "cut_off": ("r.json", TEXT[: TEXT.index(",", 200)].encode(), "json-end", "cut off"),
    "list": ("r.json", b"[1]", "response-questionnaire", "or give --questionnaire"),
    "large": ("r.json", b" " * (MAX_JSON_BYTES + 1), "json-size", "larger than"),
    "html": ("form.html", b"<html>", "file-suffix", "give response.json, or the .zip"),
    "word": ("response.docx", b"PK\3\4", "file-suffix", "give response.json"),
    "no_suffix": ("response", TEXT.encode(), "file-suffix", "give response.json"),
    "broken_zip": ("s.zip", b"PK\3\4 junk", "zip-directory", "pack the folder again"),
}  # fmt: skip


@pytest.mark.parametrize("name", [f"{name}_bad" for name in JUNK])
def test_junk_is_refused_with_its_name_and_what_to_do(
    name: str, tmp_path: Path
) -> None:
    file, content, code, text = JUNK[name.removesuffix("_bad")]
    path = tmp_path / file
    path.write_bytes(content)
    done = run("check", path)
    assert done.exit_code == 3
    assert done.stdout == ""
    assert str(path) in done.stderr
    assert f"[{code}" in done.stderr
    assert "hint: " in done.stderr
    assert text in done.stderr


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_are_accepted(end: str, tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    path.write_bytes(TEXT.replace("\n", end).encode())
    assert run("check", path).exit_code == 0


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "acme", tmp_path / "pipe.json"
    folder.mkdir()
    os.mkfifo(pipe)
    missing = tmp_path / "missing.json"
    dangling = tmp_path / "dangling.json"
    dangling.symlink_to(missing)
    for path, code in (
        (folder, "file-kind"),
        (pipe, "file-kind"),
        (missing, "file-missing"),
        (dangling, "file-missing"),
        (Path("/dev/zero"), "file-suffix"),
    ):
        done = run("check", path)
        assert (done.exit_code, f"[{code}]" in done.stderr) == (3, True), done.output
        assert str(path) in done.stderr
        assert "hint: " in done.stderr


def test_fifty_megabytes_are_not_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    done = run("check", path)
    assert (done.exit_code, "[json-size]" in done.stderr) == (3, True)
