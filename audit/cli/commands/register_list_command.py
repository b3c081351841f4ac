"""``audit register list``: the records, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli import registers
from audit.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.on_register
@click.option("--vendor", help="Only records of this vendor.")
@click.option("--kind", help="Only records of this kind.")
@click.option("--after", type=int, default=-1, help="Only records after this number.")
@registers.form
def command(
    register: Register, vendor: str | None, kind: str | None, after: int, form: str
) -> None:
    """List records: when what was recorded, by whom."""
    from audit.register.model import KINDS

    if kind is not None and kind not in KINDS:
        raise click.UsageError(f"no kind '{kind}'; known: {', '.join(KINDS)}")
    records = register.records(kind, vendor, after)
    if form == "json":
        print_json([record.model_dump() for record in records])
    else:
        print_rows(registers.HEADER, map(registers.row_of, records), form)
