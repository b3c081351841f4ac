"""A power cut at any point of a writer's work takes nothing that was promised.

What the test believes of a disk is in ``power.py``: nothing is safe that was not synced.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from audit.errors import AuditError
from audit.register.check import verify
from audit.register.store import create_register, open_register
from tests.register.power import (
    BATCHES,
    AnyPart,
    Disk,
    File,
    Folder,
    Kept,
    Loss,
    documents,
    record,
)
from tests.register.programs import needs

pytestmark = [pytest.mark.slow, needs("strace")]
NOTHING_LOST = Kept(bytes=True, names=True)


def losses(cut: int) -> list[Loss]:
    some = [AnyPart(Random(f"{cut} {turn}")) for turn in range(2)]
    return [Kept(), Kept(bytes=True), Kept(names=True), *some]


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content)


def wrong_with(folder: Path, promised: int) -> str:
    """Open what a cut left, as anybody would; tell what is wrong with it."""
    try:
        with open_register(folder) as register:
            outcome = verify(register)
            if not outcome.passed:
                return f"verify: {outcome.first}"
            found = [register.read(r) for r in register.records()]
    except AuditError as error:
        return str(error)
    wanted = [d.content for turn in range(BATCHES) for d in documents(turn)]
    size = len(documents(0))
    if len(found) < promised * size:
        return "a promised batch is lost"
    if len(found) % size or found != wanted[: len(found)]:
        return "a batch is there in part"
    return ""


def cuts(folder: Path, *forgotten: str) -> tuple[set[str], int]:
    """Cut the power after every call; return what was wrong, and the cuts that differ."""
    where = folder / "register"
    create_register(where).close()
    disk, seen, wrong = Disk(where), set(), set()
    for number, line in enumerate(record(where, *forgotten)):
        if not disk.play(line):
            continue
        for loss in losses(number):
            files = disk.left(loss)
            key = (disk.promised, tuple(files.items()))
            if key not in seen:
                seen.add(key)
                lay_out(files, folder / "left")
                wrong.add(wrong_with(folder / "left", disk.promised))
        if forgotten and wrong - {""}:
            return wrong - {""}, len(seen)
    assert disk.promised == BATCHES
    lay_out(disk.left(NOTHING_LOST), folder / "left")
    assert _files(folder / "left") == _files(where)  # the model is right
    return wrong - {""}, len(seen)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")  # SQLite makes it anew
    }


def test_no_power_cut_takes_what_was_promised(tmp_path: Path) -> None:
    wrong, different = cuts(tmp_path)
    assert wrong == set()
    assert different > 80


@pytest.mark.parametrize(
    ("forgotten", "message"),
    [
        ("folders", "is missing"),
        ("files", "was altered"),
        ("journal", "a promised batch is lost"),
    ],
)
def test_a_writer_that_forgets_to_sync_is_found_out_bad(
    tmp_path: Path, forgotten: str, message: str
) -> None:
    wrong, _ = cuts(tmp_path, forgotten)
    assert any(message in text for text in wrong), wrong


def test_the_model_keeps_what_was_synced_and_may_lose_the_rest() -> None:
    file = File()
    file.write(0, b"safe")
    file.sync()
    file.write(2, b"lost")
    folder = Folder({"a": file})
    folder.sync()
    folder.now["b"] = folder.now.pop("a")
    assert (Kept().file(file), Kept(bytes=True).file(file)) == (b"safe", b"salost")
    assert [*Kept().folder(folder), *Kept(names=True).folder(folder)] == ["a", "b"]
    parts = {AnyPart(Random(seed)).file(file) for seed in range(20)}
    assert parts == {b"safe", b"salost"}
