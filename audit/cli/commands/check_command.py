"""``audit check``: is a response usable, and what is left."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import note, print_json, print_rows

if TYPE_CHECKING:
    from audit.checking import Checked


@click.command()
@click.argument("response", type=options.PATH)
@click.option("--questionnaire", help="Id or file [as the response names it].")
@options.as_of
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(response: Path, questionnaire: str | None, as_of: date, form: str) -> None:
    """Check a vendor's response: every problem at once, then what is left.

    RESPONSE is response.json, the packed .zip, or - for the standard input.
    """
    from audit.checking import check_whole

    checked = check_whole(response, questionnaire, as_of)
    if form == "json":
        print_json(_plain(checked))
        return
    print_rows(
        ("section", "answered", "asked", "left"),
        [(p.section, p.answered, p.asked, ", ".join(p.left)) for p in checked.sections],
    )
    if checked.beside:
        click.echo()
        rows = [
            (r.subject, r.message, r.to_do if r.broken else f"{r.to_do} (optional)")
            for r in checked.beside
        ]
        print_rows(("beside the questions", "what", "to do"), rows)
    note(_summary(checked))


def _summary(checked: Checked) -> str:
    if checked.complete:
        return "complete"
    return f"{checked.questions} left to answer, {checked.demanded} left beside them"


def _plain(checked: Checked) -> dict[str, list[dict[str, object]]]:
    sections: list[dict[str, object]] = [
        {
            "section": part.section,
            "asked": part.asked,
            "answered": part.answered,
            "left": list(part.left),
        }
        for part in checked.sections
    ]
    beside: list[dict[str, object]] = [
        {
            "place": remark.subject,
            "message": remark.message,
            "to_do": remark.to_do,
            "optional": not remark.broken,
        }
        for remark in checked.beside
    ]
    return {"sections": sections, "beside": beside}
