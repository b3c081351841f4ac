"""``audit conditions``: the conditions of acceptance, ready for the negotiation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.backing import tsa_trust
from audit.cli.failures import ExitCode
from audit.cli.output import note, write_whole
from audit.cli.proofs import Proofs, proofs


@click.command()
@click.argument("source", metavar="RESPONSE|REPORT.pdf", type=options.FILE)
@click.option("--policy", help="Policy id or file; a report carries its own.")
@options.as_of
@options.evidence
@options.review
@options.exceptions
@proofs
@click.option("--trust", type=options.FILE, multiple=True, help="Roots of the report.")
@tsa_trust
@options.language
@click.option("--out", type=options.PATH, help="MD, HTML or PDF [Markdown on stdout].")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    source: Path,
    policy: str | None,
    as_of: date,
    evidence: Path | None,
    review: Path | None,
    exceptions: Path | None,
    trust: tuple[Path, ...],
    tsa_trust: tuple[Path, ...],
    language: str,
    out: Path | None,
    **proving: Path | None,
) -> None:
    """Turn every open gap into a clause, an exception or a reason for rejection.

    With --trust a report must verify. Word opens the HTML as a document. Exit 1 when a
    gap stays uncovered.
    """
    from audit import acceptance, comparing_files, pipeline

    write = acceptance.writer_of(out.suffix if out else ".md")
    comparing_files.require_verified((source,), trust, options.now(), tsa_trust)
    if source.suffix.lower() == ".pdf":
        given = (policy, evidence, review, exceptions, *proving.values())
        if any(value is not None for value in given):
            raise click.UsageError("a report carries its own inputs; give it alone")
        assessed = acceptance.assessed_report(source)
    elif policy is None:
        raise click.UsageError("a response needs --policy; a signed report does not")
    else:
        words = (policy, source, as_of, evidence, review, exceptions)
        assessed = pipeline.assess_case(Proofs(**proving).open_case(*words))
    view = acceptance.conditions_view(assessed, language)  # type: ignore[arg-type]
    content = write(view, assessed)
    if out is None:
        click.echo(content.decode(), nl=False)
    else:
        write_whole(out, content)
        note(f"{out}: {view.check}")
    ctx.exit(ExitCode.OK if view.complete else ExitCode.NOT_ACCEPTED)
