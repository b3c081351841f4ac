"""``audit register sweep``: remove what a crash left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from audit.cli import options, registers
from audit.cli.output import note

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.on_register
@click.option(
    "--hours",
    type=click.IntRange(1),
    default=24,
    show_default=True,
    help="Leave what is younger: a writer may be about to record it.",
)
def command(register: Register, hours: int) -> None:
    """Remove contents that no record names; they are left when a writer is killed."""
    count = register.sweep(options.now() - timedelta(hours=hours))
    note(f"{count} removed")
