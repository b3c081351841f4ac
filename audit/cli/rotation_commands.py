"""``audit keys revoke``, ``rotate``, ``handover``: when a key goes or another comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, signers
from audit.cli.keyring_commands import (
    end_of,
    list_argument,
    read_list,
    root_option,
    write_list,
)
from audit.cli.output import note, write_whole

if TYPE_CHECKING:
    from audit.signing.keyring import RevokedAs

HOW = ("compromised", "superseded")
_key = click.option(
    "--key", "key_id", required=True, help="Id, or its first 8 characters."
)


@click.command()
@list_argument
@root_option
@_key
@click.option("--reason", required=True, help="Why it is revoked.")
@click.option(
    "--as",
    "how",
    type=click.Choice(HOW),
    default="compromised",
    show_default=True,
    help="Superseded: what it signed before stays good.",
)
@click.option(
    "--since", type=options.Day(), help="First day it counts as revoked [now]."
)
@options.passphrase_file
def revoke(
    keys: Path,
    root: Path | str,
    key_id: str,
    reason: str,
    how: RevokedAs,
    since: date | None,
    passphrase_file: Path | None,
) -> None:
    """Revoke a key in the list KEYS; it stays in the list, marked."""
    from audit.signing.rotation import without_key

    signer = signers.open_signer(root, passphrase_file)
    begin = datetime.combine(since, time(), UTC) if since else None
    ring = read_list(keys, signer)
    ring = without_key(ring, key_id, reason, options.now(), how, begin)
    write_list(keys, ring, signer)


@click.command()
@list_argument
@root_option
@_key
@click.option("--public", "pem", type=options.FILE, required=True, help="The new PEM.")
@click.option("--not-after", type=options.Day(), help="Last day [in two years].")
@options.passphrase_file
def rotate(
    keys: Path,
    root: Path | str,
    key_id: str,
    pem: Path,
    not_after: date | None,
    passphrase_file: Path | None,
) -> None:
    """Let a new key take over from an old one, which is superseded."""
    from audit.signing.envelope import read_public_key
    from audit.signing.rotation import with_successor

    public = read_public_key(pem.read_bytes())
    signer = signers.open_signer(root, passphrase_file)
    ring, last = read_list(keys, signer), end_of(not_after)
    ring = with_successor(ring, key_id, public, options.now(), last)
    write_list(keys, ring, signer)
    note(f"added {public.key_id}")


@click.command()
@list_argument
@root_option
@click.option(
    "--new-root", type=signers.KEY, required=True, help="Key that is the root from now."
)
@click.option(
    "--new-passphrase-file",
    type=options.FILE,
    help="The new root's passphrase or PIN [asked for].",
)
@options.passphrase_file
def handover(
    keys: Path,
    root: Path | str,
    new_root: Path | str,
    new_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Hand the list KEYS over to a new root, by the old root's signature.

    Who pinned the old root reads the list as before.
    """
    from audit.signing.rotation import hand_over

    note(f"the old root: {root}")
    old = signers.open_signer(root, passphrase_file)
    note(f"the new root: {new_root}")
    new = signers.open_signer(new_root, new_passphrase_file)
    ring = read_list(keys, old)
    write_whole(keys, hand_over(ring, old, new, options.now()))
    note(f"{keys}: version {ring.version + 1}, signed by {new.subject} from now on")


COMMANDS = (revoke, rotate, handover)
