"""The register: accept documents, read them again, tell the head over all of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from audit.errors import InputError, Problem
from audit.register import merkle, tables
from audit.register.blobs import Plain
from audit.register.model import Head, Record
from audit.register.places import Place, place_of
from audit.register.readers import check_identities, digest_of
from audit.register.sealing import Age, Identity
from audit.register.settings import RECIPIENTS, new_settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from audit.register.blobs import Sealer
    from audit.register.engine import Connection
    from audit.register.model import New
    from audit.register.readers import Reader, Readers
    from audit.register.settings import Settings

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is stored: the body, and the columns that repeat parts of it.

    ``root`` is that of the tree which ends with this record.
    """

    number: int
    kind: str
    vendor: str | None
    subject: str
    address: str
    recorded_at: str
    body: bytes
    root: bytes


def create_register(where: str | Path, readers: Sequence[Reader] = ()) -> Register:
    """Make an empty register in a new folder or a database, and open it.

    A sealed one, with readers, takes nothing before its log records them: see officers.
    """
    place = place_of(where)
    settings = new_settings(readers)
    with _closed_on_error(place):
        place.create(settings.body)
    return Register(place, settings, settings.recipients)


def open_register(where: str | Path, identities: Sequence[Identity] = ()) -> Register:
    """Open a register; its tables are brought up to date, a newer one is refused."""
    place = place_of(where)
    with _closed_on_error(place):
        return Register(place, *_agreed(place), identities)


def _agreed(place: Place) -> tuple[Settings, Readers]:
    """Return the settings and, of their recipients, those that the log records."""
    settings = read_settings(place.open(), place.name)
    with place.reading() as connection:
        recorded = _recorded(connection)
    return settings, settings.agreed(recorded, place.name)


def _recorded(connection: Connection) -> str | None:
    """Return the digest of the recipients by the log; None when it records none."""
    row = connection.execute(tables.latest("settings", None, RECIPIENTS)).one_or_none()
    if row is None:
        return None
    return str(Record.read(row.number, bytes(row.body)).about.get(RECIPIENTS))


@contextmanager
def _closed_on_error(place: Place) -> Iterator[None]:
    try:
        yield
    except BaseException:
        place.close()
        raise


def _sealer(readers: Readers, identities: Sequence[Identity]) -> Sealer:
    check_identities(readers, identities)
    return Age([r.recipient for r in readers], identities) if readers else Plain()


