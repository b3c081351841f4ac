"""``audit policy check``: errors and warnings before anyone is judged by a policy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import note, print_json, print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.workbench.checking import PolicyCheck


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Exit with 1 when there are warnings.")
@click.option(
    "--as-of",
    type=options.Day(),
    default=options.today,
    help="Day on which leave to relax must hold [today].",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "sarif", "markdown"]),
    default="table",
)
def command(names: tuple[str, ...], strict: bool, as_of: date, form: str) -> None:
    """Check policies (ids or files) against their questionnaires."""
    from audit.cli.failures import ExitCode
    from audit.workbench.checking import check_policies

    checks = check_policies(names, as_of)
    _print(checks, form)
    if any(check.errors for check in checks):
        raise click.exceptions.Exit(ExitCode.BAD_INPUT)
    if strict and any(check.warnings for check in checks):
        raise click.exceptions.Exit(ExitCode.NOT_ACCEPTED)


def _print(checks: Sequence[PolicyCheck], form: str) -> None:
    from audit.workbench import check_view
    from audit.workbench.sarif import sarif

    if form == "json":
        print_json(check_view.plain(checks))
    elif form == "sarif":
        print_json(sarif(checks))
    elif form == "markdown":
        print_rows(check_view.HEADER, check_view.markdown_rows(checks), form)
    else:
        _tell(checks)


def _tell(checks: Sequence[PolicyCheck]) -> None:
    """Print warnings as a compiler does; problems and progress go to stderr."""
    from audit.cli.failures import printable
    from audit.workbench import check_view

    for check in checks:
        for problem in check.errors:
            note(printable(str(problem)))
        for problem in check.warnings:
            click.echo(printable(str(problem)))
        if check.errors:
            continue
        count = len(check.warnings)
        said = f"{count} warning{'s' * (count > 1)}" if count else "sound"
        size = f"{check.controls} controls over {check.questions} questions"
        note(printable(f"{check.name}: {said} ({size})"))
        for line in check_view.ignored_lines(check):
            note(printable(line))
