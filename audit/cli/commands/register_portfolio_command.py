"""``audit register portfolio``: how every vendor stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_views, registers
from audit.cli.output import print_json, print_rows
from audit.cli.view_tables import csv_bytes, json_bytes, print_view

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
    from audit.report.register.formats import WRITERS, known_suffix
    from audit.report.register.plain import HEADER, portfolio_plain, portfolio_rows
    from audit.report.register.portfolio import portfolio_view

    suffix = known_suffix(out.suffix, (*WRITERS, ".csv", ".json")) if out else ""
    found = pipeline.portfolio(register, as_of, terms, soon)
    if out and suffix in WRITERS:
        register_views.write(out, WRITERS[suffix](portfolio_view(found, language)))
    elif out and suffix == ".csv":
        register_views.write(out, csv_bytes(HEADER, portfolio_rows(found)))
    elif out:
        register_views.write(out, json_bytes(portfolio_plain(found)))
    elif form == "json":
        print_json(portfolio_plain(found))
    elif form == "csv":
        print_rows(HEADER, portfolio_rows(found), "csv")
    else:
        print_view(portfolio_view(found, language))
