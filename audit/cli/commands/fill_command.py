"""``audit fill``: answer a questionnaire in the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options


@click.command()
@click.argument("response", type=options.FILE)
@click.option("--questionnaire", help="Id or file [the one beside the response].")
@click.option("--section", help="Ask only this section.")
@options.as_of
@options.language
def command(
    response: Path,
    questionnaire: str | None,
    section: str | None,
    as_of: date,
    language: str,
) -> None:
    """Ask the open questions one by one; every answer is saved at once."""
    from audit.cli.interviewer import run_interview
    from audit.filling import open_interview, save_response

    interview = open_interview(response, questionnaire, section, as_of)
    run_interview(interview, language, lambda: save_response(response, interview.data))
