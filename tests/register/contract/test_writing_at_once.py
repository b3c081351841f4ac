"""Many writers, slow readers: nothing is lost, nobody is turned away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from audit.register.store import create_register
from tests.register.backends import AT, Backend, made, new, opened


def test_many_processes_write_without_loss_gap_or_refusal(backend: Backend) -> None:
    create_register(backend.where).close()
    command = [sys.executable, "-m", "tests.register.writers", backend.where]
    done = subprocess.run(
        [*command, "--writers", "32", "--each", "3"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("32 writers, 97 records, 0 failed")


def test_a_slow_reader_keeps_no_writer_waiting(backend: Backend) -> None:
    with made(backend, b"1", b"2", b"3") as reader, opened(backend) as writer:
        reading = reader.records()
        first = next(reading)
        writer.accept([new(b"4", subject="late")], AT)
        seen = [first, *reading]
    assert [record.number for record in seen] == [0, 1, 2]


def test_a_writer_goes_on_from_what_another_wrote(backend: Backend) -> None:
    with made(backend, b"1") as one, opened(backend) as other:
        other.accept([new(b"2", subject="by the other")], AT)
        (third,) = one.accept([new(b"3", subject="by the first")], AT)
        assert third.number == 2
        assert one.head() == other.head()
