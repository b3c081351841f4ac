"""Options that several verbs share."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from audit.errors import KeyProblem, Problem

PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
#: A file or a folder.
PRESENT = click.Path(path_type=Path, exists=True)
#: A file to read, or ``-`` for the standard input.
INPUT = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
LANGUAGES = ("en", "uk", "ru")


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the day; a usage error for another form."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-11-24", param, ctx)


def today() -> date:
    """Return the day of the clock (read here and nowhere below)."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """Return the moment of the clock."""
    return datetime.now(UTC)


as_of = click.option(
    "--as-of", type=Day(), default=today, help="Day of the assessment [today]."
)
policy = click.option("--policy", required=True, help="Policy id or file.")
evidence = click.option(
    "--evidence", type=PATH, help="Folder that evidence names start from."
)
review = click.option("--review", type=FILE, help="The assessor's review.")
exceptions = click.option("--exceptions", type=FILE, help="Approved exceptions.")
language = click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True
)
#: Of verbs whose result people read, paste or hand to programs.
form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
)
passphrase_file = click.option(
    "--passphrase-file",
    type=FILE,
    help="File or descriptor (/dev/fd/3) with the key's passphrase or PIN.",
)


def read_input(path: Path) -> bytes:
    """Return the bytes of a file, or of the standard input for ``-``."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def read_passphrase(
    file: Path | None, *, confirm: bool = False, what: str = "Passphrase"
) -> bytes:
    """Return the passphrase from the file, else from a prompt; never from argv."""
    if file is not None:
        return file.read_bytes().rstrip(b"\r\n")
    text = click.prompt(what, hide_input=True, confirmation_prompt=confirm, err=True)
    if not text:
        raise KeyProblem.of(Problem("key-passphrase", f"the {what.lower()} is empty"))
    return str(text).encode()
