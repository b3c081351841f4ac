"""A folder that was sent back is taken like the files in it."""

from __future__ import annotations

import json
from pathlib import Path

from audit.documents import read_json
from tests.registering.office import VENDOR, Office, run


def filled(office: Office) -> Path:
    """The vendor's folder with response, evidence, review and exceptions."""
    path = office.respond()
    digest = read_json(path.read_bytes(), "r").digest
    beside = {
        "review.json": {"response_digest": digest, "judgements": []},
        "exceptions.json": {"vendor": VENDOR, "exceptions": []},
        "response.schema.json": {"type": "object"},
    }
    for name, data in beside.items():
        (path.parent / name).write_text(json.dumps(data))
    return path.parent


def test_a_folder_is_taken_like_its_files(office: Office) -> None:
    folder = filled(office)
    done = office.add(folder)
    assert done.exit_code == 0, done.output
    kinds = [kind for kind, _ in office.listed(0)]
    assert kinds == ["questionnaire", "response", "evidence", "review", "exceptions"]
    assert office.content(2) == (folder / "response.json").read_bytes()
    assert "were there already" in office.add(folder).stderr


def test_a_folder_with_a_packed_response_is_taken_too(office: Office) -> None:
    folder = filled(office)
    assert run(
        "pack", folder / "response.json", "--out", folder / "a.zip"
    ).exit_code == 0  # fmt: skip
    (folder / "response.json").unlink()
    assert office.add(folder).exit_code == 0
    kinds = [kind for kind, _ in office.listed(0)]
    assert kinds == ["questionnaire", "response", "evidence", "review", "exceptions"]


def test_two_responses_in_a_folder_are_not_guessed_between_bad(office: Office) -> None:
    folder = filled(office)
    run("pack", folder / "response.json", "--out", folder / "a.zip")
    done = office.add(folder)
    assert done.exit_code == 3
    assert "several responses lie in the folder: response.json, a.zip" in done.stderr
    assert len(office.records) == 1


def test_a_folder_without_a_response_is_refused_bad(office: Office) -> None:
    folder = filled(office)
    (folder / "response.json").unlink()
    done = office.add(folder)
    assert done.exit_code == 3
    assert "no response lies in the folder" in done.stderr
    assert len(office.records) == 1
