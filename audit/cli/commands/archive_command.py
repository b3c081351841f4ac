"""``audit archive``: make a stamped report outlast its signer's certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audit.cli import options
from audit.cli.backing import Backing, backing, trusted_roots
from audit.cli.output import note, write_whole


@click.command()
@click.argument("pdf", type=options.INPUT)
@trusted_roots
@backing
@click.option("--out", type=options.PATH, required=True, help="PDF to write.")
def command(pdf: Path, trust: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Append revocation lists and responses to PDF, which has a timestamp (B-LT)."""
    from audit import pipeline

    roots = [path.read_bytes() for path in trust]
    found = Backing(**given).read()
    raw = options.read_input(pdf)
    write_whole(out, pipeline.archive_report(raw, roots, options.now(), found))
    note(f"{out}: lists and responses appended")
