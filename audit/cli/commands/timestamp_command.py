"""``audit timestamp``: attach the answer of a timestamp authority that came later."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, write_whole


@click.command()
@click.argument("pdf", type=options.INPUT)
@click.option(
    "--request",
    type=options.FILE,
    required=True,
    help="What was asked (.tsq), from audit sign --timestamp-request.",
)
@click.option(
    "--answer", type=options.FILE, required=True, help="What came back (.tsr)."
)
@click.option("--out", type=options.PATH, required=True, help="PDF to write.")
def command(pdf: Path, request: Path, answer: Path, out: Path) -> None:
    """Attach an authority's answer to PDF, signed with room for it (PAdES B-T)."""
    from audit import pipeline

    files = options.read_input(pdf), request.read_bytes(), answer.read_bytes()
    write_whole(out, pipeline.attach_timestamp(*files, options.now()))
    note(f"{out}: signed, with a timestamp")
