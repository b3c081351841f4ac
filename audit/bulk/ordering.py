"""``audit rescore`` as one call: an order in, rows and faults out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.bulk.answers import rescore_answers
from audit.bulk.crew import crew_of
from audit.bulk.drawing import draw
from audit.bulk.keeping import Kept
from audit.bulk.loose import Loose
from audit.bulk.moves import moves
from audit.bulk.recorded import Recorded
from audit.bulk.recording import recorded
from audit.bulk.rescoring import Wanted, prepare, rescore
from audit.loading import read_policy
from audit.registering.assessing import policy_of
from audit.registering.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from audit.bulk.model import Engine
    from audit.bulk.moves import Move
    from audit.bulk.rescoring import Rescoring, Source
    from audit.questionnaire.model import Language
    from audit.register.store import Register

    Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, and by whom; ``by`` records the assessments in that name."""

    policy: str
    as_of: date
    at: datetime
    every: bool = False
    keys: tuple[Path, Path] | None = None
    engine: Engine | None = None
    processes: int | None = None
    scheduler: str | None = None
    work: Path | None = None
    by: str | None = None
    reports: Path | None = None
    language: Language = "en"
    size: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """Every response with what moved, and the reports that could not be drawn."""

    engine: Engine
    moves: Sequence[Move]
    undrawn: Sequence[tuple[str, str]]
    kept: Kept

    @property
    def failed(self) -> int:
        """How many responses were not judged, and reports not drawn."""
        return len(self.undrawn) + sum(m.outcome.verdict is None for m in self.moves)


def rescore_register(register: Register, order: Order, tell: Tell) -> Done:
    """Judge a register's responses; nothing in it changes unless ``by`` is given."""
    keys = (*order.keys, order.at) if order.keys else None
    source = Recorded(register, order.every, keys)
    wanted = Wanted(
        policy=policy_of(Shelf(register), order.policy),
        as_of=order.as_of,
        engine=order.engine,
        full=order.by is not None,
        size=order.size,
    )
    kept = Kept(order.work, register.sealer)
    return _done(source, order, wanted, kept, tell, register)


def rescore_files(files: Sequence[Path], order: Order, tell: Tell) -> Done:
    """Judge responses that are files."""
    policy = read_policy(order.policy)
    wanted = Wanted(policy, order.as_of, order.engine, size=order.size)
    return _done(Loose(files), order, wanted, Kept(order.work), tell)


def rescore_export(folder: Path, order: Order, tell: Tell) -> Done:
    """Judge the typed answers of an export, here and in columns."""
    pairs = rescore_answers(
        folder,
        read_policy(order.policy),
        order.as_of,
        lambda n, whole: tell("responses", n, whole),
    )
    return Done("columnar", moves(pairs), (), Kept(None))


def _done(
    source: Source,
    order: Order,
    wanted: Wanted,
    kept: Kept,
    tell: Tell,
    register: Register | None = None,
) -> Done:
    found = prepare(source, wanted)
    whole = len(found.tasks)
    undrawn = []
    with crew_of(_processes(order, found), order.scheduler) as crew:
        pairs = rescore(found, crew, kept, lambda n: tell("responses", n, whole))
        if register is not None and order.by is not None:
            pairs = recorded(register, found, pairs, order.by, order.at)
        rows = moves(pairs)
        if order.reports is not None:
            drawn = draw(
                found,
                crew,
                order.reports,
                order.language,
                lambda n: tell("reports", n, whole),
            )
            undrawn = [(task.vendor, fault) for task, fault in drawn]
    return Done(found.brief.engine, rows, undrawn, kept)


def _processes(order: Order, found: Rescoring) -> int:
    """Return how many processes: as asked, else none but this for very little work."""
    if order.processes is not None:
        return order.processes
    size = found.size if order.reports is None else 1
    return max(1, min(os.cpu_count() or 1, -(-len(found.tasks) // size)))
