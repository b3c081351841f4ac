"""Everyone's report: one PDF a response, those that are finished not drawn again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.bulk.model import Item, Outcome
from audit.bulk.rescoring import read
from audit.bulk.running import Job, run
from audit.register.blobs import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from audit.bulk.crew import Crew
    from audit.bulk.model import Task
    from audit.bulk.rescoring import Chunk, Rescoring
    from audit.questionnaire.model import Language

_OTHER = re.compile(r"[^a-z0-9]+")


def draw(
    found: Rescoring,
    crew: Crew,
    folder: Path,
    language: Language,
    tell: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[Task, str]]:
    """Draw each task's report into the folder; yield those that failed, and why.

    A file's name holds a digest of everything that the report shows, so one that is
    there needs no drawing. What cannot be judged at all is not tried.
    """
    exact = replace(found.brief, engine="exact", full=False, language=language)
    drawing = replace(
        found,
        briefs={
            name: replace(exact, questionnaire=brief.questionnaire)
            for name, brief in found.briefs.items()
        },
    )
    folder.mkdir(parents=True, exist_ok=True)
    drawn = run(crew, _jobs(drawing, folder))
    for done, ((chunk, unread), outcomes) in enumerate(drawn, 1):
        tell(done)
        (task,) = chunk.tasks
        for outcome in (unread,) if unread else outcomes:
            if outcome.fault:
                yield task, outcome.fault
            else:
                write_whole(path_of(folder, chunk), outcome.content)


def path_of(folder: Path, chunk: Chunk) -> Path:
    """Return where the report of a chunk of one task is written."""
    (task,) = chunk.tasks
    name = _OTHER.sub("-", f"{task.vendor} {task.response}".lower()).strip("-")
    return folder / f"{name[-120:]}.{chunk.key[:16]}.pdf"


def _jobs(found: Rescoring, folder: Path) -> Iterator[Job]:
    for chunk in found.chunks(1):
        nothing: tuple[Chunk, Outcome | None] = chunk, None
        if path_of(folder, chunk).exists():
            yield Job(nothing, chunk.brief, ())
            continue
        item = read(found.source, chunk.tasks[0])
        if isinstance(item, Item):
            yield Job(nothing, chunk.brief, (item,))
        else:
            yield Job((chunk, item), chunk.brief, ())
