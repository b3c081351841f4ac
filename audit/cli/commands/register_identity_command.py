"""``audit register identity new`` and ``show``."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options, register_options
from audit.cli.groups import SharedDefaults
from audit.cli.output import note, write_secret


@click.group(cls=SharedDefaults)
def command() -> None:
    """Make the age key with which an officer opens registers."""


@command.command()
@click.option("--out", type=options.PATH, required=True, help="File to write.")
@click.option("--no-passphrase", is_flag=True, help="Whoever has the file has the key.")
@options.passphrase_file
def new(out: Path, no_passphrase: bool, passphrase_file: Path | None) -> None:
    """Make an identity, protected by a passphrase; its public half goes to stdout."""
    from audit.register.sealing import Identity
    from audit.registering.identities import write_identity

    if out.exists():
        raise click.UsageError(f"{out} exists; keys are never overwritten")
    passphrase = None
    if not no_passphrase:
        passphrase = options.read_passphrase(passphrase_file, confirm=True)
    made = Identity.new()
    write_secret(out, write_identity(made, options.now(), passphrase))
    click.echo(made.recipient)
    note(f"{out}: keep it, and give the line above to whoever adds officers")


@command.command()
@click.argument("file", type=register_options.IdentityFile())
@options.passphrase_file
def show(file: Path, passphrase_file: Path | None) -> None:
    """Print the public half of an identity."""
    from audit.registering.identities import read_identities

    for identity in read_identities(
        file, lambda: options.read_passphrase(passphrase_file)
    ):
        click.echo(identity.recipient)
