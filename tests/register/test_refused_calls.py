"""When the disk fails or is full: a plain error, nothing half there, and on it goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from audit.cli.failures import ExitCode, exit_code
from audit.errors import AuditError, EnvironmentProblem
from audit.register.check import verify
from audit.register.store import Register, create_register, open_register
from tests.register.backends import AT, new
from tests.register.injecting import CALLS
from tests.register.programs import needs

#: Refusals that nobody notices: what is asked for is there already, or asked for again.
HARMLESS = {"openat", "mkdir"}
#: After these the system says nothing of what it did before the interruption.
UNSURE = {"fsync,fdatasync"}


@pytest.fixture(scope="module")
def refusals() -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.injecting"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


pytestmark = [pytest.mark.slow, needs("strace")]


def test_every_kind_of_call_was_refused_with_every_error(
    refusals: list[dict[str, Any]],
) -> None:
    seen = defaultdict(set)
    for found in refusals:
        seen[found["calls"]].add(found["error"])
    assert seen == {calls: set(errors) for calls, errors in CALLS.items()}
    assert len(refusals) > 100


def test_a_refused_call_is_told_plainly_or_made_good(
    refusals: list[dict[str, Any]],
) -> None:
    for found in refusals:
        assert found["code"] in {ExitCode.OK, ExitCode.ENVIRONMENT}, found
        assert bool(found["said"]) == (found["code"] != ExitCode.OK), found
        if found["code"]:
            assert "/register: " in found["said"], found
        elif found["error"] != "EINTR":
            assert found["calls"] in HARMLESS, found


def test_nothing_is_half_there_after_a_refused_call(
    refusals: list[dict[str, Any]],
) -> None:
    for found in refusals:
        assert found["sound"], found
        assert found["between"] in {0, 2}, found
        if found["code"] == ExitCode.OK:
            assert found["between"] == 2, found
        elif found["calls"] not in UNSURE:
            assert found["between"] == 0, found


def test_the_same_writer_goes_on_after_a_refused_call(
    refusals: list[dict[str, Any]],
) -> None:
    for found in refusals:
        assert found["again"] == ExitCode.OK, found
        assert found["kept"], found


def fill(register: Register, size: int) -> tuple[int, AuditError]:
    """Accept until something gives way; return how many were kept, and why no more."""
    kept = 0
    while kept < 1000:
        try:
            register.accept([new(os.urandom(size), subject=f"r{kept}")], AT)
        except AuditError as error:
            return kept, error
        kept += 1
    raise AssertionError("it never became full")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("size", [100, 30_000])
def test_a_full_disk_is_told_and_room_makes_it_go_on(
    small_disk: Path, size: int
) -> None:
    reserve = small_disk / "reserve"
    with create_register(small_disk / "register") as register:
        reserve.write_bytes(bytes(300_000))
        kept, error = fill(register, size)
        assert exit_code(error) == ExitCode.ENVIRONMENT
        assert "disk is full" in str(error) or "No space left" in str(error)
        assert register.head().size == kept > 3
        assert verify(register).passed
        reserve.unlink()
        (record,) = register.accept([new(os.urandom(size), subject="after")], AT)
        assert record.number == kept
        assert verify(register).passed


def test_a_database_that_may_not_grow_is_told_and_goes_on_when_it_may(
    tmp_path: Path,
) -> None:
    create_register(tmp_path / "r").close()

    def narrow(connection: Any, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 20")

    event.listen(Engine, "connect", narrow)
    try:
        with open_register(tmp_path / "r") as register:
            kept, error = fill(register, 10)
    finally:
        event.remove(Engine, "connect", narrow)
    assert isinstance(error, EnvironmentProblem)
    assert "database or disk is full" in str(error)
    with open_register(tmp_path / "r") as register:
        assert register.head().size == kept > 3
        assert verify(register).passed
        register.accept([new(subject="after")], AT)
        assert register.head().size == kept + 1
