"""Connections and transactions, to SQLite and to PostgreSQL; errors in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import create_engine, event, select, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from audit.errors import AuditError, EnvironmentProblem, InputError, Problem
from audit.register.tables import SCHEMA, head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Connection",
    "Engine",
    "allow_resealing",
    "commit_durably",
    "create_schema",
    "has_register",
    "lock_head",
    "lock_schema",
    "lock_settings",
    "postgres_engine",
    "read_url",
    "sqlite_engine",
    "transaction",
    "wal_is_safe",
]
#: Seconds that a writer waits for its turn before it gives up.
PATIENCE = 120
_WRITES = "audit_writes"
_LOCK = int.from_bytes(SCHEMA.encode(), "big")


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite is free of the fault that loses pages on a WAL reset.

    It was mended in 3.51.3, and in 3.50.7 and 3.44.6 of the older branches.
    """
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    return version >= (3, 51, 3)


def sqlite_engine(file: Path, *, create: bool = False) -> Engine:
    """Return the engine of a file; without ``create`` it has to be there."""
    mode = "rwc" if create else "rw"
    address = f"file:{quote(str(file.absolute()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: sqlite3.Connection, _: Any) -> None:
    """Choose the journal; committed is on the disk, its name in the folder too."""
    safe = wal_is_safe(sqlite3.sqlite_version_info)
    wanted, level = ("wal", "FULL") if safe else ("delete", "EXTRA")
    (found,) = connection.execute("PRAGMA journal_mode").fetchone()
    if found != wanted:
        connection.execute(f"PRAGMA journal_mode={wanted}")
    connection.execute(f"PRAGMA synchronous={level}")


def _begin(connection: Connection) -> None:
    # Deferred, a writer would fail at its first statement instead of waiting here.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def read_url(where: str) -> URL:
    """Return a PostgreSQL URL, read strictly; InputError when a password is in it."""
    try:
        url = make_url(where)
    except ArgumentError:
        raise InputError.of(
            Problem("register-url", "this is no URL", hint=_URL_HINT)
        ) from None
    if url.drivername not in {"postgresql", "postgres"}:
        message = f"no registers in '{url.drivername}'"
        raise InputError.of(Problem("register-url", message, hint=_URL_HINT))
    if url.password is not None or any("password" in key for key in url.query):
        message = "a password in a URL is shown to every user of the machine"
        hint = "put it into ~/.pgpass, a PGPASSFILE or a service file"
        raise InputError.of(Problem("register-password", message, hint=hint))
    return url.set(drivername="postgresql")


_URL_HINT = "give a folder, or postgresql://host/database"


def postgres_engine(url: URL) -> Engine:
    """Return the engine of a server; EnvironmentProblem when psycopg is missing."""
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"application_name": "audit", "connect_timeout": 10},
            execution_options={"schema_translate_map": {None: SCHEMA}},
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        message = "psycopg is missing, which speaks to PostgreSQL"
        hint = "install it: pip install 'vendor-audit[postgres]'"
        raise EnvironmentProblem.of(
            Problem("register-psycopg", message, hint=hint)
        ) from None


@contextmanager
def transaction(
    engine: Engine, place: str, *, writes: bool = False
) -> Iterator[Connection]:
    """Yield a connection in a transaction, committed when the block ends well."""
    try:
        with engine.connect() as connection:
            options: dict[str, Any] = {_WRITES: writes}
            connection.execution_options(**options)
            with connection.begin():
                yield connection
    except DBAPIError as error:
        # A file that could not be opened for writing is open for reading only: no such
        # connection may come back from the pool.
        engine.dispose()
        raise _plain(error, place) from None
    except UnicodeDecodeError:  # SQLite quotes a damaged text when it complains of it
        problem = Problem("register-database", "the database is damaged", file=place)
        raise EnvironmentProblem.of(problem) from None


def lock_head(connection: Connection) -> None:
    """Hold all other writers off until the transaction ends (PostgreSQL).

    A server or role may have been told not to wait for its disk; this commit does.
    """
    commit_durably(connection)
    connection.execute(select(head.c.size).with_for_update())


def commit_durably(connection: Connection) -> None:
    """Have this transaction on the disk when it is committed (PostgreSQL)."""
    connection.execute(text("SET LOCAL synchronous_commit TO on"))


def lock_settings(connection: Connection) -> None:
    """Let one process at a time change the settings (PostgreSQL)."""
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK + 1})"))


def allow_resealing(connection: Connection) -> None:
    """Let this transaction replace sealed contents, if its role may (PostgreSQL)."""
    connection.execute(text(f"SET LOCAL {SCHEMA}.resealing TO on"))


def lock_schema(connection: Connection) -> None:
    """Let one process at a time create or migrate (PostgreSQL)."""
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def has_register(connection: Connection) -> bool:
    """Tell whether the database holds a register (PostgreSQL)."""
    found = connection.execute(text(f"SELECT to_regclass('{SCHEMA}.alembic_version')"))
    return found.scalar() is not None


def create_schema(connection: Connection) -> None:
    """Create the schema; InputError when it is there and another role's (PostgreSQL).

    Whoever owns a schema can drop what others keep in it.
    """
    query = "SELECT pg_get_userbyid(nspowner), current_user FROM pg_namespace"
    row = connection.execute(text(f"{query} WHERE nspname = '{SCHEMA}'")).one_or_none()
    if row is None:
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    elif row[0] != row[1]:
        message = f"the schema '{SCHEMA}' belongs to another role, {row[0]}"
        hint = "run init as that role, or let it hand the schema over"
        raise InputError.of(Problem("register-schema-owner", message, hint=hint))


#: SQLSTATE → what it means for a register.
_STATES: dict[str, tuple[str, str]] = {
    "42501": ("not permitted", "ask its owner for the grants: audit register roles"),
    "3F000": ("no register there", "make one: audit register init"),
    "42P01": ("no register there", "make one: audit register init"),
}


def _plain(error: DBAPIError, place: str) -> AuditError:
    said = str(error.orig).strip().splitlines() or ["no reason given"]
    state = getattr(error.orig, "sqlstate", None) or ""
    what, hint = _STATES.get(state, ("the database refuses", ""))
    message = f"{what}: {said[0]}"
    return EnvironmentProblem.of(Problem("register-database", message, "", hint, place))
