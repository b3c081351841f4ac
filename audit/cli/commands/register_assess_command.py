"""``audit register assess``: judge what the register holds of a vendor."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_options, registers
from audit.cli.failures import ExitCode
from audit.cli.output import note, print_json

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.vendor
@registers.on_register
@click.option("--policy", required=True, help="Id, file, or recorded id@version.")
@options.as_of
@click.option("--keys", type=options.FILE, help="List of keys to check a signature by.")
@click.option("--keys-root", type=options.FILE, help="Public PEM of the list's signer.")
@register_options.by
@options.language
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(  # one parameter an option
    ctx: click.Context,
    register: Register,
    vendor: str,
    policy: str,
    as_of: date,
    keys: Path | None,
    keys_root: Path | None,
    by: str,
    language: str,
    form: str,
) -> None:
    """Assess VENDOR's newest response with the review, exceptions and evidence of it.

    The assessment is recorded, and the policy with it. Exit 1 when the decision is to
    reject.
    """
    from audit import pipeline
    from audit.cli.summary import print_summary

    if (keys is None) != (keys_root is None):
        raise click.UsageError("--keys and --keys-root go together")
    pinned = (keys, keys_root) if keys and keys_root else None
    order = pipeline.Order(vendor, policy, as_of, by, options.now(), pinned)
    assessed, record = pipeline.assess_registered(register, order)
    if assessed.case.envelope is not None and pinned is None:
        note("the response's signature was not checked: give --keys, --keys-root")
    if gone := sum(seen.sha256 is None for seen in assessed.case.observed):
        note(f"{gone} listed evidence files are not in the register and prove nothing")
    view = pipeline.report_view(assessed, language)  # type: ignore[arg-type]
    if form == "json":
        print_json(assessed.assessment.plain())
    else:
        print_summary(view)
    note(f"record {record.number}: {record.subject}")
    ctx.exit(ExitCode.NOT_ACCEPTED if view.decision == "reject" else ExitCode.OK)
