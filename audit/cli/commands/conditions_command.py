"""``audit conditions``: the conditions of acceptance, ready for the negotiation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audit.cli import options
from audit.cli.failures import ExitCode
from audit.cli.output import note, write_whole
from audit.cli.sources import Source, source


@click.command()
@source
@options.language
@click.option("--out", type=options.PATH, help="MD, HTML or PDF [Markdown on stdout].")
@click.pass_context
def command(
    ctx: click.Context, /, language: Any, out: Path | None, **given: Any
) -> None:
    """Turn every open gap into a clause, an exception or a reason for rejection.

    With --trust a report must verify. Word opens the HTML as a document. Exit 1 when a
    gap stays uncovered.
    """
    from audit import acceptance

    write = acceptance.writer_of(out.suffix if out else ".md")
    assessed = Source(**given).assessed()
    view = acceptance.conditions_view(assessed, language)
    content = write(view, assessed)
    if out is None:
        click.echo(content.decode(), nl=False)
    else:
        write_whole(out, content)
        note(f"{out}: {view.check}")
    ctx.exit(ExitCode.OK if view.complete else ExitCode.NOT_ACCEPTED)
