"""``audit check``: is a response usable, and what is left."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, print_json, print_rows


@click.command()
@click.argument("response", type=options.INPUT)
@click.option("--questionnaire", help="Id or file [as the response names it].")
@options.as_of
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(
    response: Path, questionnaire: str | None, as_of: object, form: str
) -> None:
    """Check a vendor's response: every problem at once, then what is left."""
    from audit import pipeline

    result = pipeline.check_file(response, questionnaire, as_of)  # type: ignore[arg-type]
    left = [part for part in result if part.left]
    if form == "json":
        print_json(
            [
                {
                    "section": p.section,
                    "asked": p.asked,
                    "answered": p.answered,
                    "left": list(p.left),
                }
                for p in result
            ]
        )
        return
    print_rows(
        ("section", "answered", "asked", "left"),
        [(p.section, p.answered, p.asked, ", ".join(p.left)) for p in result],
    )
    note("complete" if not left else f"{sum(len(p.left) for p in left)} left to answer")
