"""``audit policy explain``: a control in plain words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from audit.workbench.explaining import Explanation


@click.command()
@click.argument("policy")
@click.argument("control_id")
@options.language
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
)
def command(policy: str, control_id: str, language: str, form: str) -> None:
    """Explain CONTROL_ID of POLICY: what it asks, why, and what it is worth."""
    from audit.workbench.explaining import explain_control

    found = explain_control(policy, control_id, language)
    if form == "json":
        print_json(asdict(found))
    elif form == "markdown":
        _print_markdown(found)
    else:
        rows = [(part.label, "\n".join(part.lines)) for part in found.parts]
        print_rows((found.id, found.title), rows)


def _print_markdown(found: Explanation) -> None:
    from audit.diff_words import escape

    click.echo(f"## {found.id} {escape(found.title)}\n")
    for part in found.parts:
        label, (first, *more) = escape(part.label), part.lines
        if not more:
            click.echo(f"- **{label}:** {escape(first)}")
            continue
        click.echo(f"- **{label}:**")
        for line in part.lines:
            text = line.lstrip(" ")
            click.echo(f"  {line[: len(line) - len(text)]}- {escape(text)}")
