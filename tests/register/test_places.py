"""How a register is named, which journal it gets, what a folder holds."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from pathlib import Path

import pytest

from audit.errors import EnvironmentProblem, InputError
from audit.register.engine import read_url, wal_is_safe
from audit.register.store import create_register, open_register
from tests.register.backends import AT, InFolder, made, new


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_where_it_is_sound(
    version: tuple[int, ...], safe: bool
) -> None:
    assert wal_is_safe(version) is safe


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with (
        create_register(tmp_path / "r") as register,
        register.place.reading() as connection,
    ):
        (journal,) = connection.exec_driver_sql("PRAGMA journal_mode").one()
        (level,) = connection.exec_driver_sql("PRAGMA synchronous").one()
    wanted = ("wal", 2) if wal_is_safe(sqlite3.sqlite_version_info) else ("delete", 3)
    assert (journal, level) == wanted


@pytest.mark.parametrize(
    "where",
    [
        "postgresql://olena:secret@host/audit",
        "postgresql://olena:@host/audit",
        "postgresql://host/audit?password=secret",
        "postgresql:///audit?user=olena&password=secret",
        "postgresql://host/audit?sslpassword=secret",
    ],
)
def test_a_password_in_a_url_is_refused_and_not_repeated_bad(where: str) -> None:
    with pytest.raises(InputError, match="a password in a URL") as caught:
        open_register(where)
    assert "secret" not in str(caught.value)
    assert "pgpass" in str(caught.value)
    assert read_url("postgresql://olena@host/audit").username == "olena"


@pytest.mark.parametrize(
    "where",
    ["mysql://host/audit", "postgresql+asyncpg://host/audit", "http://host", "://"],
)
def test_other_urls_are_refused_bad(where: str) -> None:
    with pytest.raises(InputError) as caught:
        open_register(where)
    assert (
        caught.value.problems[0].hint == "give a folder, or postgresql://host/database"
    )


def test_a_server_that_does_not_answer_is_named_bad(tmp_path: Path) -> None:
    where = f"postgresql://nobody@/audit?host={tmp_path}"
    with pytest.raises(EnvironmentProblem, match="No such file or directory") as caught:
        open_register(where)
    assert caught.value.problems[0].file.startswith("postgresql://nobody@/audit")


def test_a_folder_holds_contents_that_sha256sum_can_check(tmp_path: Path) -> None:
    backend = InFolder(tmp_path / "r")
    with made(backend, b"one") as register:
        (record,) = register.records()
    path = backend.folder / "blobs" / record.address[:2] / record.address
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert backend.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["notes.txt", "register.sqlite3"])
def test_a_folder_with_something_in_it_is_left_alone_bad(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(InputError, match="the folder is not empty"):
        create_register(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_without_its_database_is_not_given_a_new_one_bad(
    tmp_path: Path,
) -> None:
    made(InFolder(tmp_path / "r"), b"one").close()
    (tmp_path / "r/register.sqlite3").unlink()
    with pytest.raises(EnvironmentProblem, match="unable to open database file"):
        open_register(tmp_path / "r")
    assert not (tmp_path / "r/register.sqlite3").exists()


@pytest.mark.parametrize("body", [b"", b"{}", b'{"format":"audit-register/2"}'])
def test_damaged_settings_are_refused_bad(tmp_path: Path, body: bytes) -> None:
    made(InFolder(tmp_path / "r"), b"one").close()
    (tmp_path / "r/register.json").write_bytes(body)
    with pytest.raises(InputError, match="settings of the register are damaged"):
        open_register(tmp_path / "r")


def orphan(folder: Path, content: str, hours: int) -> Path:
    path = (
        folder / "blobs" / "ab" / ("ab" * 32 if content == "old" else "ab" * 31 + "cd")
    )
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    moment = (AT - dt.timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_sweep_takes_what_is_old_and_in_no_record(tmp_path: Path) -> None:
    backend = InFolder(tmp_path / "r")
    with made(backend, b"one") as register:
        (record,) = register.records()
        kept = backend.blob(record.address)
        os.utime(kept, (0, 0))
        old, young = (
            orphan(backend.folder, "old", 25),
            orphan(backend.folder, "young", 1),
        )
        half = old.with_name("abababab.part")
        half.write_text("half")
        os.utime(half, (0, 0))
        assert register.sweep(AT - dt.timedelta(days=1)) == 2
        assert (kept.exists(), old.exists(), young.exists(), half.exists()) == (
            True,
            False,
            True,
            False,
        )
        assert register.read(record) == b"one"


def test_what_is_recorded_again_is_young_again(tmp_path: Path) -> None:
    backend = InFolder(tmp_path / "r")
    with made(backend) as register:
        (record,) = register.accept([new(b"one")], AT)
        os.utime(backend.blob(record.address), (0, 0))
        register.accept([new(b"one", "review")], AT)
        assert backend.blob(record.address).stat().st_mtime > 0
