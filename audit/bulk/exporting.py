"""A register as Parquet: typed answers, the responses they belong to, assessments.

answers/questionnaire=<id>@<version>/part-*.parquet   one row a response
questionnaires/<id>@<version>.json                    what was asked
responses.parquet                                     whose each row is, in order
assessments/part-*.parquet                            one row a recorded assessment
"""

from __future__ import annotations

import io
import shutil
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from audit.bulk.assessments import assessment_row, write
from audit.bulk.crew import crew_of
from audit.bulk.gathering import gather, in_parts
from audit.bulk.model import Before, Brief, Outcome, told
from audit.bulk.opening import pack
from audit.bulk.recorded import Recorded
from audit.bulk.rescoring import SIZES, chunked, read
from audit.bulk.running import Job, run
from audit.canonical import canonical
from audit.cases import engine_version
from audit.errors import AuditError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from audit.bulk.crew import Crew
    from audit.bulk.model import Task
    from audit.columnar.library import pl
    from audit.register.store import Register

    Tell = Callable[[str, int, int], None]

#: Rows of a part: of answers, wide; of assessments, deep.
ANSWERS, ASSESSMENTS = 10_000, 2_000
OLD = tuple(f"old_{field.name}" for field in fields(Before))


@dataclass
class Export:
    """How many rows were written, and what could not be."""

    responses: int
    assessments: int
    faults: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A chunk on its way: its tasks, and the faults of those that were not read."""

    tasks: tuple[Task, ...]
    unread: tuple[str, ...]


def export(
    register: Register,
    folder: Path,
    as_of: date,
    processes: int,
    tell: Tell,
    *,
    every: bool = False,
) -> Export:
    """Write a register into a new folder; InputError where there is one.

    The folder is there when it is whole. What is written is not sealed. A response that
    no longer checks is left out and listed.
    """
    if folder.exists():
        message, hint = f"{folder} exists", "name a new folder"
        raise InputError.of(Problem("bulk-folder", message, "", hint, str(folder)))
    half = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    (half / "questionnaires").mkdir(parents=True)
    source = Recorded(register, every)
    tasks = sorted(source.tasks(), key=lambda t: (t.questionnaire, t.vendor))
    done = Export(0, 0, [])
    rows: list[dict[str, Any]] = []
    with crew_of(processes) as crew:
        for name in dict.fromkeys(task.questionnaire for task in tasks):
            own = tuple(task for task in tasks if task.questionnaire == name)
            _answers(source, crew, half, name, own, as_of, rows, done)
            tell("responses", len(rows) + len(done.faults), len(tasks))
    _responses(half / "responses.parquet", rows)
    done.responses = len(rows)
    _assessments(register, half / "assessments", done)
    half.rename(folder)
    return done


def _answers(
    source: Recorded,
    crew: Crew,
    folder: Path,
    name: str,
    tasks: tuple[Task, ...],
    as_of: date,
    rows: list[dict[str, Any]],
    done: Export,
) -> None:
    from audit.columnar.store import write_parquet

    try:
        document = source.questionnaire(name)
    except AuditError as error:
        done.faults += [(task.vendor, told(error)) for task in tasks]
        return
    content = canonical(document.data)
    (folder / "questionnaires" / f"{name}.json").write_bytes(content)
    brief = Brief(b"", pack(content), as_of, "columnar", engine_version())
    frames = _frames(source, crew, brief, tasks, rows, done)
    place = folder / "answers" / f"questionnaire={name}"
    write_parquet(in_parts(frames, ANSWERS), place, document.digest)


def _frames(
    source: Recorded,
    crew: Crew,
    brief: Brief,
    tasks: tuple[Task, ...],
    rows: list[dict[str, Any]],
    done: Export,
) -> Iterator[pl.DataFrame]:
    """Yield the frames of the chunks, and add whose rows they are."""
    from audit.columnar.library import pl

    for gathered, outcomes in run(crew, _jobs(source, brief, tasks), gather):
        done.faults += [
            (task.vendor, fault)
            for task, fault in zip(gathered.tasks, gathered.unread, strict=True)
            if fault
        ]
        sent = [
            task
            for task, fault in zip(gathered.tasks, gathered.unread, strict=True)
            if not fault
        ]
        for task, outcome in zip(sent, outcomes, strict=True):
            if outcome.fault:
                done.faults.append((task.vendor, outcome.fault))
                continue
            rows.append(_row(task, outcome.facts["digest"]))
            if outcome.content:
                yield pl.read_ipc(io.BytesIO(outcome.content))


def _jobs(source: Recorded, brief: Brief, tasks: tuple[Task, ...]) -> Iterator[Job]:
    for part in chunked(tasks, SIZES["columnar"]):
        loaded = [read(source, task) for task in part]
        items = tuple(item for item in loaded if not isinstance(item, Outcome))
        unread = tuple(o.fault if isinstance(o, Outcome) else "" for o in loaded)
        yield Job(_Gathered(part, unread), brief, items)


def _row(task: Task, digest: str) -> dict[str, Any]:
    old = asdict(task.before) if task.before else {}
    return {
        "vendor": task.vendor,
        "response": task.response,
        "response_digest": digest,
        "questionnaire": task.questionnaire,
        "record": task.inputs[0],
        **{name: old.get(name.removeprefix("old_")) for name in OLD},
    }


def _responses(path: Path, rows: list[dict[str, Any]]) -> None:
    from audit.columnar.library import pl

    text = ("vendor", "response", "response_digest", "questionnaire")
    schema: dict[str, Any] = dict.fromkeys(text, pl.String)
    schema |= {"record": pl.Int64, **dict.fromkeys(OLD, pl.String)}
    pl.DataFrame(rows, schema=schema).write_parquet(path, compression="zstd")


def _assessments(register: Register, folder: Path, done: Export) -> None:
    folder.mkdir()
    rows: list[dict[str, Any]] = []
    part = 0
    for record in register.records("assessment"):
        try:
            rows.append(assessment_row(record, register.read(record)))
        except AuditError as error:
            done.faults.append((str(record.vendor), told(error)))
        if len(rows) == ASSESSMENTS:
            write(folder, part, rows)
            done.assessments, part, rows = done.assessments + len(rows), part + 1, []
    write(folder, part, rows)
    done.assessments += len(rows)
