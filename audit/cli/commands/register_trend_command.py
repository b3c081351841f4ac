"""``audit register trend``: one vendor's scores over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_views, registers
from audit.cli.view_tables import Told, check_out, tell

if TYPE_CHECKING:
    from audit.register.store import Register


@click.command()
@registers.vendor
@registers.on_register
@options.language
@registers.form
@register_views.out
def command(
    register: Register, vendor: str, language: str, form: str, out: Path | None
) -> None:
    """Show VENDOR's scores over time, which controls moved them, and why.

    Assessments are compared with the one before by the same policy.
    """
    from audit import pipeline
    from audit.report.chart import draw
    from audit.report.register.trend import (
        HEADER,
        trend_plain,
        trend_rows,
        trend_view,
    )

    check_out(out)
    found = pipeline.trend_of(register, vendor)
    pictures = draw if out is not None and out.suffix == ".html" else None
    told = Told(
        lambda: trend_view(found, language, pictures),
        lambda: trend_plain(found),
        HEADER,
        lambda: trend_rows(found),
    )
    tell(told, form, out)
