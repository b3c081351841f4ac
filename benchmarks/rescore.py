"""A whole register again: from an export in columns, and from documents by each crew.

The responses are those of ``columnar.py``: 300 answers, 400 different ones, repeated.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from columnar import enlarged_questionnaire, responses
from harness import Rounds, Row, interleaved, ratio_row
from material import ANSWERS, AS_OF, assessed

from audit.bulk.answers import rescore_answers
from audit.bulk.crew import Alone, Crew, crew_of
from audit.bulk.model import Brief, Engine, Item
from audit.bulk.opening import pack
from audit.bulk.running import Job
from audit.bulk.running import run as run_jobs
from audit.canonical import canonical
from audit.columnar.ingest import ingest
from audit.columnar.library import pl
from audit.columnar.store import write_parquet
from audit.errors import EnvironmentProblem

ROWS, PART, DIFFERENT = 100_000, 10_000, 400
#: Documents of a measured run; the columns need more to make up for their fixed cost.
DOCUMENTS = 200


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of judging again, per response."""
    few = items(DOCUMENTS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        export(folder / "export", ROWS)
        pool = stack.enter_context(crew_of(2))
        cluster = stack.enter_context(dask(folder))
        crews: list[tuple[str, Crew, Engine]] = [
            ("this process", Alone(), "exact"),
            ("2 processes", pool, "exact"),
            ("Dask, 2 workers", cluster, "exact"),
            ("columns, this process", Alone(), "columnar"),
        ]
        actions = [
            lambda c=crew, e=engine: judged(c, e, few) for _, crew, engine in crews
        ]
        exported, *times = interleaved(
            lambda: from_export(folder / "export"), *actions, rounds=rounds.heavy
        )
    scaled = replace(
        exported, seconds=tuple(s * DOCUMENTS / ROWS for s in exported.seconds)
    )
    floor = times[0], "exact, one process"
    shown = exported.shown()
    name = f"{ROWS:,} × {ANSWERS} answers, export"
    lines = [ratio_row(name, (scaled, shown), floor, percent=True)]
    for (crew, _, _), own in zip(crews, times, strict=True):
        each = own, own.shown(DOCUMENTS)
        lines.append(ratio_row(f"documents, {crew}, each", each, floor))
    return lines


def from_export(folder: Path) -> int:
    """Judge an export and return how many rows came of it."""
    policy = assessed().case.policy
    return sum(1 for _ in rescore_answers(folder, policy, AS_OF, lambda *_: None))


def judged(crew: Crew, engine: Engine, given: tuple[Item, ...]) -> int:
    """Judge documents and return how many have a verdict."""
    size = 25 if engine == "exact" else 250
    own = replace(brief(), engine=engine)
    parts = (given[start : start + size] for start in range(0, len(given), size))
    jobs = (Job(None, own, part) for part in parts)
    found = sum(o.verdict is not None for _, os in run_jobs(crew, jobs) for o in os)
    if found != len(given):
        raise RuntimeError(f"{len(given) - found} were not judged")
    return found


@cache
def brief() -> Brief:
    """Return how everything here is judged."""
    policy = pack(canonical(assessed().case.policy.data))
    asked = pack(canonical(enlarged_questionnaire().document.data))
    return Brief(policy, asked, AS_OF, "exact", "benchmark")


def items(count: int) -> tuple[Item, ...]:
    """Return so many responses as documents, some answers of each left out."""
    rng = random.Random(1)  # noqa: S311
    base = dict(assessed().case.response.data)
    base["questionnaire"] = {k: base["questionnaire"][k] for k in ("id", "version")}
    every = next(responses()).response.answers
    given = base["answers"]
    copied = {name: given[_original(name)] for name in every}
    found = []
    for number in range(count):
        answers = dict(copied)
        for name in rng.sample(sorted(answers), rng.choice([0, 3, 20])):
            del answers[name]
        data = {**base, "response_id": f"r-{number:06}", "answers": answers}
        found.append(Item(f"r-{number}", pack(canonical(data)), observed=()))
    return tuple(found)


def _original(name: str) -> str:
    """Return the question that a copy was made of."""
    given = assessed().response.answers
    own = [i for i, answer in given.items() if answer.state == "answered"]
    return name if name in given else own[int(name.removeprefix("more-")) % len(own)]


def export(folder: Path, rows: int) -> None:
    """Write an export of so many responses."""
    loaded = enlarged_questionnaire()
    name = f"{loaded.record.id}@{loaded.record.version}"
    frame = ingest(loaded.record, list(islice(responses(), DIFFERENT)))
    part = pl.concat([frame] * (PART // DIFFERENT)).rechunk()
    (folder / "questionnaires").mkdir(parents=True)
    asked = folder / "questionnaires" / f"{name}.json"
    asked.write_bytes(canonical(loaded.document.data))
    place = folder / "answers" / f"questionnaire={name}"
    write_parquet([part] * (rows // PART), place, loaded.digest)
    old = ("decision", "rating", "residual", "score", "policy", "as_of")
    listed = {
        "vendor": [f"vendor-{number:06}" for number in range(rows)],
        "response": [f"r-{number:06}" for number in range(rows)],
        "response_digest": [frame["response_digest"][0]] * rows,
        "questionnaire": [name] * rows,
        **{f"old_{part}": pl.Series([None] * rows, dtype=pl.String) for part in old},
    }
    pl.DataFrame(listed).write_parquet(folder / "responses.parquet")


@contextmanager
def dask(folder: Path) -> Iterator[Crew]:
    """Yield a cluster of two worker processes."""
    note = folder / "scheduler.json"
    python = [sys.executable, "-W", "ignore", "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    words = [*python, "distributed.cli.dask_scheduler", "--port", "0"]
    words += ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(note)]
    started = [subprocess.Popen(words, **quiet)]  # type: ignore[call-overload]
    more = [*python, "distributed.cli.dask_worker", "--scheduler-file", str(note)]
    more += ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
    try:
        started += [subprocess.Popen(more, **quiet) for _ in range(2)]  # type: ignore[call-overload]
        with ExitStack() as stack:
            yield _both(stack, note)
    finally:
        for process in started:
            process.kill()
            process.wait()


def _both(stack: ExitStack, note: Path) -> Crew:
    """Wait until both workers are there."""
    for _ in range(600):
        sleep(0.1)
        if not note.exists():
            continue
        try:
            address = json.loads(note.read_text())["address"]
            crew = stack.enter_context(crew_of(1, address))
        except (EnvironmentProblem, ValueError):
            continue
        if crew.window == 4:
            return crew
    raise RuntimeError("the cluster did not start")
