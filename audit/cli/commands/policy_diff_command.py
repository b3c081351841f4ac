"""``audit policy diff``: what changed between two policies, and for whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from audit.workbench.comparing import PolicyComparison


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--responses",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Response, packed response, signed report or a folder of them; repeatable.",
)
@options.as_of
@options.language
@options.form
def command(
    old: str,
    new: str,
    responses: tuple[Path, ...],
    as_of: date,
    language: str,
    form: str,
) -> None:
    """Compare the policies OLD and NEW; exit with 1 when a decision moves."""
    from audit.cli.failures import ExitCode
    from audit.workbench.comparing import compare_policies
    from audit.workbench.comparing_plain import plain

    found = compare_policies(old, new, responses, as_of)
    if form == "json":
        print_json(plain(found))
    else:
        _print(found, language, form)
    if any(move.decision_moved for move in found.vendors):
        raise click.exceptions.Exit(ExitCode.NOT_ACCEPTED)


def _print(found: PolicyComparison, language: str, form: str) -> None:
    from audit.diff_words import escape
    from audit.workbench.comparing_view import nothing, tables

    if found.changes.is_empty:
        click.echo(nothing(language))
    for table in tables(found, language):
        if form == "table":
            click.echo(f"\n{table.title}")
            print_rows(table.header, table.rows)
            continue
        click.echo(f"\n### {table.title}\n")
        rows = [tuple(map(escape, row)) for row in table.rows]
        print_rows(table.header, rows, form)
