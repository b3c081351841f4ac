"""A repair on the terminal, or as Markdown."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from audit.cli.failures import printable
from audit.cli.output import print_rows
from audit.report.words import remedy_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.repairing import Repaired


def print_repair(
    found: Repaired, language: str, form: str, words: Sequence[str]
) -> None:
    """Print the steps, where they lead, the proof and the assumptions.

    ``words`` are those of ``audit whatif`` on the same case, to check the steps by.
    """
    from audit.diff_words import escape
    from audit.repairing import result_table, view_of

    markdown = form == "markdown"
    view = view_of(found, language)
    word = remedy_words(language)
    click.echo(f"# {view.title}\n" if markdown else view.title)
    click.echo(printable(f"{view.goal}\n\n{view.summary}"))
    if view.steps.rows:
        shown = escape if markdown else str
        rows = [[shown(cell.text) for cell in row] for row in view.steps.rows]
        _table(view.steps.title, view.steps.header, rows, form)
    if (table := result_table(found, language, markdown=markdown)) is not None:
        _table(table.title, table.header, table.rows, form)
    _list("", view.refusals, form)
    check = (f"`{c}`" if markdown else c for c in _check(found, words))
    told = (word["check_command"].format(command=command) for command in check)
    _list(word["certificate"], (*view.certificate, *told), form)
    _list(word["assumptions"], view.assumptions, form)


def _check(found: Repaired, words: Sequence[str]) -> Iterator[str]:
    """Yield the command that takes the gaps of the steps as closed."""
    steps = getattr(found.result, "steps", ())
    ids = [s.id for s in steps if s.gap in {"control", "contradiction"}]
    if ids:
        closing = (part for name in ids for part in ("--close", name))
        yield shlex.join(["audit", "whatif", *words, *closing])


def _table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str]], form: str
) -> None:
    _heading(title, form)
    print_rows(header, rows, form)


def _list(title: str, lines: Sequence[str], form: str) -> None:
    if lines:
        _heading(title, form)
        for line in lines:
            click.echo(f"- {printable(line)}")


def _heading(title: str, form: str) -> None:
    if title:
        click.echo(f"\n## {title}\n" if form == "markdown" else f"\n{title}")
    else:
        click.echo()