class Register:
    """An append-only log of records, each with the document it is about."""

    def __init__(
        self,
        place: Place,
        settings: Settings,
        readers: Readers,
        identities: Sequence[Identity] = (),
    ) -> None:
        self.place = place
        self.settings = settings
        self.readers = readers
        self._identities = tuple(identities)
        self.sealer = _sealer(readers, identities)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self.place.close()

    @property
    def unfinished_resealing(self) -> int | None:
        """Number of the first record that may not be sealed to all readers yet."""
        if self.readers != self.settings.recipients:
            return 0
        return self.settings.resealed

    def reload(self) -> None:
        """Take the recipients as they are now; a long-lived register needs it."""
        self.settings, self.readers = _agreed(self.place)
        self.sealer = _sealer(self.readers, self._identities)

    def accept(self, news: Sequence[New], at: datetime) -> tuple[Record, ...]:
        """Record documents, all or none; on the disk when this returns.

        What is already the last record of its kind, vendor and subject adds none: that
        record is returned in its place.
        """
        with self.place.reading() as connection:
            known = [self._known(connection, new) for new in news]
            stale = self._stale(connection)
        if stale:
            self.reload()
        if all(known):
            return tuple(record for record in known if record)
        sealed = [self.sealer.seal(new.content) for new in news]
        with self.place.writing({a: stored for stored, a in sealed}) as connection:
            if self._stale(connection):
                raise InputError.of(_changed(self.place.name))
            frontier = begun = self._frontier(connection)
            accepted = []
            for new, (_, address) in zip(news, sealed, strict=True):
                record = self._known(connection, new)
                if record is None:
                    record = Record.of(new, frontier.size, address, at)
                    frontier = frontier.append(merkle.leaf_hash(record.body))
                    connection.execute(tables.add(record, record.body, frontier.root))
                accepted.append(record)
            if frontier.size > begun.size:
                connection.execute(tables.write_head(frontier))
        return tuple(accepted)

    def records(
        self, kind: str | None = None, vendor: str | None = None, after: int = -1
    ) -> Iterator[Record]:
        """Yield records in order, as many as there were when the first was asked for.

        InputError names a record whose stored body was altered.
        """
        for row in self.rows(kind, vendor, after):
            yield Record.read(row.number, row.body)

    def record(self, number: int) -> Record:
        """Return a record by its number; InputError when there is none."""
        query = tables.page(None, None, number - 1, number + 1, 1)
        with self.place.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is not None:
            return Record.read(row.number, bytes(row.body))
        size = self.head().size
        hint = f"numbers are 0 to {size - 1}" if size else "the register is empty"
        message = f"there is no record {number}"
        raise InputError.of(
            Problem("record-missing", message, "", hint, self.place.name)
        )

    def read(self, record: Record) -> bytes:
        """Return a record's document; InputError when it is not what was recorded."""
        what = f"record {record.number} ({record.kind} {record.subject})"
        stored = self.stored(record.address)
        if stored is None:
            message = f"the content of {what} is missing"
            raise InputError.of(Problem("blob-missing", message, file=self.place.name))
        content, address = self.sealer.unseal(stored)
        if address != record.address or len(content) != record.size:
            message = f"the content of {what} was altered"
            raise InputError.of(Problem("blob-altered", message, file=self.place.name))
        return content

    def head(self) -> Head:
        """Return the size of the log and the root over its records."""
        with self.place.reading() as connection:
            size, root, _ = connection.execute(tables.read_head()).one()
        return Head(size=size, root=bytes(root))

    def frontier(self) -> merkle.Frontier:
        """Return the stored right edge of the tree."""
        with self.place.reading() as connection:
            return self._frontier(connection)

    def leaf_hashes(self) -> Iterator[bytes]:
        """Yield the hash of every record's body, in order."""
        for row in self.rows():
            yield merkle.leaf_hash(row.body)

    def rows(
        self, kind: str | None = None, vendor: str | None = None, after: int = -1
    ) -> Iterator[Row]:
        """Yield rows as they are stored, unchecked.

        They come in pages of a transaction each: whoever reads slowly must not keep
        writers waiting.
        """
        until = self.head().size
        while True:
            query = tables.page(kind, vendor, after, until, _PAGE)
            with self.place.reading() as connection:
                found = connection.execute(query).all()
            for row in found:
                yield Row(*row)
            if len(found) < _PAGE:
                return
            after = found[-1].number

    def stored(self, address: str) -> bytes | None:
        """Return the bytes stored at an address, sealed if the register is."""
        return self.place.blob(address)

    def sweep(self, before: datetime) -> int:
        """Remove contents that no record names, left by a crash; return how many."""
        return self.place.sweep(before.timestamp())

    def _stale(self, connection: Connection) -> bool:
        """Tell whether the log records other recipients than are sealed to here."""
        if not self.readers or self._frontier(connection).size == 0:
            return False
        return _recorded(connection) != digest_of(self.readers)

    def _frontier(self, connection: Connection) -> merkle.Frontier:
        _, _, encoded = connection.execute(tables.read_head()).one()
        return merkle.Frontier.decode(bytes(encoded))

    def _known(self, connection: Connection, new: New) -> Record | None:
        """Return the last record of the document's id if it has the same content."""
        query = tables.latest(new.kind, new.vendor, new.subject)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        record = Record.read(row.number, bytes(row.body))
        return record if self._holds(record, new.content) else None

    def _holds(self, record: Record, content: bytes) -> bool:
        if record.size != len(content) or not self.sealer.opens:
            return False
        if self.sealer.seal(content)[1] == record.address:
            return True
        stored = self.stored(record.address)
        return stored is not None and self.sealer.unseal(stored)[0] == content


def _changed(place: str) -> Problem:
    message = "the officers of the register were changed at this very moment"
    return Problem("register-recipients", message, "", "repeat the command", place)
