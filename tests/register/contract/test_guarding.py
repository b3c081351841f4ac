"""What the database itself refuses, whoever asks, as long as its triggers stand."""

from __future__ import annotations

import pytest
from sqlalchemy import ForeignKeyConstraint, MetaData

from audit.errors import AuditError, InputError
from audit.register import migrations, tables
from audit.register.merkle import Frontier, leaf_hash
from audit.register.model import Record
from audit.register.store import create_register, open_register
from tests.register.backends import AT, Backend, InFolder, made, new, opened


def refused(backend: Backend, statement: str) -> str:
    with pytest.raises(
        Exception, match=r"append-only|no gaps|the head follows"
    ) as caught:
        backend.run(statement)
    return str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.records SET subject = 'other' WHERE number = 0",
        "UPDATE audit.records SET body = body WHERE number = 1",
        "DELETE FROM audit.records WHERE number = 1",
        "DELETE FROM audit.records",
    ],
)
def test_records_are_neither_changed_nor_removed_bad(
    backend: Backend, statement: str
) -> None:
    with made(backend, b"one", b"two") as register:
        before = list(register.rows())
        assert "records" in refused(backend, statement)
        assert list(register.rows()) == before


@pytest.mark.parametrize("size", [0, 1, 2, 4])
def test_the_head_moves_to_the_last_record_only_bad(
    backend: Backend, size: int
) -> None:
    with made(backend, b"one", b"two") as register:
        refused(backend, f"UPDATE audit.head SET size = {size}")  # noqa: S608
        refused(backend, "DELETE FROM audit.head")
        assert register.head().size == 2


@pytest.mark.parametrize("number", [1, 4])
def test_a_number_out_of_order_is_refused_bad(backend: Backend, number: int) -> None:
    with made(backend, b"one", b"two") as register:
        columns = "kind, vendor, subject, address, recorded_at, body, root"
        refused(
            backend,
            f"INSERT INTO audit.records (number, {columns}) "  # noqa: S608
            f"SELECT {number}, {columns} FROM audit.records WHERE number = 0",
        )
        assert len(list(register.rows())) == 2


def test_a_newer_schema_is_refused_bad(backend: Backend) -> None:
    made(backend, b"one").close()
    backend.run("UPDATE audit.alembic_version SET version_num = '0099'")
    with pytest.raises(InputError, match="the schema '0099', which is newer") as caught:
        opened(backend)
    assert "it knows 0001" in caught.value.problems[0].hint
    backend.run("UPDATE audit.alembic_version SET version_num = '0001'")
    with opened(backend) as register:
        assert register.head().size == 1


def test_a_register_is_made_once_bad(backend: Backend) -> None:
    with made(backend, b"one") as register:
        with pytest.raises(InputError, match="there is a register already"):
            create_register(backend.where)
        assert register.head().size == 1


def test_what_is_not_there_is_not_made_by_opening_bad(backend: Backend) -> None:
    for _ in range(2):
        with pytest.raises(InputError, match="there is no register") as caught:
            open_register(backend.where)
        assert caught.value.problems[0].hint == "make one: audit register init"


def tables_in(schema: str | None) -> MetaData:
    """The tables as the code knows them; only a server has contents to point to."""
    found = MetaData()
    wanted = [tables.records, tables.head, tables.blobs, tables.settings]
    for table in wanted if schema else wanted[:2]:
        table.to_metadata(found, schema=schema)
    if schema:
        contents = ForeignKeyConstraint(["address"], [f"{schema}.blobs.address"])
        found.tables[f"{schema}.records"].append_constraint(contents)
    return found


def test_the_migrations_make_the_tables_that_are_used(backend: Backend) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    schema = None if isinstance(backend, InFolder) else tables.SCHEMA
    with made(backend) as register, register.place.reading() as connection:
        plain = connection.execution_options(schema_translate_map=None)
        context = MigrationContext.configure(
            plain,
            opts={
                "version_table_schema": schema,
                "include_schemas": schema is not None,
                "include_name": lambda name, kind, _: (
                    kind != "schema" or name == schema
                ),
            },
        )
        assert compare_metadata(context, tables_in(schema)) == []


def test_migrating_again_changes_nothing(backend: Backend) -> None:
    with made(backend, b"one") as register:
        before = list(register.rows())
        with register.place.reading() as connection:
            migrations.migrate(connection)
            assert migrations.is_current(connection, "here")
        assert list(register.rows()) == before


def test_every_migration_has_its_file() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations.FOLDER))
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == migrations.REVISIONS


def test_a_log_that_was_rewritten_whole_has_another_root(backend: Backend) -> None:
    """What triggers cannot do: an owner takes them off. The root tells."""
    with made(backend, b"one", b"two") as register:
        kept = register.head().root
        row = next(register.rows())
        forged = Record.read(0, row.body).model_copy(update={"by": "Taras"}).body
        backend.rewrite(0, forged)
        leaves = list(register.leaf_hashes())
        assert leaves[0] == leaf_hash(forged)
        assert Frontier.of(leaves).root != kept


def test_a_damaged_database_is_named_in_plain_words_bad(backend: Backend) -> None:
    made(backend, b"one").close()
    if isinstance(backend, InFolder):
        (backend.folder / "register.sqlite3").write_bytes(b"no database at all" * 99)
    else:
        backend.run("ALTER TABLE audit.records RENAME TO lost")
    with pytest.raises(AuditError) as caught, opened(backend) as register:
        register.accept([new(b"two")], AT)
    (problem,) = caught.value.problems
    assert problem.code == "register-database"
    assert "Traceback" not in str(caught.value)
