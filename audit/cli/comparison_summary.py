"""A comparison on one terminal screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli.failures import printable
from audit.cli.output import print_rows

if TYPE_CHECKING:
    from audit.report.comparison.view import ComparisonView


def print_comparison(view: ComparisonView) -> None:
    """Print the outcome, the table of the first page and how sure it is."""
    subject = f" · {view.subject}" if view.subject else ""
    click.echo(printable(f"{view.title}{subject} · {view.as_of}"))
    click.echo(f"{printable(view.headline)}\n")
    rows = [[cell.text for cell in row] for row in view.overview.rows]
    print_rows(view.overview.header, rows)
    click.echo()
    for sentence in view.sentences:
        click.echo(f"- {printable(sentence)}")
