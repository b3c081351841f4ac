"""Tell from outside in which phase of its work a writer of a register is."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from mmap import mmap
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from audit.register import blobs
from audit.register.places import Server
from audit.register.sealing import Age
from audit.register.store import Register

#: In the order of one ``accept``; contents in a database have the last ones only.
PHASES = (
    "begin",
    "seal",
    "create",
    "sync file",
    "rename",
    "sync folder",
    "lock",
    "statement",
    "commit",
    "promise",
)
Work = Callable[..., Any]


def phases_of(register: Register) -> list[str]:
    """Return the phases that a writer of this register comes through again and again."""
    never = {"begin"} if register.readers else {"begin", "seal"}
    if isinstance(register.place, Server):
        never |= {"create", "sync file", "rename", "sync folder", "lock"}
    return [phase for phase in PHASES if phase not in never]


@contextmanager
def marking(mark: mmap) -> Iterator[None]:
    """Write the number of the present phase into shared memory.

    Everything runs as always; only the begin of a phase is noted on the way to it.
    Meant for a child that is going to be killed: nothing is taken back. Some phases
    are shorter than anybody outside can aim at: the memory's second byte names one at
    whose begin the process dies by itself, the third says at which of its begins.
    """

    def noting(phase: str, work: Work) -> Work:
        number = PHASES.index(phase)

        def run(*words: Any, **named: Any) -> Any:
            mark[0] = number
            if mark[1] == number:
                mark[2] -= 1
                if mark[2] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return work(*words, **named)

        return run

    Age.seal = noting("seal", Age.seal)  # type: ignore[method-assign]
    os.open = noting("create", os.open)
    os.fsync = noting("sync file", os.fsync)
    os.replace = noting("rename", os.replace)
    blobs.sync_folder = noting("sync folder", blobs.sync_folder)
    fcntl.flock = noting("lock", fcntl.flock)
    os.write = noting("promise", os.write)
    note = {name: noting(name, lambda *_: None) for name in ("statement", "commit")}
    event.listen(Engine, "before_cursor_execute", note["statement"])
    event.listen(Engine, "commit", note["commit"])
    mark[0] = 0
    yield
