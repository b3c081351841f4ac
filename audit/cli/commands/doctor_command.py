"""``audit doctor``: what this machine lacks."""

from __future__ import annotations

import click

from audit.cli.failures import ExitCode
from audit.cli.output import print_rows


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Tell versions, and what is missing with the way to get it."""
    from audit.doctor import examine

    findings = examine()
    print_rows(
        ("", "part", "found", "what to do"),
        [("ok" if f.ok else "MISSING", f.part, f.found, f.hint) for f in findings],
    )
    ctx.exit(ExitCode.OK if all(f.ok for f in findings) else ExitCode.ENVIRONMENT)
