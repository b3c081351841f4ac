"""Results on stdout: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.report.spreadsheet_text import no_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_rows(
    header: Sequence[str], rows: Iterable[Sequence[Any]], form: str = "table"
) -> None:
    """Print rows as a table, CSV or Markdown."""
    if form == "csv":
        click.echo(csv_text(header, rows), nl=False)
        return
    texts = [[_cell(value) for value in row] for row in rows]
    if form == "markdown":
        lines = [header, ["---"] * len(header), *texts]
        click.echo("\n".join(f"| {' | '.join(line)} |" for line in lines))
    else:
        _print_table(header, texts)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would run is quoted."""
    buffer = io.StringIO()
    safe = [[no_formula(_cell(value)) for value in row] for row in rows]
    csv.writer(buffer).writerows([list(header), *safe])
    return buffer.getvalue()


def _print_table(header: Sequence[str], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = None if os.isatty(1) else 140
    Console(width=width, highlight=False, markup=False).print(table)


def _cell(value: Any) -> str:
    from audit.cli.failures import printable

    return printable("" if value is None else str(value))


def write_secret(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all, readable by its owner only."""
    write_whole(path, content, mode=0o600)


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file wholly or not at all; the umask narrows the mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(half, flags, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def note(text: str) -> None:
    """Tell progress on stderr."""
    click.echo(text, err=True)
