"""``audit verify``: may this report be relied on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audit.cli import options
from audit.cli.backing import Backing, backing, trusted_roots
from audit.cli.failures import ExitCode, printable
from audit.cli.output import print_json


@click.command()
@click.argument("pdf", type=options.INPUT)
@trusted_roots
@backing
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(
    ctx: click.Context, /, pdf: Path, trust: tuple[Path, ...], form: str, **given: Any
) -> None:
    """Verify a signed report in numbered steps; exit 1 unless TOTAL-PASSED."""
    from audit import pipeline

    roots = [path.read_bytes() for path in trust]
    found = Backing(**given).read()
    raw = options.read_input(pdf)
    result = pipeline.verify_report(raw, roots, options.now(), found)
    if form == "json":
        print_json(
            {
                "verdict": result.verdict.value,
                "signer": result.signer,
                "steps": [
                    {
                        "number": s.number,
                        "name": s.name,
                        "status": s.status.value,
                        "detail": s.detail,
                        "sub_indication": s.sub_indication.value
                        if s.sub_indication
                        else None,
                    }
                    for s in result.steps
                ],
            }
        )
    else:
        for step in result.steps:
            click.echo(
                printable(
                    f"{step.number}. {step.name}: {step.status.value} – {step.detail}"
                )
            )
        reason = f" ({result.sub_indication.value})" if result.sub_indication else ""
        click.echo(f"{result.verdict.value}{reason}")
        if result.signer:
            click.echo(printable(f"signed by {result.signer}"))
    ctx.exit(ExitCode.OK if result.passed else ExitCode.NOT_ACCEPTED)
