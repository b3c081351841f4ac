"""A view over the register on a terminal, and its data as the bytes of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from audit.cli.output import csv_text, print_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.report.comparison.blocks import Grid
    from audit.report.register.view import RegisterView


def print_view(view: RegisterView) -> None:
    """Print the main table, then the tables and sentences of every section."""
    from audit.report.comparison.blocks import Grid, Paragraph

    click.echo(f"{view.title} · {view.w['assessed_on']} {view.as_of}")
    click.echo(view.headline)
    if view.overview.rows:
        click.echo()
        _print_grid(view.overview)
    for section in view.sections:
        click.echo(f"\n{section.title}")
        for block in section.blocks:
            if isinstance(block, Grid):
                click.echo(f"\n{block.title}" if block.title != section.title else "")
                _print_grid(block)
            elif isinstance(block, Paragraph):
                click.echo(block.text)


def _print_grid(grid: Grid) -> None:
    rows = [[cell.plain or cell.text for cell in row] for row in grid.rows]
    print_rows(grid.header, rows)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV that spreadsheets read as UTF-8."""
    return csv_text(header, rows).encode("utf-8-sig")


def json_bytes(data: Any) -> bytes:
    """Return indented JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"
