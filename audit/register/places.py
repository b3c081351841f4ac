"""Where a register is kept: a folder with SQLite and files, or a PostgreSQL server."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audit.errors import EnvironmentProblem, InputError, Problem
from audit.register import engine as engines
from audit.register import migrations, tables
from audit.register.blobs import PART, FileBlobs, sync_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from audit.register.engine import Connection

_EXISTS = "there is a register already"
_MISSING = "there is no register"
_MAKE = "make one: audit register init"


class Place(Protocol):
    """What the register needs of where it is kept."""

    @property
    def name(self) -> str:
        """What to call it in messages."""

    def create(self, settings: bytes) -> None:
        """Make an empty register; InputError when something is there."""

    def open(self) -> bytes:
        """Bring the schema up to date and return the settings."""

    def keep(self, settings: bytes) -> None:
        """Put other settings in the place of those there are, durably."""

    def alone(self) -> AbstractContextManager[None]:
        """Let one process at a time change the settings; others read and write on."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a connection that sees one moment of the register."""

    def writing(self, blobs: Mapping[str, bytes]) -> AbstractContextManager[Connection]:
        """Make the blobs durable, then yield a connection while nobody else writes."""

    def blob(self, address: str) -> bytes | None:
        """Return what is stored at an address."""

    def blobs_at(self, addresses: Sequence[str]) -> Callable[[str], bytes | None]:
        """Return what gives each of these blobs, which together fit into memory."""

    def replace(self, address: str, stored: bytes) -> None:
        """Store the same content at the address otherwise sealed, durably."""

    def sweep(self, before: float) -> int:
        """Remove blobs without a record that are older; return how many."""

    def grant(self, statements: Sequence[str]) -> None:
        """Let database roles write or read; InputError where there are none."""

    def close(self) -> None:
        """Let go of every connection."""


def place_of(where: str | Path) -> Place:
    """Return the place that a folder's path or a URL names."""
    text = str(where)
    return Server(text) if "://" in text else Folder(Path(text))


