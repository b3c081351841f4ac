"""``audit register export``: a vendor's documents as files again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, registers
from audit.cli.output import note, print_rows

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.vendor
@click.argument("folder", type=options.PATH)
@registers.on_register
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table")
def command(register: Register, vendor: str, folder: Path, form: str) -> None:
    """Write every document of VENDOR into FOLDER, byte for byte, with its record."""
    from audit import pipeline

    done = list(pipeline.export_vendor(register, vendor, folder))
    rows = [(r.number, path.name, r.kind, r.subject, r.size) for r, path in done]
    print_rows(("number", "file", "kind", "subject", "bytes"), rows, form)
    note(f"{len(done)} documents in {folder}")
