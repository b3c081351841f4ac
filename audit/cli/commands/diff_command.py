"""``audit diff``: what changed between two responses, and what it did to the score."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import print_json, print_rows


@click.command()
@click.argument("old", type=options.FILE)
@click.argument("new", type=options.FILE)
@click.option("--policy", help="Policy id or file: compare the scores too.")
@click.option("--questionnaire", help="Id or file [as NEW names it].")
@options.as_of
@click.option("--old-as-of", type=options.Day(), help="Day of OLD [that of NEW].")
@options.language
@options.form
def command(
    old: Path,
    new: Path,
    policy: str | None,
    questionnaire: str | None,
    as_of: date,
    old_as_of: date | None,
    language: str,
    form: str,
) -> None:
    """Compare OLD with NEW: answers, evidence and, by a policy, the scores."""
    from audit.diff_plain import plain
    from audit.diff_view import nothing, tables
    from audit.diffing import diff_files

    found = diff_files(
        old, new, as_of,
        old_as_of=old_as_of, policy=policy, questionnaire=questionnaire,
    )  # fmt: skip
    if form == "json":
        print_json(plain(found, language))
        return
    shown = tables(found, language, markdown=form == "markdown")
    if found.answers.is_empty:
        click.echo(nothing(language))
    for table in shown:
        click.echo(
            f"\n## {table.title}\n" if form == "markdown" else f"\n{table.title}"
        )
        print_rows(table.header, table.rows, form)
