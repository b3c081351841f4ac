"""Many writers, slow readers: nothing is lost, nobody is turned away."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from audit.register.store import create_register
from tests.register.backends import AT, Backend, InFolder, OnServer, made, new, opened


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


def test_threads_share_one_register(backend: Backend) -> None:
    with made(backend) as register, ThreadPoolExecutor(6) as threads:
        news = [[new(b"%d" % n, subject=f"t{n}")] for n in range(18)]
        done = list(threads.map(lambda batch: register.accept(batch, AT), news))
        assert sorted(record.number for (record,) in done) == list(range(18))
        assert register.head().size == 18


def whole(backend: InFolder) -> Iterator[Path]:
    return backend.folder.glob("blobs/*/" + "?" * 64)


def test_a_sweep_between_writing_and_recording_does_no_harm(tmp_path: Path) -> None:
    backend = InFolder(tmp_path / "r")
    with made(backend, b"one") as register, ThreadPoolExecutor(1) as thread:
        with (backend.folder / "register.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            waiting = thread.submit(register.accept, [new(b"two", subject="r9")], AT)
            written = list(whole(backend))
            while len(written) < 2:
                time.sleep(0.01)
                assert not waiting.done()
                written = list(whole(backend))
            for path in written:
                path.unlink()
        (record,) = waiting.result()
        assert register.read(record) == b"two"


def test_both_places_keep_the_very_same_log(tmp_path: Path, server: OnServer) -> None:
    contents = [b"1", b"2", b"1", "Київ".encode(), b""]
    with (
        made(InFolder(tmp_path / "r"), *contents) as one,
        made(server, *contents) as two,
    ):
        assert list(one.rows()) == list(two.rows())
        assert one.head() == two.head()
