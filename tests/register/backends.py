"""The two places of a register as tests see them: with a back door to each."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import psycopg

from audit.register.model import New
from audit.register.store import Register, create_register, open_register

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)


def new(content: bytes = b"{}", kind: str = "response", **about: Any) -> New:
    """A small document to be accepted."""
    fields = {"vendor": "acme", "subject": "r1", "by": "Olena Koval"} | about
    return New(kind=kind, content=content, media_type="application/json", **fields)  # type: ignore[arg-type]


class Backend(Protocol):
    where: str

    def run(self, *statements: str) -> None:
        """Run SQL as the owner of the database would."""

    def tamper(self, *statements: str) -> None:
        """Run SQL as an owner who took all triggers off."""

    def lose(self, address: str) -> None:
        """Remove a content."""

    def replace(self, address: str, content: bytes) -> None:
        """Put another content in the place of one."""

    def rewrite(self, number: int, body: bytes) -> None:
        """Put another body in the place of a record's."""


@dataclass(frozen=True)
class InFolder:
    folder: Path

    @property
    def where(self) -> str:
        return str(self.folder)

    def run(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.folder / "register.sqlite3")) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for statement in statements:
                connection.execute(statement.replace("audit.", ""))
            connection.commit()

    def tamper(self, *statements: str) -> None:
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with closing(sqlite3.connect(self.folder / "register.sqlite3")) as connection:
            names = [name for (name,) in connection.execute(found)]
        self.run(*(f"DROP TRIGGER {name}" for name in names), *statements)

    def blob(self, address: str) -> Path:
        return self.folder / "blobs" / address[:2] / address

    def lose(self, address: str) -> None:
        self.blob(address).unlink()

    def replace(self, address: str, content: bytes) -> None:
        self.blob(address).write_bytes(content)

    def rewrite(self, number: int, body: bytes) -> None:
        self.tamper(_update("records", f"body = x'{body.hex()}'", f"number = {number}"))


@dataclass(frozen=True)
class OnServer:
    socket: Path
    user: str = "postgres"

    @classmethod
    def empty(cls, socket: Path) -> Self:
        found = cls(socket)
        found.run("DROP SCHEMA IF EXISTS audit CASCADE")
        return found

    def as_user(self, user: str) -> OnServer:
        return OnServer(self.socket, user)

    @property
    def where(self) -> str:
        return f"postgresql://{self.user}@/postgres?host={self.socket}"

    def run(self, *statements: str) -> None:
        place = {"host": str(self.socket), "user": self.user, "dbname": "postgres"}
        # psycopg's own block leaves the connection open when its commit is refused.
        with closing(psycopg.connect(**place)) as connection:
            for statement in statements:
                connection.execute(statement.encode())
            connection.commit()

    def tamper(self, *statements: str) -> None:
        self.run("SET session_replication_role = replica", *statements)

    def lose(self, address: str) -> None:
        where = f"address = '{address}'"
        self.tamper(f"DELETE FROM audit.blobs WHERE {where}")  # noqa: S608

    def replace(self, address: str, content: bytes) -> None:
        value = f"content = decode('{content.hex()}', 'hex')"
        self.tamper(_update("audit.blobs", value, f"address = '{address}'"))

    def rewrite(self, number: int, body: bytes) -> None:
        value = f"body = decode('{body.hex()}', 'hex')"
        self.tamper(_update("audit.records", value, f"number = {number}"))


def _update(table: str, value: str, where: str) -> str:
    return f"UPDATE {table} SET {value} WHERE {where}"  # noqa: S608


def made(backend: Backend, *contents: bytes) -> Register:
    """An open register with one response a content."""
    register = create_register(backend.where)
    register.accept([new(c, subject=f"r{n}") for n, c in enumerate(contents)], AT)
    return register


def opened(backend: Backend) -> Register:
    return open_register(backend.where)
