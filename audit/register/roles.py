"""What PostgreSQL roles may do in a register: the least that their work needs.

The owner, who ran ``init``, migrates and reseals. A writer adds records and contents
and moves the head; a reader reads. Neither can change or remove what is there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.errors import InputError, Problem
from audit.register.tables import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = re.compile(r"[a-z_][a-z0-9_$-]{0,62}")
_TABLES = ("records", "blobs", "head", "settings", "alembic_version")


def grants(writers: Sequence[str], readers: Sequence[str]) -> tuple[str, ...]:
    """Return the statements that an owner runs; InputError for an odd name."""
    statements = []
    for role in (*writers, *readers):
        tables = ", ".join(f"{SCHEMA}.{table}" for table in _TABLES)
        statements += [
            f"GRANT USAGE ON SCHEMA {SCHEMA} TO {_quoted(role)}",
            f"GRANT SELECT ON {tables} TO {_quoted(role)}",
        ]
    for role in writers:
        statements += [
            f"GRANT INSERT ON {SCHEMA}.records, {SCHEMA}.blobs TO {_quoted(role)}",
            f"GRANT UPDATE (size, root, frontier) ON {SCHEMA}.head TO {_quoted(role)}",
        ]
    return tuple(statements)


def _quoted(role: str) -> str:
    if not _NAME.fullmatch(role):
        message = f"'{role[:80]}' is no name of a role"
        hint = "write small letters, digits and _, for example audit_writer"
        raise InputError.of(Problem("register-role", message, hint=hint))
    return f'"{role}"'
