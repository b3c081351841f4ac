"""Have jobs done in order by a crew whose workers may die.

An item is never lost and never done twice: a job whose worker died is done again, alone
in the crew, then by halves, until the item that kills its worker each time stands alone
and gets a fault.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import wait
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from audit.bulk.crew import PATIENCE
from audit.bulk.judging import judge
from audit.bulk.model import Outcome
from audit.errors import EnvironmentProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from audit.bulk.crew import Crew
    from audit.bulk.model import Brief, Item

Outcomes = tuple[Outcome, ...]
#: How often an item may take its worker down before it is given up.
TRIES = 2
_LOOK = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """Items that are judged together; ``tag`` comes back with what they came to."""

    tag: Any
    brief: Brief
    items: tuple[Item, ...]


def run(
    crew: Crew, jobs: Iterable[Job], work: Callable[..., Outcomes] = judge
) -> Iterator[tuple[Any, Outcomes]]:
    """Yield each job's tag and outcomes, in order; few jobs are in memory at once."""
    waiting: deque[tuple[Job, Future[Outcomes] | None]] = deque()
    for job in jobs:
        own = crew.submit(work, job.brief, job.items) if job.items else None
        waiting.append((job, own))
        while len(waiting) > crew.window or (waiting and waiting[0][1] is None):
            yield _first(crew, work, waiting)
    while waiting:
        yield _first(crew, work, waiting)


def _first(
    crew: Crew,
    work: Callable[..., Outcomes],
    waiting: deque[tuple[Job, Future[Outcomes] | None]],
) -> tuple[Any, Outcomes]:
    job, own = waiting.popleft()
    if own is None:
        return job.tag, ()
    try:
        return job.tag, _result(crew, own)
    except EnvironmentProblem:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a worker died of
        return job.tag, _again(crew, work, job, waiting, error)


def _result(crew: Crew, own: Future[Outcomes]) -> Outcomes:
    _wait_for(crew, [own])
    return own.result()


def _wait_for(crew: Crew, futures: Sequence[Future[Outcomes]]) -> None:
    """Wait until all are done; EnvironmentProblem when no worker is left to do them."""
    since = monotonic()
    while wait(futures, timeout=_LOOK).not_done:
        if not crew.lost():
            since = monotonic()
        elif monotonic() - since > PATIENCE:
            message = f"no worker of the cluster is left since {PATIENCE} s"
            raise EnvironmentProblem.of(Problem("cluster", message))


def _again(
    crew: Crew,
    work: Callable[..., Outcomes],
    job: Job,
    waiting: deque[tuple[Job, Future[Outcomes] | None]],
    error: Exception,
) -> Outcomes:
    """Do a job again while nothing else is done: then it is sure which one is at fault.

    Others whose workers died with it are submitted anew.
    """
    _wait_for(crew, [other for _, other in waiting if other is not None])
    crew.renew(error)
    found = _by_halves(crew, work, job.brief, job.items)
    for index, (other, future) in enumerate(waiting):
        if future is not None and (future.cancelled() or future.exception()):
            waiting[index] = other, crew.submit(work, other.brief, other.items)
    return found


def _by_halves(
    crew: Crew, work: Callable[..., Outcomes], brief: Brief, items: tuple[Item, ...]
) -> Outcomes:
    reason = ""
    for _ in range(TRIES if len(items) == 1 else 1):
        try:
            return _result(crew, crew.submit(work, brief, items))
        except EnvironmentProblem:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a worker died of
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            crew.renew(error)
    if len(items) == 1:
        fault = f"{items[0].name}: failed its worker {TRIES} times ({reason})"
        return (Outcome(fault=fault, passing=True),)
    half = len(items) // 2
    parts = (items[:half], items[half:])
    return tuple(o for part in parts for o in _by_halves(crew, work, brief, part))
