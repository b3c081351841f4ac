"""Packing and opening: the same bytes, the same assessment, for any evidence."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import pipeline
from audit.errors import AuditError, EvidenceError, InputError
from audit.evidence.names import name_fault, twin_key
from audit.submission import open_submission, pack, packing
from tests.saas_case import AS_OF, EVIDENCE, response_data, write_case

LETTERS = st.characters(exclude_categories=["Cs"])
PARTS = st.text(LETTERS, min_size=1, max_size=12)
NAMES = st.lists(PARTS, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=5)


def item(number: int, name: str, content: bytes) -> dict:
    return {
        "id": f"item-{number}",
        "title": "A paper",
        "kind": "record",
        "file": name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def packable(files: dict[str, bytes]) -> bool:
    names = ["response.json", "manifest.json", "response.dsse.json", *files]
    keys = [twin_key(name) for name in names]
    folders = {
        "/".join(k.split("/")[:n]) for k in keys for n in range(1, k.count("/") + 1)
    }
    plain = not any(map(name_fault, files))
    return plain and len(set(keys)) == len(keys) and not folders & set(keys)


@settings(max_examples=150, deadline=None)
@given(FILES)
def test_what_is_packed_is_what_is_opened(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        listed = [item(n, file, data) for n, (file, data) in enumerate(files.items())]
        path = write_case(folder, response_data(evidence=listed))
        for file, content in files.items():
            try:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(content)
            except (OSError, ValueError):
                pass  # a name that this file system has no place for
        out = Path(name) / "s.zip"
        try:
            pack(path, out)
        except AuditError:
            assert not packable(files)
            assert list(Path(name).glob("*.part")) == []
            assert not out.exists()
            return
        with open_submission(out) as found:
            assert found.response.read_bytes() == path.read_bytes()
            for file, content in files.items():
                assert (found.evidence / file).read_bytes() == content


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["valid", "gone", "changed"]),
    st.dates(date(2025, 1, 1), date(2028, 1, 1)),
)
def test_a_packed_case_is_assessed_like_its_folder(state: str, as_of: date) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "in", Path(name) / "s.zip"
        path = write_case(folder, response_data())
        if state == "gone":
            (folder / "evidence" / "cert.txt").unlink()
        if state == "changed":
            (folder / "evidence" / "cert.txt").write_bytes(b"other")
        pack(path, out, allow_missing=True)
        results = [
            pipeline.assess_case(pipeline.open_case("saas-baseline", source, as_of))
            for source in (path, out)
        ]
        plain = [result.assessment.plain() for result in results]
        assert plain[0]["scores"] == plain[1]["scores"]
        if state != "changed":  # "changed" in the folder is "missing" in the zip
            assert plain[0] == plain[1]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    outs = []
    for number in (1, 2):
        path = write_case(tmp_path / str(number), response_data())
        path.chmod(0o600 if number == 1 else 0o644)
        outs.append(tmp_path / f"{number}.zip")
        pack(path, outs[-1])
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_zip_has_the_published_form(tmp_path: Path) -> None:
    path = write_case(tmp_path, response_data())
    (tmp_path / "response.dsse.json").write_text("{}")
    out = tmp_path / "s.zip"
    pack(path, out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    names = [info.filename for info in infos]
    assert names == sorted(names)
    assert set(names) == {
        "evidence/cert.txt", "manifest.json", "response.dsse.json", "response.json"
    }  # fmt: skip
    for info in infos:
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert (info.compress_type, info.extra, info.comment) == (0, b"", b"")
        assert info.external_attr >> 16 == 0o100644
    with open_submission(out) as found:
        assert found.envelope is not None
        assert found.envelope.read_text() == "{}"


@pytest.mark.parametrize("state", ["gone", "changed", "link", "pipe", "folder"])
def test_evidence_that_is_not_the_listed_file_is_named(state, tmp_path) -> None:
    path = write_case(tmp_path, response_data())
    file = tmp_path / "evidence" / "cert.txt"
    file.unlink()
    if state == "changed":
        file.write_bytes(b"x" * len(EVIDENCE))
    elif state == "link":
        (tmp_path / "real.txt").write_bytes(EVIDENCE)
        file.symlink_to(tmp_path / "real.txt")
    elif state == "pipe":
        os.mkfifo(file)
    elif state == "folder":
        file.mkdir()
    out = tmp_path / "s.zip"
    with pytest.raises(EvidenceError, match=r"cert\.txt"):
        pack(path, out)
    assert not out.exists()
    assert pack(path, out, allow_missing=True).left_out == ("evidence/cert.txt",)
    with open_submission(out) as found:
        assert not (found.evidence / "evidence").exists()


@pytest.mark.parametrize(
    "name",
    ["manifest.json", "Response.JSON", "response.dsse.json", "evidence/\u202etxt"],
)
def test_evidence_whose_name_cannot_be_packed_is_refused(name, tmp_path) -> None:
    data = response_data(evidence=[item(1, name, b"x")])
    data["answers"]["svc-description"].pop("evidence")
    path = write_case(tmp_path, data)
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError):
        pack(path, tmp_path / "s.zip")


def test_a_file_that_is_packed_is_never_the_target(tmp_path: Path) -> None:
    inner = tmp_path / "evidence" / "inner.zip"
    data = response_data(evidence=[item(1, "evidence/inner.zip", b"PK")])
    data["answers"]["svc-description"].pop("evidence")
    path = write_case(tmp_path, data)
    inner.write_bytes(b"PK")
    with pytest.raises(InputError, match="part of the submission"):
        pack(path, inner)
    assert inner.read_bytes() == b"PK"


def test_a_report_from_a_zip_is_that_of_the_folder(tmp_path: Path) -> None:
    path = write_case(tmp_path / "in", response_data())
    out = tmp_path / "s.zip"
    pack(path, out)
    views = [
        pipeline.report_view(
            pipeline.assess_case(pipeline.open_case("saas-baseline", p, AS_OF)), "en"
        )
        for p in (path, out)
    ]
    assert views[0] == views[1]


SWAPPED = {
    "same size": ("evidence-changed", lambda f: f.write_bytes(b"x" * len(EVIDENCE))),
    "longer": ("evidence-changed", lambda f: f.write_bytes(EVIDENCE * 2)),
    "shorter": ("evidence-changed", lambda f: f.write_bytes(b"")),
    "gone": ("file-missing", lambda f: f.unlink()),
    "link": ("evidence-changed", lambda f: swap(f, f.symlink_to, "/etc/hostname")),
    "pipe": ("file-kind", lambda f: swap(f, os.mkfifo, f)),
    "folder": ("file-kind", lambda f: swap(f, f.mkdir)),
}


def swap(file: Path, make: Any, *how: Any) -> None:
    file.unlink()
    make(*how)


@pytest.mark.parametrize("way", SWAPPED)
def test_a_file_that_changes_between_look_and_copy_is_never_packed(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The target is opened after the files were looked at and before they are copied."""
    path = write_case(tmp_path / "in", response_data())
    file, out = tmp_path / "in" / "evidence" / "cert.txt", tmp_path / "s.zip"
    code, change = SWAPPED[way]
    replacing = packing.replacing

    def change_first(target: Path) -> AbstractContextManager[BinaryIO]:
        change(file)
        return replacing(target)

    monkeypatch.setattr(packing, "replacing", change_first)
    with pytest.raises(EvidenceError) as caught:
        pack(path, out)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("evidence/one.txt", "evidence/ONE.txt"),
        ("evidence/\u0439.txt", "evidence/\u0438\u0306.txt"),
        ("evidence/a", "evidence/a/b.txt"),
    ],
    ids=["case", "composed", "file and folder"],
)
def test_names_that_clash_on_another_system_are_not_packed(
    one: str, other: str, tmp_path: Path
) -> None:
    listed = [item(1, one, b"1"), item(2, other, b"2")]
    data = response_data(evidence=listed)
    data["answers"]["svc-description"].pop("evidence")
    path = write_case(tmp_path, data)
    for name, content in ((one, b"1"), (other, b"2")):
        try:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(content)
        except (FileExistsError, NotADirectoryError):
            break  # here they clash as well
    with pytest.raises(AuditError):
        pack(path, tmp_path / "s.zip")
    assert not (tmp_path / "s.zip").exists()
    data["evidence"] = listed[:1]
    write_case(tmp_path, data)
    assert pack(path, tmp_path / "s.zip").left_out == ()


