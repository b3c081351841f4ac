"""``audit register add``: check files and record them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options, register_options, registers
from audit.cli.backing import Backing, backing
from audit.cli.output import note, print_json, print_rows

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.vendor
@click.argument("files", type=options.PRESENT, nargs=-1, required=True)
@registers.on_register
@click.option(
    "--trust",
    type=options.FILE,
    multiple=True,
    help="PEM file with trusted roots; a signed report needs it.",
)
@backing
@register_options.by
@registers.form
def command(
    register: Register,
    vendor: str,
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    by: str,
    form: str,
    **given: Any,
) -> None:
    """Record FILES of VENDOR, all or none.

    What a file is shows its content: a response (.json, or .zip as packed) with the
    evidence and signature beside it, a review, exceptions, an offer, a request, a
    questionnaire, a policy, a signed report with all that it carries, or evidence that
    a recorded response lists. A folder stands for the response in it, with review.json
    and exceptions.json.
    """
    from audit import pipeline

    pems = [path.read_bytes() for path in trust]
    roots = pipeline.Trust(pems, options.now(), Backing(**given).read())
    before = register.head().size
    records = pipeline.add_files(register, vendor, files, by, roots)
    if form == "json":
        print_json([record.model_dump() for record in records])
    else:
        rows = [registers.row_of(record) for record in records]
        print_rows(registers.HEADER, rows, form)
    fresh = len({r.number for r in records if r.number >= before})
    known = len(records) - fresh
    note(f"{fresh} recorded" + (f", {known} were there already" if known else ""))
