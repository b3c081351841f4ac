"""``audit keys public``, ``init``, ``add``, ``renew``, ``list``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from audit.cli import options, signers
from audit.cli.output import note, print_json, print_rows, write_whole
from audit.signing.fields import ROLES, Role

if TYPE_CHECKING:
    from audit.signing.keyring import KeyEntry, KeyRing
    from audit.signing.keys import Signer

root_option = click.option(
    "--root",
    type=signers.KEY,
    required=True,
    help="PKCS#12 or PKCS#11 URI of the root.",
)
_expires = click.option(
    "--expires", type=options.Day(), help="Last day the list is good [no end]."
)
list_argument = click.argument("keys", type=options.FILE)


@click.command()
@click.argument("key", type=signers.KEY)
@click.option("--out", type=options.PATH, required=True, help="PEM file to write.")
@options.passphrase_file
def public(key: Path | str, out: Path, passphrase_file: Path | None) -> None:
    """Write the public half of KEY (PKCS#12 file or PKCS#11 URI), to hand to others."""
    from audit.signing.envelope import public_key_of

    found = public_key_of(signers.open_signer(key, passphrase_file))
    _refuse_existing(out)
    write_whole(out, found.pem.encode())
    note(f"{out}: key {found.key_id}")


@click.command()
@root_option
@click.option("--out", type=options.PATH, required=True, help="keys.json to write.")
@_expires
@options.passphrase_file
def init(
    root: Path | str, out: Path, expires: date | None, passphrase_file: Path | None
) -> None:
    """Start a list of keys, signed by the root key."""
    from audit.signing.keyring import new_ring

    _refuse_existing(out)
    signer = signers.open_signer(root, passphrase_file)
    write_list(out, new_ring(options.now(), end_of(expires)), signer)


@click.command()
@list_argument
@root_option
@click.option("--public", "pem", type=options.FILE, required=True, help="PEM to add.")
@click.option("--name", required=True, help="Who holds the key.")
@click.option("--organisation", required=True, help="Exactly the vendor's name.")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True)
@click.option("--not-after", type=options.Day(), help="Last day [in two years].")
@options.passphrase_file
def add(
    keys: Path,
    root: Path | str,
    pem: Path,
    name: str,
    organisation: str,
    roles: tuple[str, ...],
    not_after: date | None,
    passphrase_file: Path | None,
) -> None:
    """Add a public key to the list KEYS, bound to its role and organisation."""
    from audit.signing.envelope import read_public_key
    from audit.signing.keyring import entry_of, with_key

    found, at = read_public_key(pem.read_bytes()), options.now()
    typed = cast("tuple[Role, ...]", roles)
    entry = entry_of(found, name, organisation, typed, at, end_of(not_after))
    signer = signers.open_signer(root, passphrase_file)
    ring = with_key(read_list(keys, signer), found.key_id, entry, at)
    write_list(keys, ring, signer)
    note(f"added {found.key_id}")


@click.command()
@list_argument
@root_option
@_expires
@options.passphrase_file
def renew(
    keys: Path, root: Path | str, expires: date | None, passphrase_file: Path | None
) -> None:
    """Give the list KEYS another last day."""
    from audit.signing.keyring import renewed

    signer = signers.open_signer(root, passphrase_file)
    ring = renewed(read_list(keys, signer), end_of(expires), options.now())
    write_list(keys, ring, signer)


@click.command("list")
@list_argument
@click.option(
    "--trust", type=options.FILE, required=True, help="Public PEM of the root key."
)
@click.option(
    "--new-root",
    type=options.PATH,
    help="Write the public PEM of the root that signs now, to pin it.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table"
)
def list_(keys: Path, trust: Path, new_root: Path | None, form: str) -> None:
    """List the keys in KEYS with their state now."""
    from audit.signing.envelope import read_public_key
    from audit.signing.keyring import read_ring_and_root

    pinned = read_public_key(trust.read_bytes())
    ring, signing = read_ring_and_root(keys.read_bytes(), str(keys), pinned)
    _print_keys(ring, form)
    if signing.key_id != pinned.key_id:
        note(f"the root handed over to {signing.key_id}: pin that one (--new-root)")
    if new_root is not None:
        _refuse_existing(new_root)
        write_whole(new_root, signing.pem.encode())


def _print_keys(ring: KeyRing, form: str) -> None:
    at = options.now()
    header = ("key", "name", "organisation", "roles", "from", "until", "state")
    rows = [
        (i, e.name, e.organisation, ", ".join(e.roles), e.not_before, e.not_after,
         _state(e, at))
        for i, e in ring.keys.items()
    ]  # fmt: skip
    if form == "json":
        print_json([dict(zip(header, row, strict=True)) for row in rows])
    else:
        print_rows(header, rows, form)
    state = "EXPIRED" if ring.expired(at) else "good"
    note(
        f"version {ring.version} of {ring.issued}, {state} until {ring.expires or '–'}"
    )


def _state(entry: KeyEntry, at: datetime) -> str:
    if entry.revoked_at is not None:
        how = "compromised" if entry.compromised else "superseded"
        return f"{how} since {entry.revoked_at}: {entry.revoked_reason}"
    return "good" if entry.valid_at(at) else "not valid now"


def read_list(keys: Path, root: Signer) -> KeyRing:
    """Return the list, which the root must have signed."""
    from audit.signing.envelope import public_key_of
    from audit.signing.keyring import read_ring

    return read_ring(keys.read_bytes(), str(keys), public_key_of(root))


def write_list(path: Path, ring: KeyRing, root: Signer) -> None:
    """Sign the list and write it."""
    from audit.signing.keyring import write_ring

    write_whole(path, write_ring(ring, root, options.now()))
    note(f"{path}: version {ring.version}, {len(ring.keys)} keys")


def end_of(day: date | None) -> datetime | None:
    """Return the last second of the day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC) if day else None


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise click.UsageError(f"{path} exists; it is never overwritten")


COMMANDS = (public, init, add, renew, list_)
