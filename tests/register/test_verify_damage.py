"""What verification says of a broken database, of sealed contents, and of bystanders."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.register.check import verify
from audit.register.check_contents import BATCH, BATCH_BYTES, batches
from audit.register.check_database import UNREADABLE, expected_guards
from audit.register.faults import Verification
from audit.register.officers import create_sealed_register
from audit.register.readers import Reader
from audit.register.roles import grants
from audit.register.sealing import Age, Identity
from audit.register.store import Register, open_register
from tests.register.attacks import filled, first, quietly, rows_of, verified
from tests.register.backends import AT, Backend, InFolder, OnServer, new, opened


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    return InFolder(tmp_path / "register")


def codes(found: Verification) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for step in found.steps for fault in step.faults]


def test_a_guard_taken_off_a_folder_is_named_bad(folder: InFolder) -> None:
    filled(folder)
    folder.run("DROP TRIGGER records_stay")
    assert codes(verified(folder)) == [("database-schema", "trigger records_stay")]


def test_a_guard_added_to_a_folder_is_named_bad(folder: InFolder) -> None:
    filled(folder)
    folder.run("CREATE TRIGGER extra AFTER INSERT ON records BEGIN SELECT 1; END")
    assert codes(verified(folder)) == [("database-schema", "trigger extra")]


STAY = "trigger records_stay on records"
OTHERWISE = {
    "ALTER TABLE audit.records DISABLE TRIGGER records_stay": STAY,
    "ALTER TABLE audit.records ENABLE REPLICA TRIGGER records_stay": STAY,
    "DROP TRIGGER records_stay ON audit.records": STAY,
    "CREATE OR REPLACE TRIGGER records_stay BEFORE UPDATE OR DELETE ON audit.records "
    "FOR EACH ROW WHEN (false) EXECUTE FUNCTION audit.stay()": STAY,
    "CREATE OR REPLACE TRIGGER records_stay BEFORE UPDATE OR DELETE ON audit.records "
    "FOR EACH ROW EXECUTE FUNCTION audit.follow()": STAY,
    "CREATE OR REPLACE FUNCTION audit.stay() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$": "function stay",
    "CREATE FUNCTION audit.other() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$": "function other",
}


@pytest.mark.parametrize("statement", OTHERWISE, ids=range(len(OTHERWISE)))
def test_a_guard_altered_on_a_server_is_named_bad(
    server: OnServer, statement: str
) -> None:
    filled(server)
    server.run(statement)
    assert codes(verified(server)) == [("database-schema", OTHERWISE[statement])]


def test_every_guard_of_a_server_is_known() -> None:
    kinds = [name.split()[0] for name, _ in expected_guards()]
    assert (kinds.count("trigger"), kinds.count("function")) == (11, 5)


@pytest.mark.parametrize(
    ("statement", "code", "number"),
    [
        ("UPDATE records SET body = CAST(body AS TEXT) WHERE number = 3",
         "record-type", 3),
        ("UPDATE records SET root = 7 WHERE number = 2", "record-type", 2),
        ("UPDATE records SET kind = x'00' WHERE number = 1", "record-type", 1),
        ("UPDATE head SET frontier = 1000000000000", "head-type", None),
        ("UPDATE head SET size = 'five'", "head-type", None),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_named_bad(
    folder: InFolder, statement: str, code: str, number: int | None
) -> None:
    filled(folder)
    quietly(folder, statement)
    found = verified(folder)
    assert found.first is not None
    assert (found.first.code, found.first.number) == (code, number)
    assert {step.status for step in found.steps[1:]} == {"skipped"}


def test_a_damaged_index_is_named_bad(folder: InFolder) -> None:
    """Lists by vendor are read from it: they would leave a record out."""
    filled(folder)
    file = folder.folder / "register.sqlite3"
    whole = file.read_bytes()
    entry = b"acme" + b"\x04"  # in the index by vendor: the vendor, then the number
    place = whole.index(entry)
    file.write_bytes(whole[:place] + b"acmf" + whole[place + 4 :])
    assert first(folder).code == "database-damaged"


def test_a_text_that_is_no_unicode_ends_the_reading_at_its_record_bad(
    folder: InFolder,
) -> None:
    filled(folder)
    quietly(folder, "UPDATE records SET subject = CAST(x'ff' AS TEXT) WHERE number = 3")
    assert ("record-unreadable", "") in codes(verified(folder))


def test_pages_that_are_none_are_said_to_be_unreadable_bad(folder: InFolder) -> None:
    filled(folder)
    with opened(folder) as register:
        file = folder.folder / "register.sqlite3"
        raw = bytearray(file.read_bytes())
        raw[100:] = bytes(len(raw) - 100)
        file.write_bytes(raw)
        found = verify(register)
    assert found.first is not None
    assert found.first.code in {*UNREADABLE, "database-damaged"}
    assert not found.passed


def test_a_reader_of_a_server_can_verify_good(server: OnServer) -> None:
    filled(server)
    reader = "audit_looker"
    server.run(
        f"DROP ROLE IF EXISTS {reader}",
        f"CREATE ROLE {reader} LOGIN",
    )
    with opened(server) as register:
        register.place.grant(grants([], [reader]))
    assert verified(server.as_user(reader)).passed
    server.run(f"DROP OWNED BY {reader}", f"DROP ROLE {reader}")


def test_writers_at_work_raise_no_false_alarm_good(backend: Backend) -> None:
    filled(backend)
    sizes, stop = [], threading.Event()

    def write() -> None:
        with opened(backend) as register:
            number = 0
            while not stop.is_set():
                register.accept([new(b"%d" % number, subject=f"w{number}")], AT)
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(sizes) < 4 or sizes[-1] == sizes[0]:
            found = verified(backend)
            assert found.passed, found.first
            sizes.append(found.size)
    finally:
        stop.set()
        writer.join()
    assert sizes == sorted(sizes)


@dataclass(frozen=True)
class Sealed:
    """A sealed register of one document, and who can open it."""

    folder: Path
    identity: Identity

    def opened(self, *identities: Identity) -> Register:
        return open_register(self.folder, identities)

    def blob(self) -> Path:
        with self.opened() as register:
            address = next(r.address for r in register.records(kind="response"))
        return self.folder / "blobs" / address[:2] / address


@pytest.fixture
def sealed(tmp_path: Path) -> Sealed:
    identity, kept_apart = Identity.new(), Identity.new()
    readers = [
        Reader(role="officer", recipient=identity.recipient),
        Reader(role="recovery", recipient=kept_apart.recipient),
    ]
    folder = tmp_path / "sealed"
    create_sealed_register(folder, readers, "Olena Koval", AT).close()
    with open_register(folder) as register:
        register.accept([new(b"no")], AT)
    return Sealed(folder, identity)


def test_sealed_contents_are_read_with_an_identity_good(sealed: Sealed) -> None:
    with sealed.opened(sealed.identity) as register:
        assert verify(register).steps[6].status == "passed"
        assert verify(register).passed


def test_sealed_contents_are_looked_for_without_an_identity(sealed: Sealed) -> None:
    with sealed.opened() as register:
        step = verify(register).steps[6]
        assert step.status == "skipped"
        assert "give --identity" in step.detail
        sealed.blob().unlink()
        assert verify(register).steps[6].faults[0].code == "content-missing"


def test_another_content_sealed_to_the_same_officers_is_named_bad(
    sealed: Sealed,
) -> None:
    """Anyone can seal to a public key; only the accepted content has the address."""
    with sealed.opened(sealed.identity) as register:
        stored, _ = Age([r.recipient for r in register.readers]).seal(b"yes")
        sealed.blob().write_bytes(stored)
        fault = verify(register).first
    assert fault is not None
    assert (fault.code, fault.kind, fault.subject) == (
        "content-altered",
        "response",
        "r1",
    )


def test_a_damaged_sealed_content_is_named_bad(sealed: Sealed) -> None:
    blob = sealed.blob()
    blob.write_bytes(blob.read_bytes()[:-1])
    with sealed.opened(sealed.identity) as register:
        fault = verify(register).first
    assert fault is not None
    assert fault.code == "content-unreadable"
    assert "does not open" in fault.detail


def test_contents_are_read_in_batches_that_fit_into_memory() -> None:
    small = {f"s{n}": (n, 10) for n in range(2 * BATCH + 1)}
    assert list(map(len, batches(small))) == [BATCH, BATCH, 1]
    large = {f"l{n}": (n, BATCH_BYTES // 2 + n) for n in range(3)}
    assert list(batches(large)) == [["l0"], ["l1"], ["l2"]]
    assert [a for batch in batches({**small, **large}) for a in batch] == [
        *small,
        *large,
    ]
    assert not list(batches({}))


def test_a_content_that_is_a_link_is_not_followed_bad(folder: InFolder) -> None:
    filled(folder)
    blob = folder.blob(rows_of(folder)[2].address)
    elsewhere = folder.folder.parent / "elsewhere"
    blob.rename(elsewhere)
    blob.symlink_to(elsewhere)
    assert first(folder).code == "content-unreadable"
