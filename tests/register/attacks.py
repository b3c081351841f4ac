"""Ways to alter a register behind its back, for someone who may write to all of it."""

from __future__ import annotations

import atexit
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from audit.canonical import canonical
from audit.register.check import verify
from audit.register.checkpoint import Checkpoint
from audit.register.faults import Fault, Verification
from audit.register.merkle import Frontier, leaf_hash
from audit.register.store import Row
from audit.registering.signed_head import checkpoint_of
from tests.register.backends import AT, Backend, InFolder, made, new, opened

CONTENTS = (b"zero", b"one", b"two", b"three", b"four")


def filled(backend: Backend) -> Checkpoint:
    """Make a register of five records and return its head, as one that was kept.

    In a folder it is a copy of one that is made once: syncing takes its time.
    """
    if isinstance(backend, InFolder):
        shutil.copytree(_template(), backend.folder)
    else:
        made(backend, *CONTENTS).close()
    return head_of(backend)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="audit-register-"))
    atexit.register(shutil.rmtree, folder)
    made(InFolder(folder / "register"), *CONTENTS).close()
    return folder / "register"


def head_of(backend: Backend) -> Checkpoint:
    with opened(backend) as register:
        return checkpoint_of(register)


def grown(backend: Backend, *contents: bytes) -> Checkpoint:
    """Accept more, and return the new head."""
    with opened(backend) as register:
        register.accept([new(c, subject=f"more-{c.decode()}") for c in contents], AT)
        return checkpoint_of(register)


def verified(backend: Backend, *kept: Checkpoint) -> Verification:
    with opened(backend) as register:
        return verify(register, kept)


def first(backend: Backend, *kept: Checkpoint) -> Fault:
    """The fault that an altered register is named by."""
    found = verified(backend, *kept)
    assert not found.passed
    assert found.first is not None
    return found.first


def rows_of(backend: Backend) -> list[Row]:
    with opened(backend) as register:
        return list(register.rows())


def quietly(backend: Backend, *statements: str) -> None:
    """Run SQL past the guards, and leave them as they were."""
    guards = _guards(backend) if isinstance(backend, InFolder) else []
    backend.tamper(*statements)
    backend.run(*guards)


def _guards(backend: InFolder) -> list[str]:
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    with closing(sqlite3.connect(backend.folder / "register.sqlite3")) as connection:
        return [sql for (sql,) in connection.execute(query)]


def raw(backend: Backend, value: bytes) -> str:
    """The bytes as a literal of the database's SQL."""
    if isinstance(backend, InFolder):
        return f"x'{value.hex()}'"
    return f"decode('{value.hex()}', 'hex')"


def literal(backend: Backend, value: bytes | str | int | None) -> str:
    if isinstance(value, bytes):
        return raw(backend, value)
    return "NULL" if value is None else repr(value)


def set_head(backend: Backend, **values: Any) -> None:
    parts = [f"{name} = {literal(backend, value)}" for name, value in values.items()]
    quietly(backend, f"UPDATE audit.head SET {', '.join(parts)}")  # noqa: S608


def put_rows(backend: Backend, rows: Iterable[Row]) -> None:
    """Replace the table of records by these rows; the head stays as it is."""
    names = ", ".join(field.name for field in fields(Row))
    statements = ["DELETE FROM audit.records"]
    for row in rows:
        values = ", ".join(literal(backend, value) for value in astuple(row))
        statements.append(f"INSERT INTO audit.records ({names}) VALUES ({values})")  # noqa: S608
    quietly(backend, *statements)


def edited(row: Row, **over: Any) -> Row:
    """The row with another canonical body; its columns stay."""
    return replace(row, body=canonical({**json.loads(row.body), **over}))


def renumbered(rows: Sequence[Row]) -> list[Row]:
    """The rows under the numbers of their places, in columns and bodies."""
    return [replace(edited(r, number=n), number=n) for n, r in enumerate(rows)]


def forge(backend: Backend, rows: Sequence[Row]) -> None:
    """Put rows with roots, frontier and head all made anew, leaving no trace inside."""
    frontier, consistent = Frontier(), []
    for row in rows:
        frontier = frontier.append(leaf_hash(row.body))
        consistent.append(replace(row, root=frontier.root))
    put_rows(backend, consistent)
    set_head(
        backend, size=frontier.size, root=frontier.root, frontier=frontier.encode()
    )
