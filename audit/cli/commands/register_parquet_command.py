"""``audit register parquet``: the register as tables for other programs."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, registers
from audit.cli.failures import ExitCode, printable
from audit.cli.output import note
from audit.cli.progress import progress_bars

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@click.argument("folder", type=options.PATH)
@registers.on_register
@click.option("--every-response", is_flag=True, help="Not only the newest of each.")
@click.option("--processes", type=click.IntRange(1, 256), help="[one a core]")
@click.pass_context
def command(
    ctx: click.Context,
    register: Register,
    folder: Path,
    every_response: bool,
    processes: int | None,
) -> None:
    """Write answers and assessments into the new FOLDER as Parquet, not sealed.

    Exit 3 when something had to be left out.
    """
    from audit.bulk.exporting import export

    many = processes or os.cpu_count() or 1
    today: date = options.today()
    with progress_bars() as tell:
        done = export(register, folder, today, many, tell, every=every_response)
    for vendor, fault in done.faults:
        note(printable(f"left out: {vendor}: {fault}"))
    note(f"{folder}: {done.responses} responses, {done.assessments} assessments")
    ctx.exit(ExitCode.BAD_INPUT if done.faults else ExitCode.OK)