@pytest.mark.parametrize("kind", ["pipe", "folder", "large"])
def test_an_envelope_that_is_no_small_file_stops_the_packing(kind, tmp_path) -> None:
    path = write_case(tmp_path, response_data())
    envelope = tmp_path / "response.dsse.json"
    if kind == "pipe":
        os.mkfifo(envelope)
    elif kind == "folder":
        envelope.mkdir()
    else:
        with envelope.open("wb") as file:
            file.truncate(9 * 1024**2)
    with pytest.raises(InputError) as caught:
        pack(path, tmp_path / "s.zip")
    assert caught.value.problems[0].file == str(envelope)


def archive(inner: bytes, name: str = "inner.zip") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, inner)
    return buffer.getvalue()


def encrypted(inner: bytes) -> bytes:
    raw = bytearray(archive(inner))
    raw[6] |= 1  # the flag in the local header
    raw[raw.rindex(b"PK\1\2") + 8] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    "content",
    [
        archive(archive(bytes(20 * 1024**2), "zeros")),
        encrypted(b"secret"),
        archive(b"x", "../../evil.txt"),
    ],
    ids=["nested bomb", "encrypted", "zip slip"],
)
def test_an_archive_among_the_evidence_is_carried_and_never_unpacked(
    content: bytes, tmp_path: Path
) -> None:
    data = response_data(evidence=[item(1, "evidence/a.zip", content)])
    data["answers"]["svc-description"].pop("evidence")
    path = write_case(tmp_path / "in", data)
    (tmp_path / "in" / "evidence" / "a.zip").write_bytes(content)
    pack(path, tmp_path / "s.zip")
    with open_submission(tmp_path / "s.zip") as found:
        assert (found.evidence / "evidence" / "a.zip").read_bytes() == content
        names = [p.name for p in found.evidence.rglob("*") if p.is_file()]
        assert sorted(names) == ["a.zip", "response.json"]
    assert not list(tmp_path.rglob("evil.txt"))
