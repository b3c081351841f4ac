"""``audit issue``: the folder a vendor fills in."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, write_whole


@click.command()
@click.argument("questionnaire")
@click.option("--out", type=options.PATH, required=True, help="Folder to make.")
@options.language
def command(questionnaire: str, out: Path, language: str) -> None:
    """Make the folder that a vendor fills in; nothing of a policy is in it."""
    from audit import pipeline

    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty")
    loaded = pipeline.load_questionnaire(questionnaire)
    for name, content in pipeline.issue(loaded, language).items():  # type: ignore[arg-type]
        write_whole(out / name, content)
    note(f"{len(loaded.record.questions)} questions in {out}; send the whole folder")
