"""``audit fill``: answer a questionnaire in the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.options import LANGUAGES

if TYPE_CHECKING:
    from audit.questionnaire.model import Language


@click.command()
@click.argument("response", type=options.FILE)
@click.option("--questionnaire", help="Id or file [the one beside the response].")
@click.option("--section", help="Ask only this section.")
@options.as_of
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help="[that of the response]."
)
def command(
    response: Path,
    questionnaire: str | None,
    section: str | None,
    as_of: date,
    language: Language | None,
) -> None:
    """Ask the open questions one by one; every answer is saved at once."""
    from audit.cli.interviewer import run_interview
    from audit.filling import open_interview, save_answer

    interview = open_interview(response, questionnaire, section, as_of)
    spoken = language or interview.data.get("language", "en")
    run_interview(interview, spoken, lambda: save_answer(response, interview))
