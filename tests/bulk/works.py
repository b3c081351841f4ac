"""Work that kills its worker, where worker processes can import it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from audit.bulk.judging import judge
from audit.bulk.model import Brief, Item, Outcome

#: What kills the worker that opens it, each time.
POISON = "record 5"


def poisoned(brief: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    if any(item.name == POISON for item in items):
        os.kill(os.getpid(), signal.SIGKILL)
    return judge(brief, items)


def killed_once(mark: Path, brief: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    """Die at the first call of all."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return judge(brief, items)
    os.kill(os.getpid(), signal.SIGKILL)
    return ()


def raising(brief: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    if any(item.name == POISON for item in items):
        raise OverflowError("too large")
    return judge(brief, items)
