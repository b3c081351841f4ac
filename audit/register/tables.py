"""The tables of a register and every statement that is made on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Insert, Select, Update

    from audit.register.merkle import Frontier
    from audit.register.model import Record

#: The schema of a PostgreSQL database that holds a register.
SCHEMA = "audit"
#: SQLite counts its own row ids in INTEGER alone.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()
records = Table(
    "records",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("vendor", String),
    Column("subject", String, nullable=False),
    Column("address", String(64), nullable=False),
    Column("recorded_at", String(20), nullable=False),
    Column("body", LargeBinary, nullable=False),
    # Of the tree that ends with this record: where an altered log begins to differ.
    Column("root", LargeBinary, nullable=False),
    Index("records_by_subject", "kind", "vendor", "subject", "number"),
    Index("records_by_vendor", "vendor", "number"),
)
head = Table(
    "head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("size", Number, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="head_is_one_row"),
)
#: These two are tables in PostgreSQL only; a folder keeps both as files.
blobs = Table(
    "blobs",
    metadata,
    Column("address", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
settings = Table(
    "settings",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="settings_is_one_row"),
)
_ROW = (
    records.c.number,
    records.c.kind,
    records.c.vendor,
    records.c.subject,
    records.c.address,
    records.c.recorded_at,
    records.c.body,
    records.c.root,
)


def page(
    kind: str | None, vendor: str | None, after: int, until: int, count: int
) -> Select[Any]:
    """Return the query for the next rows after a number, at most ``count``."""
    query = select(*_ROW).where(records.c.number > after, records.c.number < until)
    if kind is not None:
        query = query.where(records.c.kind == kind)
    if vendor is not None:
        query = query.where(records.c.vendor == vendor)
    return query.order_by(records.c.number).limit(count)


def latest(kind: str, vendor: str | None, subject: str) -> Select[Any]:
    """Return the query for the last row of one document's id."""
    query = select(*_ROW).where(
        records.c.kind == kind,
        records.c.vendor.is_(None) if vendor is None else records.c.vendor == vendor,
        records.c.subject == subject,
    )
    return query.order_by(records.c.number.desc()).limit(1)


def addresses() -> Select[Any]:
    """Return the query for all addresses that records name."""
    return select(records.c.address).distinct()


def read_head() -> Select[Any]:
    """Return the query for the head row."""
    return select(head.c.size, head.c.root, head.c.frontier)


def state() -> Select[Any]:
    """Return the query for the head row and the last number, at one moment."""
    last = select(func.max(records.c.number)).scalar_subquery()
    return select(head.c.size, head.c.root, head.c.frontier, last)


def write_head(frontier: Frontier) -> Update:
    """Return the statement that moves the head on."""
    return update(head).values(
        size=frontier.size, root=frontier.root, frontier=frontier.encode()
    )


def add(record: Record, body: bytes, root: bytes) -> Insert:
    """Return the statement that adds a record; ``root`` is the tree's with it."""
    return records.insert().values(
        number=record.number,
        kind=record.kind,
        vendor=record.vendor,
        subject=record.subject,
        address=record.address,
        recorded_at=record.recorded_at,
        body=body,
        root=root,
    )


def add_blob(address: str, stored: bytes) -> Insert:
    """Return the statement that adds a blob unless it is there (PostgreSQL)."""
    values = {"address": address, "content": stored}
    return postgresql.insert(blobs).values(**values).on_conflict_do_nothing()


def reseal_blob(address: str, stored: bytes) -> Update:
    """Return the statement that replaces a blob's sealed bytes (PostgreSQL)."""
    return update(blobs).where(blobs.c.address == address).values(content=stored)


def blob(address: str) -> Select[Any]:
    """Return the query for a blob's content (PostgreSQL)."""
    return select(blobs.c.content).where(blobs.c.address == address)


def blobs_at(addresses: Sequence[str]) -> Select[Any]:
    """Return the query for several blobs (PostgreSQL)."""
    return select(blobs.c.address, blobs.c.content).where(
        blobs.c.address.in_(addresses)
    )


def read_settings() -> Select[Any]:
    """Return the query for the settings (PostgreSQL)."""
    return select(settings.c.body)
