"""Verify a register: recompute everything from the stored bodies and contents.

Nothing that is stored is believed: rows are read as they are, records, roots, frontier
and head are made again and compared, contents are hashed. What an insider recomputed
as well is told by heads kept outside alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from audit.errors import AuditError
from audit.register import tables
from audit.register.check_contents import content_faults
from audit.register.check_database import UNREADABLE, database_faults
from audit.register.check_head import StoredHead, head_faults, kept_faults
from audit.register.check_rows import Walk
from audit.register.faults import Fault, Faults, Step, Verification, numbered, step
from audit.register.store import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.register.checkpoint import Checkpoint
    from audit.register.store import Register

    Progress = Callable[[str, int, int], None]

_PAGE = 2000
_FIRST = -(2**62)
_NAMES = ("numbers", "bodies", "columns", "tree", "head", "contents", "kept heads")


def verify(
    register: Register,
    kept: Sequence[Checkpoint] = (),
    *,
    contents: bool = True,
    progress: Progress = lambda _what, _done, _all: None,
) -> Verification:
    """Return what became of each step.

    Args:
        register: with an identity, if it is sealed and contents are to be read.
        kept: heads kept outside, whose signatures are the caller's matter.
        contents: read every content too.
        progress: told what is being done, how much of it, of how much.
    """
    database = _database(register)
    if any(fault.code in UNREADABLE for fault in database.faults):
        later = [Step(0, name, "skipped", "not looked at") for name in _NAMES]
        return _verification(register, [database, *later], Walk())
    walk = Walk([head.size for head in kept])
    stored = _walk(register, walk, progress)
    size = walk.frontier.size
    steps = [
        database,
        step("numbers", walk.numbers, f"{size} records, numbered without a gap"),
        step("bodies", walk.bodies, "each is a record in its canonical form"),
        step("columns", walk.columns, "each repeats its body"),
        step("tree", walk.tree, "each root is that of the records up to it"),
        step("head", head_faults(stored, walk.frontier), "it is that of the records"),
        _contents(register, walk, progress) if contents else _left_out(),
        _kept(register, kept, walk),
    ]
    return _verification(register, steps, walk)


def _database(register: Register) -> Step:
    try:
        with register.place.reading() as connection:
            faults = database_faults(connection)
    except AuditError as error:
        faults = Faults()
        text = f"cannot be read: {error.message}"
        faults.add(Fault("database-unreadable", text, "database"))
    return step("database", faults, "its pages, tables and guards are sound")


def _walk(register: Register, walk: Walk, progress: Progress) -> StoredHead | None:
    """Take every row there is, whatever the head says; return the stored head."""
    with register.place.reading() as connection:
        state = connection.execute(tables.state()).one_or_none()
    size, root, frontier, last = state or (0, b"", b"", None)
    end = -1 if last is None else last
    try:
        for rows in _pages(register, end):
            for row in rows:
                walk.take(Row(*row))
            progress("records", rows[-1].number + 1, end + 1)
    except AuditError as error:
        text = f"nothing after it can be read: {error.message}"
        walk.numbers.add(Fault("record-unreadable", text, "", walk.frontier.size))
    walk.end(bytes(root))
    return (size, bytes(root), bytes(frontier)) if state else None


def _pages(register: Register, end: int) -> Iterator[Sequence[Any]]:
    after = _FIRST
    while after < end:
        query = tables.page(None, None, after, end + 1, _PAGE)
        with register.place.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        yield rows
        after = rows[-1].number


def _contents(register: Register, walk: Walk, progress: Progress) -> Step:
    faults = content_faults(register, walk.contents, partial(progress, "contents"))
    count = len(walk.contents)
    if faults.count or register.sealer.opens:
        return step("contents", faults, f"{count} are whole and the very ones")
    text = f"{count} are there, but sealed: give --identity to have them read"
    return Step(0, "contents", "skipped", text)


def _left_out() -> Step:
    return Step(0, "contents", "skipped", "left out, as you asked")


def _kept(register: Register, kept: Sequence[Checkpoint], walk: Walk) -> Step:
    if not kept:
        text = "none given: a log rewritten as a whole would not be noticed"
        return Step(0, "kept heads", "skipped", text)
    size, origin = walk.frontier.size, register.settings.origin
    faults = kept_faults(kept, origin, size, walk.roots)
    largest = max(head.size for head in kept)
    good = f"the first {largest} of {size} records are those that were signed"
    return step("kept heads", faults, good)


def _verification(register: Register, steps: list[Step], walk: Walk) -> Verification:
    frontier = walk.frontier
    origin = register.settings.origin
    return Verification(numbered(steps), origin, frontier.size, frontier.root.hex())
