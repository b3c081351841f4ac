"""What is seen of evidence files: only plain files inside the folder, up to a limit."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from audit import evidence_files
from audit.evidence.model import Observation
from audit.evidence_files import digest_of, observe, safe_path
from audit.response.evidence_item import EvidenceItem
from tests import builders as b

CONTENT = b"Certificate\n"
SHA = hashlib.sha256(CONTENT).hexdigest()
FOUND = Observation(id="x", sha256=SHA, size=len(CONTENT))
NOTHING = Observation(id="x")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "case"
    (inside / "evidence" / "deep").mkdir(parents=True)
    for path in ("evidence/a.txt", "evidence/deep/b.txt", "їжак 1.txt", "..c.txt"):
        (inside / path).write_bytes(CONTENT)
    (tmp_path / "outside.txt").write_bytes(CONTENT)
    return inside


def seen(folder: Path, name: str) -> Observation:
    (found,) = observe([EvidenceItem.model_validate(b.item("x", file=name))], folder)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "evidence/a.txt",
        "evidence/deep/b.txt",
        "./evidence/./a.txt",
        "evidence//a.txt",
        "їжак 1.txt",
        "..c.txt",
    ],
)
def test_a_plain_file_inside_the_folder_is_seen(folder: Path, name: str) -> None:
    assert seen(folder, name) == FOUND


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "evidence/../../outside.txt",
        "evidence/deep/../a.txt",
        "..",
        ".",
        "/etc/hostname",
        "//etc/hostname",
        "C:/outside.txt",
        "evidence\\a.txt",
        "..\\outside.txt",
        "evidence/a.txt:stream",
        "evidence/a.txt\0.pdf",
    ],
    ids=lambda name: name.replace("\0", "NUL"),
)
def test_a_name_that_leads_elsewhere_shows_nothing(folder: Path, name: str) -> None:
    assert safe_path(folder, name) is None
    assert seen(folder, name) == NOTHING


def test_an_absolute_name_of_a_file_inside_shows_nothing(folder: Path) -> None:
    assert seen(folder, str(folder / "evidence" / "a.txt")) == NOTHING


def test_an_empty_name_leads_nowhere(folder: Path) -> None:
    assert safe_path(folder, "") is None


@pytest.mark.parametrize(
    "name",
    [
        "evidence/none.txt",
        "none/a.txt",
        "evidence/a.txt/b.txt",
        "evidence",
        "evidence/",
        "x" * 300,
        "evidence/\ud800.txt",
    ],
    ids=["gone", "no_folder", "file_as_folder", "folder", "slash", "long", "surrogate"],
)
def test_what_is_no_file_shows_nothing(folder: Path, name: str) -> None:
    path = safe_path(folder, name)
    assert path is None or digest_of(path) is None


@pytest.mark.parametrize("target", ["evidence/a.txt", "../outside.txt", "gone.txt"])
def test_a_link_shows_nothing_wherever_it_leads(folder: Path, target: str) -> None:
    (folder / "link.txt").symlink_to(folder / target)
    assert seen(folder, "link.txt") == NOTHING
    assert digest_of(folder / "link.txt") is None


def test_a_linked_folder_shows_nothing(folder: Path) -> None:
    (folder / "linked").symlink_to(folder / "evidence")
    assert seen(folder, "linked/a.txt") == NOTHING


def test_a_linked_case_folder_is_the_assessors_own_choice(folder: Path) -> None:
    (folder.parent / "desk").symlink_to(folder)
    assert seen(folder.parent / "desk", "evidence/a.txt") == FOUND


def test_a_hard_link_is_a_plain_file(folder: Path) -> None:
    os.link(folder / "evidence" / "a.txt", folder / "hard.txt")
    assert seen(folder, "hard.txt") == FOUND


def test_a_pipe_shows_nothing_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert seen(folder, "pipe.txt") == NOTHING


def test_a_socket_shows_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        assert seen(folder, "s.txt") == NOTHING


def test_a_device_shows_nothing() -> None:
    assert seen(Path("/dev"), "zero") == NOTHING


def test_an_empty_file_is_seen(folder: Path) -> None:
    (folder / "empty.txt").touch()
    empty = hashlib.sha256(b"").hexdigest()
    assert seen(folder, "empty.txt") == Observation(id="x", sha256=empty, size=0)


def test_a_file_over_the_limit_is_not_read(folder: Path) -> None:
    limit = evidence_files.MAX_FILE_BYTES
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(1024**4)  # sparse: takes no room on the disk
    assert limit < 1024**4
    assert seen(folder, "huge.bin") == NOTHING


def test_the_limit_is_exact(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "MAX_FILE_BYTES", len(CONTENT))
    assert seen(folder, "evidence/a.txt") == FOUND
    monkeypatch.setattr(evidence_files, "MAX_FILE_BYTES", len(CONTENT) - 1)
    assert seen(folder, "evidence/a.txt") == NOTHING


def test_a_file_that_grows_while_it_is_read_is_left_at_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The kernel says that this file has no bytes, and then gives some.
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    found = digest_of(path)
    assert found is not None
    assert found[1] > 100
    monkeypatch.setattr(evidence_files, "MAX_FILE_BYTES", 100)
    assert digest_of(path) is None


def test_a_file_of_many_chunks_is_digested_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_files, "_CHUNK", 5)
    assert seen(folder, "evidence/a.txt") == FOUND


def test_each_item_is_looked_at_in_the_order_of_the_list(folder: Path) -> None:
    names = ("none.txt", "evidence/a.txt", "../outside.txt")
    items = [
        EvidenceItem.model_validate(b.item(f"e-{i}", file=name))
        for i, name in enumerate(names)
    ]
    assert observe(items, folder) == (
        Observation(id="e-0"),
        Observation(id="e-1", sha256=SHA, size=len(CONTENT)),
        Observation(id="e-2"),
    )


def test_no_descriptor_is_left_open(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    names = ("evidence/a.txt", "evidence", "pipe.txt", "none.txt", "../outside.txt")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in names * 20:
        seen(folder, name)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
