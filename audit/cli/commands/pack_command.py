"""``audit pack``: response and evidence as one file to send."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.failures import printable
from audit.cli.output import note, print_rows


@click.command()
@click.argument("response", type=options.FILE)
@click.option("--out", type=options.PATH, required=True, help="Zip file to write.")
@click.option("--allow-missing", is_flag=True, help="Leave out missing evidence.")
def command(response: Path, out: Path, allow_missing: bool) -> None:
    """Pack RESPONSE with its evidence into one file that every verb reads."""
    from audit.submission import pack

    if out.suffix.lower() != ".zip":
        raise click.UsageError(f"{out}: the name of a submission ends in .zip")
    packed = pack(response, out, allow_missing=allow_missing)
    print_rows(("file", "bytes"), packed.files.items())
    for name in packed.left_out:
        note(printable(f"left out: {name}"))
    note(f"{out}: {len(packed.files)} files; check it with audit check {out}")
