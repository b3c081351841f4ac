"""``audit whatif``: other answers or closed gaps, and what they do to the decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, print_json, print_rows
from audit.cli.proofs import Proofs, proofs


class Setting(click.ParamType[tuple[str, str]]):
    """A question and its answer as LINK_ID=VALUE."""

    name = "link_id=value"

    def convert(self, value: object, param: object, ctx: object) -> tuple[str, str]:
        """Return both parts; a usage error without an equals sign."""
        if isinstance(value, tuple):
            return value
        link_id, sign, line = str(value).partition("=")
        if not sign:
            self.fail(f"{value!r} has no '='; write LINK_ID=VALUE", param, ctx)  # type: ignore[arg-type]
        return link_id.strip(), line


@click.command()
@click.argument("response", type=options.INPUT)
@options.policy
@click.option("--set", "typed", type=Setting(), multiple=True, help="LINK_ID=VALUE.")
@click.option("--answers", type=options.FILE, help='JSON: {"answers": {…}}.')
@click.option("--close", multiple=True, help="Id of a gap taken as closed.")
@options.as_of
@options.evidence
@options.review
@options.exceptions
@proofs
@options.language
@options.form
def command(
    response: Path,
    policy: str,
    typed: tuple[tuple[str, str], ...],
    answers: Path | None,
    close: tuple[str, ...],
    as_of: date,
    evidence: Path | None,
    review: Path | None,
    exceptions: Path | None,
    language: str,
    form: str,
    **proving: Path | None,
) -> None:
    """Assess RESPONSE again with other answers or closed gaps; nothing is written.

    VALUE is typed as in audit fill; :unknown, :decline, ":na REASON" or nothing are
    possible too. --close takes a control as met, with evidence at its floor.
    """
    from audit import pipeline, whatif_view
    from audit.supposing import read_changes
    from audit.whatif import suppose

    if not (typed or answers or close):
        raise click.UsageError("give --set, --answers or --close")
    words = (policy, response, as_of, evidence, review, exceptions)
    assessed = pipeline.assess_case(Proofs(**proving).open_case(*words))
    changes = read_changes(assessed, typed, answers)
    found = suppose(assessed, changes, close)
    if form == "json":
        print_json(whatif_view.plain(found, language))
        return
    for line in whatif_view.remarks(found, language):
        note(line)
    for table in whatif_view.tables(found, language, markdown=form == "markdown"):
        click.echo(
            f"\n## {table.title}\n" if form == "markdown" else f"\n{table.title}"
        )
        print_rows(table.header, table.rows, form)
