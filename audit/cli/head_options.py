"""Options of the commands that read signed heads of a register, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.failures import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audit.register.faults import Step
    from audit.signing.keyring import KeyRing

keys = click.option(
    "--keys", type=options.FILE, help="List of keys that says who may sign."
)
keys_root = click.option(
    "--keys-root", type=options.FILE, help="Public PEM of the root key of the list."
)


def read_keys(keys: Path | None, keys_root: Path | None) -> KeyRing | None:
    """Return the list of keys; None when none is given."""
    from audit.signing.envelope import read_public_key
    from audit.signing.keyring import read_ring, refuse_expired

    if keys is None and keys_root is None:
        return None
    if keys is None or keys_root is None:
        raise click.UsageError("--keys and --keys-root go together")
    root = read_public_key(keys_root.read_bytes())
    ring = read_ring(keys.read_bytes(), str(keys), root)
    refuse_expired(ring, options.now(), str(keys))
    return ring


def show_steps(steps: Iterable[Step]) -> None:
    """Print numbered steps, each with what is wrong."""
    for step in steps:
        line = f"{step.number}. {step.name}: {step.status} – {step.detail}"
        click.echo(printable(line))
        for fault in step.faults:
            click.echo(printable(f"   {fault} [{fault.code}]"))
