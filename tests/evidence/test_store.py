"""The evidence folder with real links, pipes, devices and oversized files."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from audit.errors import EvidenceError
from audit.evidence.look import Looker
from audit.evidence_files import digest_of, observe
from audit.evidence_store import look_at, take_in, unlisted
from audit.response.evidence_item import EvidenceItem

MIB = 1024 * 1024


def item(name: str) -> EvidenceItem:
    return EvidenceItem(
        id="x", title="t", kind="other", file=name, size=1, sha256="0" * 64
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "cert.pdf"
    path.parent.mkdir()
    path.write_bytes(b"%PDF-1.7\n")
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    return folder


def test_a_file_is_copied_whole_with_its_digest(source: Path, base: Path) -> None:
    taken = take_in(source, base)
    assert (taken.file, taken.copied) == ("evidence/cert.pdf", True)
    assert (base / taken.file).read_bytes() == source.read_bytes()
    assert taken.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert [p.name for p in (base / "evidence").iterdir()] == ["cert.pdf"]


def test_no_file_is_ever_overwritten(source: Path, base: Path) -> None:
    (base / "evidence").mkdir()
    (base / "evidence" / "CERT.pdf").write_bytes(b"another")
    taken = take_in(source, base, ["evidence/cert-2.pdf"])
    assert taken.file == "evidence/cert-3.pdf"
    assert (base / "evidence" / "CERT.pdf").read_bytes() == b"another"


def test_a_file_in_the_folder_stays_where_it_is(base: Path) -> None:
    path = base / "evidence" / "sub" / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    taken = take_in(path, base)
    assert (taken.file, taken.copied) == ("evidence/sub/a.txt", False)
    assert (
        take_in(base / "evidence" / ".." / "evidence" / "sub" / "a.txt", base) == taken
    )


def test_a_linked_way_into_another_folder_means_a_copy(
    source: Path, base: Path
) -> None:
    (base / "evidence").mkdir()
    (base / "evidence" / "door").symlink_to(source.parent)
    taken = take_in(base / "evidence" / "door" / "cert.pdf", base)
    assert (taken.file, taken.copied) == ("evidence/cert.pdf", True)


def make(kind: str, path: Path) -> Path:
    if kind == "link":
        (path.parent / "real").write_bytes(b"x")
        path.symlink_to(path.parent / "real")
    elif kind == "dangling":
        path.symlink_to(path.parent / "nothing")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    elif kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(100 * MIB + 1)
    elif kind == "zero":
        return Path("/dev/zero")
    elif kind == "backslash":
        path = path.with_name("..\\evil.txt")
        path.write_bytes(b"x")
    elif kind == "too long":
        return path.with_name("a" * 300)
    return path


CODES = {
    "link": "file-kind",
    "dangling": "file-kind",
    "pipe": "file-kind",
    "socket": "file-kind",
    "folder": "file-kind",
    "zero": "file-kind",
    "empty": "evidence-empty",
    "huge": "evidence-size",
    "backslash": "evidence-name",
    "missing": "file-missing",
    "too long": "file-unreadable",
}


@pytest.mark.parametrize("kind", CODES)
def test_what_is_no_proper_file_is_refused_at_once(kind, tmp_path, base) -> None:
    path = make(kind, tmp_path / "f")
    with pytest.raises(EvidenceError) as caught:
        take_in(path, base)
    (problem,) = caught.value.problems
    assert problem.code == CODES[kind]
    assert problem.file == str(path)
    assert not (base / "evidence").exists()


def test_a_file_of_exactly_the_limit_is_taken(tmp_path: Path, base: Path) -> None:
    path = tmp_path / "f"
    with path.open("wb") as file:
        file.truncate(100 * MIB)
    assert take_in(path, base).size == 100 * MIB


def test_a_linked_evidence_folder_is_refused(source: Path, base: Path) -> None:
    (base / "evidence").symlink_to(source.parent)
    with pytest.raises(EvidenceError, match="link"):
        take_in(source, base)
    (base / "evidence").unlink()
    (base / "evidence").write_text("a file")
    with pytest.raises(EvidenceError, match="stands where"):
        take_in(source, base)


LISTED = [
    "evidence",
    "evidence/" + "a" * 290,
    "a/" * 149 + "a",
    "evidence/pipe",
    "\ud800",
]


@pytest.mark.parametrize("name", LISTED)
def test_a_listed_name_that_is_no_file_is_just_missing(name: str, base: Path) -> None:
    (base / "evidence").mkdir()
    os.mkfifo(base / "evidence" / "pipe")
    listed = item("x").model_copy(update={"file": name})
    (seen,) = observe([listed], base)
    assert seen.sha256 is None
    assert look_at(base, name) is None
    assert digest_of(base) is None


def test_what_lies_unlisted_is_found_without_following_links(base: Path) -> None:
    folder = base / "evidence"
    (folder / "sub").mkdir(parents=True)
    (folder / "listed.txt").touch()
    (folder / "sub" / "stray.txt").touch()
    (folder / ".keep").touch()
    (folder / "door").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    found = unlisted(base, [item("./evidence/listed.txt")])
    assert found == ["evidence/door", "evidence/pipe", "evidence/sub/stray.txt"]
    assert unlisted(base / "nowhere", []) == []


def test_a_look_keeps_only_the_beginning() -> None:
    looker = Looker()
    for _ in range(5):
        looker.feed(bytes(MIB))
    assert (len(looker.look().head), looker.look().size) == (4096, 5 * MIB)
