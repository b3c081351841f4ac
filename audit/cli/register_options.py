"""Options of the commands that work on a register, and how they open it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options

if TYPE_CHECKING:
    from audit.register.store import Register

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how secrets begin, not one of them


class IdentityFile(click.Path):
    """The file of an age identity; a key in its place is not repeated to anyone."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, exists=True, dir_okay=False)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the path; a usage error when it is no file."""
        if _SECRET in str(value).upper():
            message = (
                "this is a secret key, and now every user of this machine may have "
                "seen it: make a new one, and give the file that it lies in"
            )
            self.fail(message, param, ctx)
        return super().convert(value, param, ctx)


register = click.option(
    "--register",
    required=True,
    envvar="AUDIT_REGISTER",
    help="Folder of the register, or postgresql://host/database.",
)
identity = click.option(
    "--identity",
    type=IdentityFile(),
    envvar="AUDIT_IDENTITY",
    help="File of your age identity, which opens a sealed register.",
)
identity_passphrase_file = click.option(
    "--identity-passphrase-file",
    type=options.FILE,
    help="File with the identity's passphrase.",
)
grant_writer = click.option(
    "--grant-writer",
    multiple=True,
    metavar="ROLE",
    help="PostgreSQL role that may add records; repeatable.",
)
grant_reader = click.option(
    "--grant-reader",
    multiple=True,
    metavar="ROLE",
    help="PostgreSQL role that may read; repeatable.",
)
by = click.option("--by", default=getpass.getuser, help="Who does it [you].")


def open_with(
    where: str, identity: Path | None, passphrase_file: Path | None
) -> Register:
    """Open a register, with the identities of a file if one is given."""
    from audit.register.store import open_register
    from audit.registering.identities import read_identities

    def ask() -> bytes:
        return options.read_passphrase(passphrase_file)

    found = read_identities(identity, ask) if identity else ()
    return open_register(where, found)
