"""A view over the register: printed, or written as a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from audit.cli import register_views
from audit.cli.output import csv_text, print_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from audit.report.comparison.blocks import Grid
    from audit.report.register.view import RegisterView


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell: for people in a language, for programs in codes."""

    view: Callable[[], RegisterView]
    plain: Callable[[], Any]
    header: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Any]]]


def check_out(out: Path | None) -> None:
    """Refuse a file of an unknown kind before anything is counted."""
    from audit.report.register.formats import WRITERS, known_suffix

    if out is not None:
        known_suffix(out.suffix, (*WRITERS, ".csv", ".json"))


def tell(told: Told, form: str, out: Path | None) -> None:
    """Print as the form wants, or write the file that the suffix names."""
    if out is not None:
        register_views.write(out, _content(told, out.suffix))
    elif form == "table":
        print_view(told.view())
    else:
        click.echo(_content(told, f".{form}").decode("utf-8-sig"), nl=False)


def _content(told: Told, suffix: str) -> bytes:
    from audit.report.register.formats import WRITERS

    if suffix == ".csv":
        return csv_text(told.header, told.rows()).encode("utf-8-sig")
    if suffix == ".json":
        return json.dumps(told.plain(), ensure_ascii=False, indent=2).encode() + b"\n"
    return WRITERS[suffix](told.view())


def print_view(view: RegisterView) -> None:
    """Print the main table, then the tables and sentences of every section."""
    from audit.report.comparison.blocks import Grid, Paragraph

    named = f"{view.title}: {view.subject}" if view.subject else view.title
    click.echo(f"{named} · {view.w['assessed_on']} {view.as_of}")
    for line in (view.headline, *view.sentences):
        click.echo(line)
    _print_grid(view.overview)
    for section in view.sections:
        click.echo(f"\n{section.title}")
        for block in section.blocks:
            if isinstance(block, Grid):
                if block.title != section.title:
                    click.echo(f"\n{block.title}")
                _print_grid(block)
            elif isinstance(block, Paragraph):
                click.echo(block.text)


def _print_grid(grid: Grid) -> None:
    click.echo()
    if grid.lead:
        click.echo(grid.lead)
    if grid.rows:
        rows = [[cell.plain or cell.text for cell in row] for row in grid.rows]
        print_rows(grid.header, rows)
