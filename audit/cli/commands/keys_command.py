"""``audit keys``: make signing keys, and keep the list of who may sign what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import keyring_commands, options, rotation_commands
from audit.cli.output import note, write_secret, write_whole

if TYPE_CHECKING:
    from audit.signing.certificates import KeyKind


@click.group()
def command() -> None:
    """Create signing keys and keep the list of who may sign what (keys.json)."""


@command.command()
@click.option("--name", required=True, help="Who signs (common name).")
@click.option("--organisation", help="The signer's organisation.")
@click.option(
    "--kind",
    type=click.Choice(["p256", "rsa3072", "ed25519"]),
    default="p256",
    show_default=True,
)
@click.option("--days", type=click.IntRange(1, 3650), default=730, show_default=True)
@click.option("--out", type=options.PATH, required=True, help="PKCS#12 file to write.")
@click.option("--roots", type=options.PATH, required=True, help="Root PEM to write.")
@options.passphrase_file
def create(
    name: str,
    organisation: str | None,
    kind: KeyKind,
    days: int,
    out: Path,
    roots: Path,
    passphrase_file: Path | None,
) -> None:
    """Create a key with its own root; hand the root to whoever verifies."""
    from audit.signing.keys import create_key

    for path in (out, roots):
        if path.exists():
            raise click.UsageError(f"{path} exists; keys are never overwritten")
    passphrase = options.read_passphrase(passphrase_file, confirm=True)
    made = create_key(
        kind,
        name,
        organisation,
        days=days,
        not_before=options.now(),
        passphrase=passphrase,
    )
    write_secret(out, made.p12)
    write_whole(roots, made.roots)
    note(f"{made.subject}: valid until {made.not_after:%Y-%m-%d}")


for _command in (*keyring_commands.COMMANDS, *rotation_commands.COMMANDS):
    command.add_command(_command)
