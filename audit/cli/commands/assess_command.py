"""``audit assess``: judge a response by a policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.failures import ExitCode
from audit.cli.output import print_json, print_rows
from audit.cli.proofs import Proofs, proofs


@click.command()
@click.argument("response", type=options.INPUT)
@options.policy
@options.as_of
@options.evidence
@options.review
@options.exceptions
@proofs
@options.language
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
)
@click.pass_context
def command(  # one parameter an option
    ctx: click.Context,
    /,
    response: Path,
    policy: str,
    as_of: date,
    evidence: Path | None,
    review: Path | None,
    exceptions: Path | None,
    language: str,
    form: str,
    **proving: Path | None,
) -> None:
    """Assess a response; exit 1 when the decision is to reject."""
    from audit import pipeline

    proof = Proofs(**proving)
    case = proof.open_case(policy, response, as_of, evidence, review, exceptions)
    assessed = pipeline.assess_case(case)
    view = pipeline.report_view(assessed, language)  # type: ignore[arg-type]
    if form == "json":
        print_json(assessed.assessment.plain())
    elif form == "markdown":
        from audit.report.formats.markdown import render_markdown

        click.echo(render_markdown(view))
    elif form == "csv":
        header = ("control", "status", "credit", "assurance", "points", "possible")
        rows = [
            (r.id, r.status, r.credit, r.assurance, r.points, r.possible)
            for r in view.ledger
        ]
        print_rows(header, rows, "csv")
    else:
        from audit.cli.summary import print_summary

        print_summary(view)
    proof.accept(case)
    ctx.exit(ExitCode.NOT_ACCEPTED if view.decision == "reject" else ExitCode.OK)
