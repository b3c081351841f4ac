"""Roles on a real server: what each may do, and that nothing else is permitted."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from audit.cli.main import main
from audit.errors import AuditError, InputError
from audit.register.roles import grants
from audit.register.store import create_register, open_register
from tests.register.backends import AT, OnServer, made, new
from tests.registering.office import card_data

WRITER, READER = "audit_writer", "audit_reader"


def make_roles(server: OnServer) -> None:
    for role in (WRITER, READER):
        server.run(
            f"DO $$ BEGIN CREATE ROLE {role} LOGIN; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )


@pytest.fixture
def granted(server: OnServer) -> OnServer:
    """A register with one record, and both roles."""
    make_roles(server)
    with made(server, b"one") as register:
        register.place.grant(grants([WRITER], [READER]))
    return server


def test_a_writer_accepts_and_reads(granted: OnServer) -> None:
    with open_register(granted.as_user(WRITER).where) as register:
        (record,) = register.accept([new(b"two")], AT)
        assert (record.number, register.read(record)) == (1, b"two")
        assert register.accept([new(b"two")], AT) == (record,)


def test_a_reader_reads_and_accepts_nothing_bad(granted: OnServer) -> None:
    with open_register(granted.as_user(READER).where) as register:
        assert [register.read(r) for r in register.records()] == [b"one"]
        with pytest.raises(AuditError, match="not permitted: permission denied"):
            register.accept([new(b"two")], AT)
        assert register.head().size == 1


FORBIDDEN = [
    "UPDATE audit.records SET body = body",
    "DELETE FROM audit.records",
    "TRUNCATE audit.records",
    "TRUNCATE audit.records CASCADE",
    "UPDATE audit.blobs SET content = content",
    "SET audit.resealing = on; UPDATE audit.blobs SET content = content",
    "DELETE FROM audit.blobs",
    "TRUNCATE audit.blobs",
    "UPDATE audit.head SET id = 2",
    "DELETE FROM audit.head",
    "TRUNCATE audit.head",
    "INSERT INTO audit.head VALUES (2, 0, '', '')",
    "UPDATE audit.settings SET body = body",
    "INSERT INTO audit.settings VALUES (2, '')",
    "DELETE FROM audit.settings",
    "UPDATE audit.alembic_version SET version_num = '0'",
    "ALTER TABLE audit.records DISABLE TRIGGER ALL",
    "DROP TRIGGER records_stay ON audit.records",
    "ALTER TABLE audit.records ADD COLUMN more text",
    "CREATE TABLE audit.more (id int)",
    "CREATE INDEX more ON audit.records (body)",
    "DROP TABLE audit.records",
    "DROP SCHEMA audit CASCADE",
    "CREATE OR REPLACE FUNCTION audit.stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "SET session_replication_role = replica",
    "GRANT ALL ON audit.records TO PUBLIC; UPDATE audit.records SET body = body",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("role", [WRITER, READER])
def test_nothing_is_changed_or_removed_by_a_role_bad(
    granted: OnServer, role: str, statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        granted.as_user(role).run(statement)
    with open_register(granted.where) as register:
        assert [register.read(r) for r in register.records()] == [b"one"]


READS_ONLY = [
    "INSERT INTO audit.blobs VALUES ('a', '')",
    "UPDATE audit.head SET size = size",
    "SELECT * FROM audit.head FOR UPDATE",
]


@pytest.mark.parametrize("statement", READS_ONLY)
def test_a_reader_adds_nothing_bad(granted: OnServer, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        granted.as_user(READER).run(statement)


OWNER = [
    "UPDATE audit.records SET body = body",
    "DELETE FROM audit.records",
    "TRUNCATE audit.records CASCADE",
    "UPDATE audit.blobs SET content = content",
    "DELETE FROM audit.blobs",
    "TRUNCATE audit.blobs CASCADE",
    "UPDATE audit.settings SET body = body",
    "TRUNCATE audit.head",
]


@pytest.mark.parametrize("statement", OWNER)
def test_the_owner_is_stopped_by_triggers_bad(
    granted: OnServer, statement: str
) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        granted.run(statement)


def test_a_writer_cannot_leave_the_head_behind_bad(granted: OnServer) -> None:
    columns = "kind, vendor, subject, address, recorded_at, body, root"
    with pytest.raises(psycopg.errors.RaiseException, match="the head follows"):
        granted.as_user(WRITER).run(
            f"INSERT INTO audit.records (number, {columns}) SELECT 1, {columns} FROM audit.records"  # noqa: S608
        )
    with pytest.raises(psycopg.errors.RaiseException, match="the head follows"):
        granted.as_user(WRITER).run("UPDATE audit.head SET size = 9")


def test_a_record_without_its_content_is_refused_bad(granted: OnServer) -> None:
    columns = "kind, vendor, subject, recorded_at, body, root"
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        granted.as_user(WRITER).run(
            f"INSERT INTO audit.records (number, address, {columns}) "  # noqa: S608
            f"SELECT 1, 'none', {columns} FROM audit.records"
        )


@pytest.mark.parametrize("role", ["", "Olena", 'x"; DROP SCHEMA audit; --', "a b", "9"])
def test_an_odd_name_of_a_role_is_refused_bad(role: str) -> None:
    with pytest.raises(InputError, match="is no name of a role"):
        grants([], [role])
    assert grants([], ["audit_reader"])[0].endswith('"audit_reader"')


def test_a_role_that_does_not_exist_is_named_bad(server: OnServer) -> None:
    with (
        made(server) as register,
        pytest.raises(AuditError, match='role "nobody_here" does not exist'),
    ):
        register.place.grant(grants(["nobody_here"], []))


def test_a_schema_that_another_role_owns_is_refused_bad(granted: OnServer) -> None:
    granted.run(
        "DROP SCHEMA audit CASCADE",
        f"CREATE SCHEMA audit AUTHORIZATION {READER}",
        f"GRANT ALL ON SCHEMA audit TO {WRITER}",
    )
    with pytest.raises(InputError, match=f"belongs to another role, {READER}"):
        create_register(granted.as_user(WRITER).where)
    with create_register(granted.as_user(READER).where) as register:
        assert register.head().size == 0


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["register", *map(str, words)])


def test_the_command_line_makes_a_register_for_both_roles(
    server: OnServer, tmp_path: Path
) -> None:
    make_roles(server)
    roles = ["--grant-writer", WRITER, "--grant-reader", READER]
    done = run("init", "--register", server.where, *roles)
    assert done.exit_code == 0, done.output
    card = tmp_path / "card.json"
    card.write_text(json.dumps(card_data()))
    refused = run("vendor", "set", card, "--register", server.as_user(READER).where)
    assert refused.exit_code == 4
    assert "not permitted" in refused.stderr
    written = run("vendor", "set", card, "--register", server.as_user(WRITER).where)
    assert written.exit_code == 0, written.output
    read = run("vendor", "list", "--register", server.as_user(READER).where)
    assert "Plain Vendor Ltd" in read.stdout
    again = run("init", "--register", server.where)
    assert again.exit_code == 3
    assert "there is a register already" in again.stderr


def test_the_printed_statements_are_those_that_init_runs() -> None:
    printed = run("roles").stdout.splitlines()
    assert printed == [f"{s};" for s in grants([WRITER], [READER])]
