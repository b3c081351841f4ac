"""``audit keys``: make signing keys, and keep the list of who may sign what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import keyring_commands, options, rotation_commands, signers
from audit.cli.output import note, write_secret, write_whole

if TYPE_CHECKING:
    from datetime import datetime

    from audit.signing.certificates import KeyKind

    #: Kind, name, organisation and days of a new key.
    Words = tuple[KeyKind, str, str | None, int]
    #: Its subject, its last moment, its root in PEM.
    Made = tuple[str, datetime, bytes]


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
@click.option(
    "--out",
    type=signers.NEW_KEY,
    required=True,
    help="PKCS#12 file to write, or PKCS#11 URI of the new key.",
)
@click.option("--roots", type=options.PATH, required=True, help="Root PEM to write.")
@options.passphrase_file
def create(
    name: str,
    organisation: str | None,
    kind: KeyKind,
    days: int,
    out: Path | str,
    roots: Path,
    passphrase_file: Path | None,
) -> None:
    """Create a key with its own root; hand the root to whoever verifies."""
    for path in (out, roots):
        if isinstance(path, Path) and path.exists():
            raise click.UsageError(f"{path} exists; keys are never overwritten")
    words = (kind, name, organisation, days)
    subject, last, root = (
        _in_file(out, words, passphrase_file)
        if isinstance(out, Path)
        else _in_token(out, words, passphrase_file)
    )
    write_whole(roots, root)
    note(f"{subject}: valid until {last:%Y-%m-%d}")


def _in_file(out: Path, words: Words, passphrase_file: Path | None) -> Made:
    from audit.signing.keys import create_key

    kind, name, organisation, days = words
    secret = options.read_passphrase(passphrase_file, confirm=True)
    now = options.now()
    made = create_key(
        kind, name, organisation, days=days, not_before=now, passphrase=secret
    )
    write_secret(out, made.p12)
    return made.subject, made.not_after, made.roots


def _in_token(out: str, words: Words, passphrase_file: Path | None) -> Made:
    from audit.signing.token_create import create_in_token
    from audit.signing.token_uri import read_uri

    kind, name, organisation, days = words
    place, now = read_uri(out), options.now()
    pin = options.read_passphrase(passphrase_file, what="PIN")
    made = create_in_token(
        place, pin, kind, name, organisation, days=days, not_before=now
    )
    return made.subject, made.certificate.not_valid_after_utc, made.roots


for _command in (*keyring_commands.COMMANDS, *rotation_commands.COMMANDS):
    command.add_command(_command)
