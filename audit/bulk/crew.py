"""Who does the work: this process, a pool of processes, or a Dask cluster.

All three are executors of ``concurrent.futures``; beside ``submit``, running needs to
know how much to have in flight and what to do after a worker died.
"""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from audit.cases import engine_version
from audit.errors import EnvironmentProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from multiprocessing.context import BaseContext

Result = TypeVar("Result")
#: Seconds without any worker of a cluster before it counts as lost.
PATIENCE = 60


class Crew(Protocol):
    """Workers that take calls; ``window`` is how many calls may be in flight."""

    window: int

    def submit(self, work: Callable[..., Result], *given: Any) -> Future[Result]:
        """Have a call done."""

    def renew(self, error: Exception) -> None:
        """Make good what the worker took along that died of the error."""

    def lost(self) -> bool:
        """Tell whether no worker is left to wait for."""


class Alone:
    """This very process, for little work."""

    window = 1

    def submit(self, work: Callable[..., Result], *given: Any) -> Future[Result]:
        """Do it now."""
        done: Future[Result] = Future()
        try:
            done.set_result(work(*given))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            done.set_exception(error)
        return done

    def renew(self, error: Exception) -> None:
        """Nothing is ever lost."""

    def lost(self) -> bool:
        """Never."""
        return False


class Pool:
    """Processes of this machine, from one that has no threads: Polars needs that."""

    def __init__(self, processes: int) -> None:
        self.processes, self.window = processes, 2 * processes
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        threads = str(max(1, (os.cpu_count() or 1) // self.processes))
        return ProcessPoolExecutor(self.processes, _context(), _settle, (threads,))

    def submit(self, work: Callable[..., Result], *given: Any) -> Future[Result]:
        """Have a call done by a process; a pool that broke meanwhile tells later."""
        try:
            return self._pool.submit(work, *given)
        except BrokenExecutor as error:
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def renew(self, error: Exception) -> None:
        """Start other processes; one that is dead makes the whole pool useless."""
        if isinstance(error, BrokenExecutor):
            self.close()
            self._pool = self._new()

    def lost(self) -> bool:
        """Never: a dead process is noticed at once."""
        return False

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Return how processes start: from one that has all loaded but Polars."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["audit.bulk.judging"])
    return context


def _settle(threads: str) -> None:
    """Share the cores before Polars is loaded, and end with the parent.

    A worker whose parent was killed would wait for its next call for ever.
    """
    os.environ["POLARS_MAX_THREADS"] = threads
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Cluster:
    """The workers of a Dask scheduler; they have this very version installed."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)
        self.window = 2 * max(1, sum(client.nthreads().values()))

    def submit(self, work: Callable[..., Result], *given: Any) -> Future[Result]:
        """Have a call done; if the worker dies, the scheduler takes another one."""
        return self._executor.submit(work, *given)

    def renew(self, error: Exception) -> None:
        """The scheduler does that; without it there is no going on."""
        if self._client.status != "running":
            message = f"the scheduler is gone: {error}"
            raise EnvironmentProblem.of(_gone(message)) from error

    def lost(self) -> bool:
        """Tell whether the scheduler has no workers at present."""
        self.renew(TimeoutError("no answer"))
        return not self._client.nthreads()


@contextmanager
def crew_of(processes: int, scheduler: str | None = None) -> Iterator[Crew]:
    """Yield a crew: a cluster by its address, else so many processes, 1 being this."""
    if scheduler is not None:
        with _connected(scheduler) as client:
            yield Cluster(client)
    elif processes == 1:
        yield Alone()
    else:
        pool = Pool(processes)
        try:
            yield pool
        finally:
            pool.close()


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'vendor-audit[cluster]'"
        message = "a Dask cluster needs the package distributed"
        raise EnvironmentProblem.of(Problem("cluster", message, "", hint)) from None
    try:
        made: Any = Client
        client = made(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"{scheduler}: no scheduler answers: {error}"
        raise EnvironmentProblem.of(_gone(message)) from None
    with client:
        if not client.nthreads():
            raise EnvironmentProblem.of(_gone(f"{scheduler} has no workers"))
        _refuse_others(client)
        yield client


def _refuse_others(client: Any) -> None:
    """Refuse workers with another version of this package: they may judge otherwise."""
    own = engine_version()
    found = client.run(engine_version)
    if others := {at: theirs for at, theirs in found.items() if theirs != own}:
        at, theirs = next(iter(others.items()))
        message = f"{len(others)} workers have another version: {at} has {theirs}"
        hint = f"install {own} there"
        raise EnvironmentProblem.of(Problem("cluster", message, "", hint))


def _gone(message: str) -> Problem:
    hint = "start it, and some workers; with --work what is done already is kept"
    return Problem("cluster", message, "", hint)
