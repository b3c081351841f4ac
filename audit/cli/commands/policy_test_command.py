"""``audit policy test``: does a policy judge as its author means it to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, print_json


@click.command()
@click.argument("policy")
@click.option(
    "--tests",
    type=click.Path(path_type=Path, exists=True),
    help="File or folder of cases [those beside the policy].",
)
@click.option("-k", "text", default="", help="Only cases with this in their names.")
@click.option(
    "--mutate", "mutants", is_flag=True, help="Look for changes no case notices."
)
@click.option(
    "--propose", is_flag=True, help="Print cases for a person to review; run none."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "junit"]),
    default="table",
)
@options.as_of
@click.pass_context
def command(
    ctx: click.Context,
    policy: str,
    tests: Path | None,
    text: str,
    mutants: bool,
    propose: bool,
    form: str,
    as_of: date,
) -> None:
    """Run the tests of POLICY (an id or a file).

    Exit 1 when a case comes out otherwise than it says, or when a mutant survives that
    the tests do not accept. --as-of is the day of the cases that --propose writes.
    """
    from audit.cli.failures import ExitCode, printable
    from audit.workbench.testing import view
    from audit.workbench.testing.report import run_tests

    if propose:
        from audit.workbench.testing.proposing import propose_tests

        click.echo(propose_tests(policy, as_of), nl=False)
        return
    report = run_tests(policy, tests, text, mutants=mutants)
    if form == "json":
        print_json(view.plain(report))
    elif form == "junit":
        click.echo(view.junit(report))
    else:
        for line in view.lines(report):
            click.echo(printable(line))
    if mutants and report.mutated is None:
        note("mutants are tried once every case passes, and without -k")
    ctx.exit(ExitCode.OK if report.sound else ExitCode.NOT_ACCEPTED)
