"""Evidence: its files and descriptions, what is told about them, the submission."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from audit.submission import opened
from tests.builders import question, questionnaire
from tests.form.answering import FLOW, describe_evidence, take_over
from tests.form.conftest import form_of
from tests.form.test_exchange import response_of, written

if TYPE_CHECKING:
    from pathlib import Path

ADD = "#page-evidence button.primary"


def test_evidence_has_pythons_digest_a_safe_unique_name_and_a_media_type(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    names = ["Звіт <2026>.PDF", "звіт-2026-.pdf", "con.txt"]
    files = [tmp_path / name for name in names]
    for number, file in enumerate(files):
        file.write_bytes(bytes([number]) * 100_000)
    form = open_form(every_type)
    form.company()
    form.go("evidence")
    form.put_files(ADD, files)
    form.says("flow", "Files added: 3")
    describe_evidence(form, "report")
    form.page.fill("#evidence_issued-2026", "2026-01-02")
    items = json.loads(form.export())["evidence"]
    assert [item["file"] for item in items] == [
        "evidence/Звіт-2026-.PDF",
        "evidence/звіт-2026--2.pdf",
        "evidence/file-con.txt",
    ]
    assert [item["id"] for item in items] == ["2026", "2026--2", "file-con"]
    for item, file in zip(items, files, strict=True):
        raw = file.read_bytes()
        assert item["sha256"] == hashlib.sha256(raw).hexdigest()
        assert item["size"] == len(raw)
    assert [item["media_type"] for item in items] == [
        "application/pdf", "application/pdf", "text/plain",
    ]  # fmt: skip
    assert items[0]["issued"] == "2026-01-02"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "x.pdf is empty"), (101 * 2**20, "x.pdf has more than 100 MiB")],
)
def test_an_empty_or_huge_file_is_no_evidence(
    open_form: Any, every_type: Path, tmp_path: Path, size: int, words: str
) -> None:
    with (tmp_path / "x.pdf").open("wb") as file:
        file.truncate(size)
    form = open_form(every_type)
    form.go("evidence")
    form.put_files(ADD, [tmp_path / "x.pdf"])
    assert words in form.text("dialog")
    form.page.keyboard.press("Escape")
    assert "No documents yet" in form.text("#page-evidence")


def test_a_file_that_changed_is_told_and_its_new_version_takes_its_place(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    diagram = take_over(form, complete, tmp_path)
    form.go("finish")
    os.utime(diagram, (1, 1))
    diagram.write_bytes(b"%PDF-1.4 a later flow")
    form.page.click("#download-zip")
    assert "changed, moved or deleted" in form.text("dialog")
    form.page.get_by_role("button", name="Close").click()
    form.focused("evidence-flow-scheme")
    form.put_files("#evidence-flow-scheme .notice button", [diagram])
    assert "is not the file that was listed as “Flow scheme”" in form.text("dialog")
    form.page.get_by_role("button", name="Replace", exact=True).click()
    form.page.locator("#evidence-flow-scheme .notice").wait_for(state="detached")
    form.go("finish")
    raw = form.download("#download-zip")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        response = json.loads(archive.read("response.json"))
        assert archive.read("evidence/Flow-scheme.pdf") == diagram.read_bytes()
    assert response["answers"]["diagram"]["value"] == ["flow-scheme"]
    assert response["evidence"][0]["kind"] == "diagram"


def test_a_file_that_is_listed_already_takes_no_other_place(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    diagram = take_over(form, complete, tmp_path)
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.4 other")
    form.go("evidence")
    form.put_files(ADD, [other])
    form.put_files("#evidence-other .actions button >> nth=0", [diagram])
    assert "listed already, as “Flow scheme”" in form.text("dialog")
    form.page.keyboard.press("Escape")
    items = form.draft()["evidence"]
    assert [item["file"] for item in items] == [
        "evidence/Flow-scheme.pdf",
        "evidence/other.pdf",
    ]


def test_a_submission_is_opened_again_with_its_files(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    first = open_form(every_type)
    take_over(first, complete, tmp_path)
    first.go("finish")
    path = tmp_path / "submission.zip"
    path.write_bytes(first.download("#download-zip"))
    second = open_form(every_type)
    second.bring_in(path)
    second.says("load", "Answers opened: 15")
    second.go("finish")
    assert second.page.locator("#choose-again").count() == 0
    assert second.download("#download-zip") == path.read_bytes()


@pytest.mark.parametrize("inside", ["notes.txt", "response.json", None])
def test_a_zip_that_is_no_submission_is_refused(
    open_form: Any, every_type: Path, tmp_path: Path, inside: str | None
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK")
    if inside:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inside, "{}" * 100)
    form = open_form(every_type)
    form.company("Mine")
    form.bring_in(path)
    assert "x.zip cannot be opened here" in form.text("dialog")
    form.page.keyboard.press("Escape")
    assert form.page.input_value("#vendor-name") == "Mine"


def test_many_documents_are_searched_and_what_is_chosen_stays_in_sight(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("alpha", "beta", *"1234567")]
    for file in files:
        file.write_text(file.name)
    form = open_form(every_type)
    form.go("evidence")
    form.put_files(ADD, files)
    form.page.locator("#evidence-7").wait_for()
    form.go("s-basics")
    card = form.question("encrypted")
    card.locator(".extra summary").click()
    shown = card.locator(".picker .option:visible")
    card.locator("#q-encrypted_evidence-find").fill("ALPH")
    assert shown.all_inner_texts() == ["alpha alpha.txt"]
    shown.click()
    card.locator("#q-encrypted_evidence-find").fill("none of them")
    assert shown.all_inner_texts() == ["alpha alpha.txt"]
    card.locator("#q-encrypted_evidence-find").fill("")
    assert shown.count() == 1
    card.get_by_role("button", name="Show all documents: 9").click()
    assert shown.count() == 9
    assert form.draft()["answers"]["encrypted"] == {
        "state": "unanswered",
        "evidence": ["alpha"],
    }


def test_whose_document_it_is_is_said(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    take_over(form, complete, tmp_path)
    assert "assurance_claimed" not in form.draft()["evidence"][0]
    form.go("evidence")
    origin = "#evidence_origin-flow-scheme"
    form.page.select_option(origin, label="Issued by an independent party")
    assert (
        json.loads(form.export())["evidence"][0]["assurance_claimed"] == "independent"
    )


def test_a_mended_description_is_no_problem_any_more(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    form.company()
    (tmp_path / "flow.pdf").write_bytes(FLOW)
    form.go("evidence")
    form.put_files(ADD, [tmp_path / "flow.pdf"])
    form.go("finish")
    form.page.click("#check")
    form.page.locator("#errors a").click()
    form.focused("evidence_kind-flow")
    assert "Choose the kind" in form.text("#evidence-flow .error")
    form.page.select_option("#evidence_kind-flow", "other")
    assert form.page.locator("#evidence-flow .error").is_hidden()
    assert form.page.locator("#evidence_kind-flow[aria-invalid]").count() == 0


def test_no_two_elements_have_one_id_whatever_names_are_chosen(
    open_form: Any, tmp_path: Path
) -> None:
    names = ["a", "a-text", "a-input", "a-evidence", "a-comment", "a-help"]
    asked = [question(name, "text", evidence="expected") for name in names]
    form = open_form(form_of(tmp_path, questionnaire(*asked)))
    files = [
        tmp_path / f"{name}.pdf" for name in ("a", "a-title", "title-a", "a_kind-a")
    ]
    for file in files:
        file.write_text(file.name)
    form.go("evidence")
    form.put_files(ADD, files)
    form.page.locator("#evidence-a_kind-a").wait_for()
    form.go("s-main")
    form.open_details()
    ids = form.page.locator("[id]").evaluate_all("(all) => all.map((e) => e.id)")
    assert [one for one in set(ids) if ids.count(one) > 1] == []
    assert len(ids) > 100


def test_removing_evidence_removes_it_from_the_answers(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    take_over(form, complete, tmp_path)
    form.go("evidence")
    form.page.get_by_role("button", name="Remove Flow scheme").click()
    assert "Answers that name it: 1" in form.text("dialog")
    form.page.locator("dialog").get_by_role("button", name="Remove").click()
    data = form.draft()
    assert data["evidence"] == []
    assert "diagram" not in data["answers"]


def test_the_submission_is_a_zip_that_python_and_audit_read(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    diagram = take_over(form, complete, tmp_path)
    form.go("s-basics")
    form.question("encrypted").locator(".extra summary").click()
    shot = tmp_path / "знімок.png"
    shot.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 70_000)
    form.put_files("#q-encrypted_evidence", [shot])
    form.question("encrypted").get_by_text("files: 1").wait_for()
    describe_evidence(form)
    form.go("finish")
    raw = form.download("#download-zip")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["format"] == "audit-submission/1"
    assert set(manifest["files"]) == set(files)
    for name, content in files.items():
        listed = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        assert manifest["files"][name] == listed
    assert files["evidence/знімок.png"] == shot.read_bytes()
    assert files["evidence/Flow-scheme.pdf"] == diagram.read_bytes()
    assert files["response.json"] == form.download("#download-response")
    path = tmp_path / "submission.zip"
    path.write_bytes(raw)
    with opened(path) as submission:
        assert submission.response.read_bytes() == files["response.json"]


def test_after_a_reload_the_same_files_must_be_chosen_again(
    open_form: Any, every_type: Path, complete: Path, tmp_path: Path
) -> None:
    form = open_form(every_type)
    diagram = take_over(form, complete, tmp_path)
    form.says("save", "Kept")
    form.again()
    form.go("finish")
    assert "Files to choose again: 1" in form.text("#page-finish")
    form.page.click("#download-zip")
    form.focused("choose-again")
    stranger = tmp_path / "Flow-scheme.pdf"
    stranger.write_bytes(b"another")
    form.put_files("#choose-again", [stranger])
    assert "their contents differ" in form.text("dialog")
    form.page.get_by_role("button", name="Close").click()
    form.put_files("#choose-again", [diagram])
    form.page.locator("#choose-again").wait_for(state="detached")
    raw = form.download("#download-zip")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.read("evidence/Flow-scheme.pdf") == diagram.read_bytes()


def test_listed_files_that_no_zip_can_hold_are_told(
    open_form: Any, every_type: Path, tmp_path: Path
) -> None:
    item = {"title": "T", "kind": "other", "size": 1, "sha256": "0" * 64}
    items = [
        {**item, "id": "a", "file": "../a.pdf"},
        {**item, "id": "b", "file": "evidence/B.pdf"},
        {**item, "id": "c", "file": "evidence/b.pdf"},
        {**item, "id": "d", "file": "evidence/d.pdf", "size": 2**31},
    ]
    form = open_form(every_type)
    form.bring_in(written(tmp_path, response_of(every_type, evidence=items)))
    form.go("finish")
    form.page.click("#download-zip")
    text = form.text("#errors")
    assert "The file name is not safe" in text
    assert "Another document has the same file name" in text
    assert "at most 490 files" in text
    assert "Please correct first: 3" in text
