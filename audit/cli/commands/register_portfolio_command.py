"""``audit register portfolio``: how every vendor stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_views, registers
from audit.cli.view_tables import Told, check_out, tell

if TYPE_CHECKING:
    from audit.register.store import Register
    from audit.vendor.dues import Terms


@click.command()
@registers.on_register
@register_views.as_of
@register_views.soon
@register_views.terms
@options.language
@registers.form
@register_views.out
def command(
    register: Register,
    as_of: date,
    soon: int,
    terms: Terms,
    language: str,
    form: str,
    out: Path | None,
) -> None:
    """Show every vendor, the most urgent first, and what falls due.

    --out writes a page (.html), a workbook (.xlsx), or data (.csv, .json).
    """
    from audit import pipeline
    from audit.report.register.plain import HEADER, portfolio_plain, portfolio_rows
    from audit.report.register.portfolio import portfolio_view

    check_out(out)
    found = pipeline.portfolio(register, as_of, terms, soon)
    told = Told(
        lambda: portfolio_view(found, language),
        lambda: portfolio_plain(found),
        HEADER,
        lambda: portfolio_rows(found),
    )
    tell(told, form, out)
