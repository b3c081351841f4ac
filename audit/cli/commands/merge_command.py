"""``audit merge``: one response from the parts of several respondents."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.failures import printable
from audit.cli.output import note, write_whole


@click.command()
@click.argument("parts", type=options.FILE, nargs=-1, required=True)
@click.option("--out", type=options.PATH, required=True, help="Response to write.")
@click.option(
    "--prefer", type=options.FILE, help="The part that wins where they differ."
)
@click.option("--questionnaire", help="Id or file [as the first part names it].")
def command(
    parts: tuple[Path, ...], out: Path, prefer: Path | None, questionnaire: str | None
) -> None:
    """Merge PARTS of one response; exit 3 and write nothing when they differ."""
    from audit.merging import merge_files

    if len(parts) < 2:
        raise click.UsageError("give at least two parts")
    if prefer is not None and prefer not in parts:
        raise click.UsageError(f"--prefer {prefer} is not one of the parts")
    if out.exists():
        raise click.UsageError(f"{out} exists; answers are never overwritten")
    merged = merge_files(parts, out, questionnaire, prefer)
    write_whole(out, merged.content)
    for text in merged.overruled:
        note(printable(f"{text}; {prefer} wins"))
    for name in merged.absent:
        note(printable(f"{name} does not lie beside {out}; copy it there"))
    note(f"{out}: merged from {len(parts)} parts; next: audit check {out}")
