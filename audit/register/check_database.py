"""Whether the database under the register is sound: its pages, schema and types."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audit.register import engine, migrations
from audit.register.faults import Fault, Faults

if TYPE_CHECKING:
    from audit.register.engine import Connection

#: With these, rows cannot be read at all.
UNREADABLE = frozenset({"database-unreadable", "record-type", "head-type"})
#: SQLite keeps any type in any column; these are the ones that we write.
_TYPES = """
SELECT number FROM records WHERE typeof(kind) <> 'text'
  OR typeof(vendor) NOT IN ('text', 'null') OR typeof(subject) <> 'text'
  OR typeof(address) <> 'text' OR typeof(recorded_at) <> 'text'
  OR typeof(body) <> 'blob' OR typeof(root) <> 'blob'
"""
_HEAD_TYPES = """
SELECT 1 FROM head WHERE typeof(size) <> 'integer'
  OR typeof(root) <> 'blob' OR typeof(frontier) <> 'blob'
"""
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
#: Triggers that fire at every row, and the functions that they call.
_FOUND = """
SELECT 'trigger ' || t.tgname || ' on ' || c.relname, p.proname::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
WHERE n.nspname = 'audit' AND NOT t.tgisinternal
  AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL
UNION ALL
SELECT 'function ' || p.proname, p.prosrc
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'audit'
"""
_TRIGGER = re.compile(
    r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+) .+ ON audit\.(\w+)\n"
    r".*EXECUTE FUNCTION audit\.(\w+)\(\)$",
    re.MULTILINE,
)
_FUNCTION = re.compile(
    r"^CREATE FUNCTION audit\.(\w+)\(\).*?AS \$\$(.*?)\$\$$", re.MULTILINE | re.DOTALL
)
_GUARD = "is not as the register makes it: a guard was removed, changed or added"


def database_faults(connection: Connection) -> Faults:
    """Ask the database about itself."""
    faults = Faults()
    if connection.dialect.name == "sqlite":
        _sqlite(connection, faults)
    else:
        _postgresql(connection, faults)
    return faults


def _sqlite(connection: Connection, faults: Faults) -> None:
    said = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    if said != ["ok"]:
        faults.add(*(Fault("database-damaged", str(line), "database") for line in said))
    found = {tuple(row) for row in connection.exec_driver_sql(_SCHEMA)}
    for kind, name, *_ in sorted(found ^ expected_schema(), key=str):
        faults.add(Fault("database-schema", _GUARD, f"{kind} {name}"))
    for number in connection.exec_driver_sql(_TYPES).scalars():
        text = "a column holds a value of another type"
        faults.add(Fault("record-type", text, "columns", number))
    if connection.exec_driver_sql(_HEAD_TYPES).all():
        faults.add(Fault("head-type", "holds a value of another type", "head"))


def _postgresql(connection: Connection, faults: Faults) -> None:
    found = {tuple(row) for row in connection.exec_driver_sql(_FOUND)}
    for name in sorted({name for name, _ in found ^ expected_guards()}):
        faults.add(Fault("database-schema", _GUARD, name))


@cache
def expected_guards() -> frozenset[tuple[str, ...]]:
    """Return the triggers and functions that the migrations make on a server."""
    files = sorted((migrations.FOLDER / "versions").glob("*.py"))
    text = "".join(file.read_text("utf-8") for file in files)
    triggers = (
        (f"trigger {name} on {table}", function)
        for name, table, function in _TRIGGER.findall(text)
    )
    functions = (
        (f"function {name}", source) for name, source in _FUNCTION.findall(text)
    )
    return frozenset((*triggers, *functions))


@cache
def expected_schema() -> frozenset[tuple[str, ...]]:
    """Return the schema that the migrations make."""
    with TemporaryDirectory() as folder:
        made = engine.sqlite_engine(Path(folder) / "schema.sqlite3", create=True)
        try:
            with engine.transaction(made, "schema", writes=True) as connection:
                migrations.migrate(connection)
                rows = connection.exec_driver_sql(_SCHEMA).all()
        finally:
            made.dispose()
    return frozenset(tuple(row) for row in rows)
