"""``audit register calendar``: what falls due, for calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_views, registers

if TYPE_CHECKING:
    from audit.register.store import Register
    from audit.vendor.dues import Terms


@click.command()
@registers.on_register
@register_views.as_of
@register_views.terms
@options.language
@register_views.out
def command(
    register: Register, as_of: date, terms: Terms, language: str, out: Path | None
) -> None:
    """Write what falls due as a calendar (.ics): assessments, evidence, exceptions.

    Imported again later, events move to their new days instead of being doubled.
    """
    from audit import pipeline
    from audit.report.register.calendar import Source, register_calendar
    from audit.report.register.formats import known_suffix

    if out is not None:
        known_suffix(out.suffix, (".ics",))
    head = register.head()
    found = pipeline.portfolio(register, as_of, terms)
    source = Source(register.settings.origin, head.size, options.now())
    content = register_calendar(found.standings, source, language)
    if out is not None:
        register_views.write(out, content)
    else:
        click.echo(content, nl=False)
