"""``audit register forecast``: what happens if no document changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_views, registers
from audit.cli.view_tables import Told, check_out, tell

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@click.argument("vendor", required=False)
@registers.on_register
@register_views.as_of
@click.option("--until", type=options.Day(), help="Last day [--days ahead].")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True,
    help="How many days to look ahead.",
)  # fmt: skip
@click.option("--policy", help="Policy to judge by [that of the newest assessment].")
@options.language
@registers.form
@register_views.out
def command(
    register: Register,
    vendor: str | None,
    as_of: date,
    until: date | None,
    days: int,
    policy: str | None,
    language: str,
    form: str,
    out: Path | None,
) -> None:
    """Foretell when score, rating, risk or decision of VENDOR, or of all, changes.

    The newest response is judged on every day on which a date in it, its evidence or
    an exception can turn the result; the documents stay as they are.
    """
    from audit import pipeline
    from audit.report.register.ahead import (
        HEADER,
        ahead_plain,
        ahead_rows,
        ahead_view,
    )

    check_out(out)
    last = until or as_of + timedelta(days)
    if last <= as_of:
        raise click.UsageError("--until has to be after --as-of")
    found = pipeline.foretell(register, vendor, as_of, last, policy)
    told = Told(
        lambda: ahead_view(found, language),
        lambda: ahead_plain(found),
        HEADER,
        lambda: ahead_rows(found),
    )
    tell(told, form, out)
