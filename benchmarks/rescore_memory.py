"""Peak memory of parent and workers: ``python rescore_memory.py KIND COUNT``.

``export`` judges an export of COUNT responses; ``documents`` hands COUNT documents of
300 answers to two processes; ``carried`` does the same, but the workers only unpack
them: so ten times as many take no hour. A run is a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from audit.bulk.answers import rescore_answers
from audit.bulk.crew import crew_of
from audit.bulk.judging import judge
from audit.bulk.model import Brief, Item, Outcome, Verdict
from audit.bulk.moves import moves
from audit.bulk.running import Job, run
from audit.loading import read_policy

CHUNK = 250


def carried(_: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    """Unpack each document and return a verdict of the usual size."""
    words = ("accept", "strong", "low", "high", "98.2", "1/3", "97.0", "99.0")
    return tuple(
        Outcome(Verdict(*words, 0, 0, 300, len(zlib.decompress(item.response))))
        for item in items
    )


def watched(
    work: Callable[..., tuple[Outcome, ...]], own: Brief, items: Sequence[Item]
) -> tuple[Outcome, ...]:
    """Do the work, and tell the worker's own peak so far, in MB."""
    made = work(own, items)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tuple(replace(outcome, facts={"peak": peak}) for outcome in made)


def documents(count: int, work: Callable[..., tuple[Outcome, ...]]) -> list[int]:
    """Hand documents to two processes; keep every result, as a run does.

    Returned are the peaks that each result came with.
    """
    from rescore import brief, items

    given, own = cycle(items(200)), replace(brief(), engine="columnar")

    def jobs() -> Iterator[Job]:
        for start in range(0, count, CHUNK):
            part = islice(given, min(CHUNK, count - start))
            # Each a document of its own, as if it had just been read.
            read = (replace(i, response=bytes(bytearray(i.response))) for i in part)
            yield Job(None, own, tuple(read))

    with crew_of(2) as pool:
        watching = partial(watched, work)
        rows = [o for _, made in run(pool, jobs(), watching) for o in made]
    return [outcome.facts["peak"] for outcome in rows]


def main() -> None:
    """Measure one run and print it."""
    kind, count = sys.argv[1], int(sys.argv[2])
    begun = perf_counter()
    if kind == "export":
        done, peak = _export(count), "none"
    else:
        peaks = documents(count, judge if kind == "documents" else carried)
        done, peak = len(peaks), f"{max(peaks)} MB"
    seconds = perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{kind} {done:,}: parent {own} MB, worker {peak}, {seconds:.1f} s")


def _export(count: int) -> int:
    with TemporaryDirectory() as name:
        folder = Path(name) / "export"
        # Made by another process: what that takes is not measured.
        made = (
            "import sys, pathlib, rescore;"
            "rescore.export(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
        )
        command = [sys.executable, "-c", made, str(folder), str(count)]
        subprocess.run(command, cwd=Path(__file__).parent, check=True)
        policy = read_policy("contact-centre-baseline")
        pairs = rescore_answers(folder, policy, date(2026, 11, 24), lambda *_: None)
        return len(moves(pairs))


if __name__ == "__main__":
    main()