class Folder:
    """A folder: ``register.sqlite3``, ``register.json`` and ``blobs/``."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self.folder = folder
        self.blobs = FileBlobs(folder / "blobs")
        self._settings = folder / "register.json"
        self._file = folder / "register.sqlite3"
        self._engine = engines.sqlite_engine(self._file)

    def create(self, settings: bytes) -> None:
        """Make an empty register in a new or empty folder."""
        if self._settings.exists():
            raise InputError.of(Problem("register-exists", _EXISTS, file=self.name))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(self.folder.iterdir()):
            message = "the folder is not empty"
            hint = "give a folder of its own"
            raise InputError.of(
                Problem("register-folder", message, "", hint, self.name)
            )
        self.blobs.folder.mkdir(mode=0o700)
        engine = engines.sqlite_engine(self._file, create=True)
        with engines.transaction(engine, self.name, writes=True) as connection:
            migrations.migrate(connection)
        engine.dispose()
        # Written last: a folder without it is no register.
        self.keep(settings)
        sync_folder(self.folder.absolute().parent)

    def open(self) -> bytes:
        """Bring the schema up to date and return ``register.json``."""
        try:
            settings = self._settings.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            problem = Problem("register-missing", _MISSING, "", _MAKE, self.name)
            raise InputError.of(problem) from None
        with self.reading() as connection:
            current = migrations.is_current(connection, self.name)
        if not current:
            with self._locked(), self._transaction() as connection:
                migrations.migrate(connection)
        return settings

    def keep(self, settings: bytes) -> None:
        """Put other settings in the place of those there are, durably."""
        write_whole(self._settings, settings)
        sync_folder(self.folder)

    def alone(self) -> AbstractContextManager[None]:
        """Let one process at a time change the settings; others read and write on."""
        return self._locked("officers.lock")

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a connection that sees one moment of the register."""
        return engines.transaction(self._engine, self.name)

    @contextmanager
    def writing(self, blobs: Mapping[str, bytes]) -> Iterator[Connection]:
        """Make the blobs durable, then yield a connection while nobody else writes."""
        with self._plain_errors():
            self.blobs.put(blobs)
        with self._plain_errors(), self._locked(), self._transaction() as connection:
            # A sweep may have run between; none can run any more.
            gone = self.blobs.missing(blobs)
            if gone:
                self.blobs.put({address: blobs[address] for address in gone})
            yield connection

    def blob(self, address: str) -> bytes | None:
        """Return what is stored at an address."""
        return self.blobs.get(address)

    def blobs_at(self, addresses: Sequence[str]) -> Callable[[str], bytes | None]:
        """Return what reads each blob when it is asked for."""
        del addresses
        return self.blobs.get

    def replace(self, address: str, stored: bytes) -> None:
        """Store the same content at the address otherwise sealed, durably."""
        self.blobs.replace(address, stored)

    def sweep(self, before: float) -> int:
        """Remove what crashes left that is older; return how many files.

        That is blobs without a record, and settings that never took their place.
        """
        with self._locked(), self.reading() as connection:
            known = set(connection.scalars(tables.addresses()))
            halves = self.folder.glob(f"*{PART}")
            left = [path for path in halves if path.lstat().st_mtime < before]
            for path in left:
                path.unlink(missing_ok=True)
            return self.blobs.sweep(known, before) + len(left)

    def grant(self, statements: Sequence[str]) -> None:
        """Refuse any: who may enter the folder may write."""
        if not statements:
            return
        message = "a register in a folder knows no roles"
        hint = "let the folder's owner, group and mode say who may enter"
        raise InputError.of(Problem("register-roles", message, "", hint, self.name))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"cannot be written: {error.strerror}"
            hint = "nothing was recorded; make room or mend the disk, then repeat"
            problem = Problem("register-disk", message, "", hint, self.name)
            raise EnvironmentProblem.of(problem) from None

    def _transaction(self) -> AbstractContextManager[Connection]:
        return engines.transaction(self._engine, self.name, writes=True)

    @contextmanager
    def _locked(self, name: str = "register.lock") -> Iterator[None]:
        """Queue up: the kernel wakes one writer at a time, where SQLite would poll."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.folder / name, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class Server:
    """A PostgreSQL database: everything lies in its schema ``audit``."""

    def __init__(self, url: str) -> None:
        read = engines.read_url(url)
        self.name = read.render_as_string()
        self._engine = engines.postgres_engine(read)

    def create(self, settings: bytes) -> None:
        """Make an empty register, all in one transaction."""
        with self.reading() as connection:
            engines.lock_schema(connection)
            if engines.has_register(connection):
                raise InputError.of(Problem("register-exists", _EXISTS, file=self.name))
            engines.create_schema(connection)
            migrations.migrate(connection)
            row = {"id": 1, "body": settings}
            connection.execute(tables.settings.insert().values(**row))

    def open(self) -> bytes:
        """Bring the schema up to date and return the settings row."""
        with self.reading() as connection:
            if not engines.has_register(connection):
                problem = Problem("register-missing", _MISSING, "", _MAKE, self.name)
                raise InputError.of(problem)
            if not migrations.is_current(connection, self.name):
                engines.lock_schema(connection)
                migrations.migrate(connection)
            return bytes(connection.execute(tables.read_settings()).scalar_one())

    def keep(self, settings: bytes) -> None:
        """Put other settings in the place of those there are."""
        with self.reading() as connection:
            engines.commit_durably(connection)
            engines.allow_resealing(connection)
            connection.execute(tables.settings.update().values(body=settings))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time change the settings; others read and write on."""
        with self.reading() as connection:
            engines.lock_settings(connection)
            yield

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a connection in a transaction."""
        return engines.transaction(self._engine, self.name)

    @contextmanager
    def writing(self, blobs: Mapping[str, bytes]) -> Iterator[Connection]:
        """Add the blobs, then yield their connection while nobody else writes.

        They are added in order, so that no two writers wait for each other.
        """
        with self.reading() as connection:
            for address in sorted(blobs):
                connection.execute(tables.add_blob(address, blobs[address]))
            engines.lock_head(connection)
            yield connection

    def blob(self, address: str) -> bytes | None:
        """Return what is stored at an address."""
        with self.reading() as connection:
            found = connection.execute(tables.blob(address)).scalar()
        return None if found is None else bytes(found)

    def blobs_at(self, addresses: Sequence[str]) -> Callable[[str], bytes | None]:
        """Return what gives each blob, all fetched in one trip to the server."""
        with self.reading() as connection:
            rows = connection.execute(tables.blobs_at(addresses)).all()
        return {row.address: bytes(row.content) for row in rows}.get

    def replace(self, address: str, stored: bytes) -> None:
        """Store the same content at the address otherwise sealed, durably."""
        with self.reading() as connection:
            engines.commit_durably(connection)
            engines.allow_resealing(connection)
            connection.execute(tables.reseal_blob(address, stored))

    def sweep(self, before: float) -> int:
        """Return 0: blobs come in the transaction of their records, so none is left."""
        del before
        return 0

    def grant(self, statements: Sequence[str]) -> None:
        """Run the statements, all or none."""
        with self.reading() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()
