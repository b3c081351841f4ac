"""Judge many responses again: chunks of tasks, by a crew, kept when they are done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from audit.bulk.keeping import Kept, key_of
from audit.bulk.model import Brief, Item, Outcome, Task, told
from audit.bulk.opening import bench_of, pack
from audit.bulk.running import Job, run
from audit.canonical import canonical
from audit.cases import engine_version
from audit.documents import refuse, validate
from audit.errors import AuditError, InputError, UnknownKind
from audit.policy.model import Policy
from audit.policy.provenance import expired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from audit.bulk.crew import Crew
    from audit.bulk.model import Engine
    from audit.documents import Document

#: Items that are judged together: about a second of work, and in columns enough to make
#: up for a frame's fixed cost.
SIZES: dict[str, int] = {"exact": 25, "columnar": 250}
#: Below so many, the columns would not be ready before the others are done.
FEW = 100


class Source(Protocol):
    """Where responses come from."""

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be judged."""

    def questionnaire(self, name: str) -> Document:
        """Return a questionnaire by id@version."""

    def load(self, task: Task) -> Item:
        """Read a task's documents."""


@dataclass(frozen=True)
class Wanted:
    """By which policy, on which day, how; ``size`` is that of a chunk, 0 the usual."""

    policy: Document
    as_of: date
    engine: Engine | None = None
    full: bool = False
    size: int = 0


@dataclass(frozen=True)
class Chunk:
    """Tasks of one questionnaire that are judged together."""

    tasks: tuple[Task, ...]
    brief: Brief
    key: str


@dataclass
class Rescoring:
    """All that is to be done, and how: made by ``prepare``."""

    source: Source
    policy: Document
    brief: Brief
    size: int
    tasks: tuple[Task, ...]
    briefs: dict[str, Brief] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def policy_name(self) -> str:
        """The policy as id@version."""
        return f"{self.policy.data['id']}@{self.policy.data['version']}"

    def chunks(self, size: int = 0) -> Iterator[Chunk]:
        """Yield the tasks that can be judged, in chunks of one questionnaire."""
        size = size or self.size
        for name, group in groupby(self.tasks, lambda task: task.questionnaire):
            own = [task for task in group if not task.fault]
            if name not in self.briefs:
                continue
            for part in chunked(own, size):
                brief = self.briefs[name]
                yield Chunk(part, brief, key_of(brief, part))

    def unfit(self) -> Iterator[tuple[Task, Outcome]]:
        """Yield the tasks that cannot be judged at all, and why."""
        for task in self.tasks:
            fault = task.fault or self.faults.get(task.questionnaire)
            if fault:
                yield task, Outcome(fault=fault)


def prepare(source: Source, wanted: Wanted) -> Rescoring:
    """Return what is to be done, the engine chosen; InputError for a bad policy."""
    policy = validate(Policy, wanted.policy)
    refuse(expired(policy.layers, wanted.as_of), wanted.policy)
    tasks = sorted(source.tasks(), key=lambda t: (t.questionnaire, t.vendor))
    brief = Brief(
        policy=pack(canonical(wanted.policy.data)),
        questionnaire=b"",
        as_of=wanted.as_of,
        engine=wanted.engine or "exact",
        version=engine_version(),
        full=wanted.full,
    )
    found = Rescoring(source, wanted.policy, brief, wanted.size, tuple(tasks))
    for name in dict.fromkeys(task.questionnaire for task in tasks if not task.fault):
        _add(found, name)
    choosing = wanted.engine is None and not wanted.full and len(tasks) >= FEW
    if wanted.engine == "columnar" or choosing:
        _choose_columns(found, strict=wanted.engine is not None)
    found.size = found.size or SIZES[found.brief.engine]
    return found


def _add(found: Rescoring, name: str) -> None:
    """Add a questionnaire that the policy fits; else all of its tasks have a fault."""
    judged = found.policy.data["applies_to"]["questionnaire"]
    if judged != name.partition("@")[0]:
        message = f"answers '{name}', and the policy judges '{judged}'"
        found.faults[name] = f"{message} [bulk-questionnaire]"
        return
    try:
        document = found.source.questionnaire(name)
        brief = replace(found.brief, questionnaire=pack(canonical(document.data)))
        bench_of(brief.policy, brief.questionnaire, brief.as_of)
    except InputError as error:
        found.faults[name] = told(error)
    else:
        found.briefs[name] = brief


def _choose_columns(found: Rescoring, *, strict: bool) -> None:
    """Choose columns where the policy has such a form for every questionnaire."""
    from audit.columnar.score import scorer

    for brief in found.briefs.values():
        bench = bench_of(brief.policy, brief.questionnaire, brief.as_of)
        try:
            scorer(bench.plan, brief.as_of)
        except UnknownKind:
            if strict:
                raise
            return
    found.brief = replace(found.brief, engine="columnar")
    for name, brief in found.briefs.items():
        found.briefs[name] = replace(brief, engine="columnar")


def rescore(
    found: Rescoring,
    crew: Crew,
    kept: Kept,
    tell: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[Task, Outcome]]:
    """Yield every task with what it came to, the same whatever the crew.

    ``tell`` hears how many are done.
    """
    done = 0
    for tasks, outcomes in _judged(found, crew, kept):
        done += len(tasks)
        tell(done)
        yield from zip(tasks, outcomes, strict=True)
    yield from found.unfit()


def _judged(
    found: Rescoring, crew: Crew, kept: Kept
) -> Iterator[tuple[Sequence[Task], Sequence[Outcome]]]:
    for waiting, outcomes in run(crew, _jobs(found, kept)):
        if waiting.kept is not None:
            yield waiting.chunk.tasks, waiting.kept
            continue
        made = iter(outcomes)
        whole = tuple(unread or next(made) for unread in waiting.unread)
        kept.write(waiting.chunk.key, whole)
        yield waiting.chunk.tasks, whole


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A chunk on its way: kept outcomes, or those of tasks that could not be read."""

    chunk: Chunk
    kept: tuple[Outcome, ...] | None
    unread: tuple[Outcome | None, ...] = ()


def _jobs(found: Rescoring, kept: Kept) -> Iterator[Job]:
    for chunk in found.chunks():
        old = kept.read(chunk.key, len(chunk.tasks))
        if old is not None:
            yield Job(_Waiting(chunk, old), chunk.brief, ())
            continue
        loaded = [read(found.source, task) for task in chunk.tasks]
        items = tuple(item for item in loaded if isinstance(item, Item))
        unread = tuple(None if isinstance(item, Item) else item for item in loaded)
        yield Job(_Waiting(chunk, None, unread), chunk.brief, items)


def chunked(tasks: Sequence[Task], size: int) -> Iterator[tuple[Task, ...]]:
    """Yield the tasks in parts of a size."""
    for start in range(0, len(tasks), size):
        yield tuple(tasks[start : start + size])


def read(source: Source, task: Task) -> Item | Outcome:
    """Return a task's documents, or the fault that keeps them from being read."""
    try:
        return source.load(task)
    except AuditError as error:
        return Outcome(fault=told(error), passing=True)
    except OSError as error:
        return Outcome(fault=str(error), passing=True)
