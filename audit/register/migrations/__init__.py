"""Bring a register's tables to the present schema; refuse a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import InputError, Problem
from audit.register.tables import SCHEMA

if TYPE_CHECKING:
    from audit.register.engine import Connection

#: All revisions, the oldest first; a test compares them with the files.
REVISIONS = ("0001",)
FOLDER = Path(__file__).parent


def is_current(connection: Connection, place: str) -> bool:
    """Tell whether the schema is the present one; InputError for one unknown here."""
    found = _revision(connection)
    if found not in REVISIONS:
        message = f"the register has the schema '{found}', which is newer than this"
        hint = f"update the toolkit; it knows {', '.join(REVISIONS)}"
        raise InputError.of(Problem("register-schema", message, "", hint, place))
    return found == REVISIONS[-1]


def _revision(connection: Connection) -> str:
    prefix = f"{SCHEMA}." if connection.dialect.name == "postgresql" else ""
    query = f"SELECT version_num FROM {prefix}alembic_version"  # noqa: S608
    return str(connection.exec_driver_sql(query).scalar())


def migrate(connection: Connection) -> None:
    """Run every step that is missing, within the connection's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(FOLDER))
    server = connection.dialect.name == "postgresql"
    with EnvironmentContext(Config(), scripts) as environment:
        environment.configure(
            connection=connection,
            fn=lambda found, _: scripts._upgrade_revs("head", found),  # noqa: SLF001
            version_table_schema=SCHEMA if server else None,
        )
        environment.run_migrations()
