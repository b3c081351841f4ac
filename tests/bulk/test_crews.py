"""Whoever does the work, the results are the same; dead workers lose nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from audit.bulk.crew import Alone, Cluster, Crew, Pool, crew_of
from audit.bulk.keeping import Kept
from audit.bulk.model import Outcome, Task
from audit.bulk.recorded import Recorded
from audit.bulk.rescoring import Rescoring, Wanted, _jobs, prepare, rescore
from audit.bulk.running import TRIES, run
from audit.errors import EnvironmentProblem
from audit.loading import read_policy
from audit.register.store import Register, open_register
from tests.bulk import works
from tests.bulk.scene import AS_OF, POLICY, make_register

COUNT, SIZE = 24, 3
Pairs = list[tuple[Task, Outcome]]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    folder = tmp_path_factory.mktemp("crews") / "register"
    with open_register(make_register(folder, COUNT)) as opened:
        yield opened


def prepared(register: Register, size: int = SIZE) -> Rescoring:
    wanted = Wanted(read_policy(POLICY), AS_OF, engine="exact", size=size)
    return prepare(Recorded(register), wanted)


def judged(register: Register, crew: Crew) -> Pairs:
    return list(rescore(prepared(register), crew, Kept(None)))


def outcomes(
    register: Register, crew: Crew, work: Callable[..., object]
) -> list[Outcome]:
    jobs = _jobs(prepared(register), Kept(None))
    return [one for _, made in run(crew, jobs, work) for one in made]  # type: ignore[arg-type]


def test_processes_give_what_this_process_gives(register: Register) -> None:
    with crew_of(1) as alone, crew_of(2) as pool:
        assert isinstance(alone, Alone)
        assert isinstance(pool, Pool)
        serial = judged(register, alone)
        assert judged(register, pool) == serial
    assert len({task.vendor for task, _ in serial}) == COUNT
    assert all(outcome.verdict for _, outcome in serial)


def test_a_killed_process_loses_nothing_and_doubles_nothing(
    register: Register, tmp_path: Path
) -> None:
    mark = tmp_path / "killed"
    with crew_of(2) as pool:
        found = outcomes(register, pool, partial(works.killed_once, mark))
    assert mark.exists()
    assert found == [outcome for _, outcome in judged(register, Alone())]


@pytest.mark.parametrize("work", [works.poisoned, works.raising])
def test_what_fails_its_worker_each_time_is_found_and_listed(
    register: Register, work: Callable[..., object]
) -> None:
    with crew_of(2) as pool:
        found = outcomes(register, pool, work)
    serial = [outcome for _, outcome in judged(register, Alone())]
    (index,) = [n for n, outcome in enumerate(found) if outcome.fault]
    assert found[index].fault.startswith(
        f"{works.POISON}: failed its worker {TRIES} times"
    )
    assert found[index].passing
    assert found[:index] + found[index + 1 :] == serial[:index] + serial[index + 1 :]
    (task,) = [
        t for t in prepared(register).tasks if f"record {t.inputs[0]}" == works.POISON
    ]
    assert prepared(register).tasks[index] == task


def test_processes_end_with_the_command_that_was_killed() -> None:
    script = """if True:
        import os, time
        from audit.bulk.crew import Pool
        pool = Pool(2)
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(600)
    """
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        worker = Path("/proc") / killed.stdout.readline().decode().strip()
        assert worker.is_dir()
        killed.kill()
    for _ in range(600):
        if not worker.is_dir():
            return
        time.sleep(0.1)
    pytest.fail("a process outlived its command")


@contextmanager
def dask(
    folder: Path, workers: int
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own."""
    note = folder / "scheduler.json"
    common = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, "POLARS_MAX_THREADS": "1"}
    python = [sys.executable, "-W", "ignore", "-m"]
    words = [
        *python,
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
    ]
    words += ["--no-dashboard", "--scheduler-file", str(note)]
    started = [subprocess.Popen(words, env=env, **common)]  # type: ignore[call-overload]
    try:
        for number in range(workers):
            more = [
                *python,
                "distributed.cli.dask_worker",
                "--scheduler-file",
                str(note),
            ]
            more += ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
            more += ["--local-directory", str(folder / f"worker-{number}")]
            started.append(subprocess.Popen(more, env=env, **common))  # type: ignore[call-overload]
        yield address_of(note), started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def address_of(note: Path) -> str:
    import json

    for _ in range(600):
        if note.exists() and (text := note.read_text()):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    pytest.fail("the scheduler did not start")


def both_there(crew: Cluster) -> None:
    for _ in range(600):
        if len(crew._client.nthreads()) == 2:
            return
        time.sleep(0.1)
    pytest.fail("the workers did not start")


def test_a_cluster_gives_the_same_though_a_worker_is_killed_amid_it(
    register: Register, tmp_path: Path
) -> None:
    serial = judged(register, Alone())
    with dask(tmp_path, 2) as (address, workers):
        found: Pairs = []
        with connected(address) as crew:
            both_there(crew)
            for pair in rescore(prepared(register, 2), crew, Kept(None)):
                if not found:
                    workers[0].send_signal(signal.SIGKILL)
                found.append(pair)
            assert len(crew._client.nthreads()) == 1
    assert found == serial


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    for _ in range(600):
        try:
            with crew_of(1, address) as crew:
                assert isinstance(crew, Cluster)
                yield crew
                return
        except EnvironmentProblem:
            time.sleep(0.1)
    pytest.fail("no worker came")
