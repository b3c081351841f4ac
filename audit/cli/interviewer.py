"""Draw the interview in a terminal, line by line, and save after every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli.failures import printable
from audit.interview.texts import TEXTS
from audit.questionnaire.localisation import pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.interview.session import Interview


def run_interview(
    interview: Interview, language: str, save: Callable[[], None]
) -> None:
    """Ask until nothing is open or the person leaves; end of input leaves too."""
    words = TEXTS[language]
    shown: str | None = None
    while interview.question is not None:
        if interview.current != shown:
            _show_question(interview, language)
            shown = interview.current
        try:
            line = click.prompt(
                _ask(interview, language), default="", show_default=False
            )
        except (click.Abort, EOFError):
            line = ":quit"
        outcome = interview.submit(str(line))
        if outcome == "saved":
            save()
            click.secho(f"  ✓ {words['saved']}", fg="green", err=True)
        elif outcome == "help":
            _show_help(interview, language)
        elif outcome == "quit":
            break
        for problem in interview.problems:
            hint = f" – {problem.hint}" if problem.hint else ""
            click.secho(printable(f"  ✗ {problem.message}{hint}"), fg="red", err=True)
    end = "bye" if interview.question is not None else "done"
    click.echo(words[end].format(left=len(interview.left())))


def _show_question(interview: Interview, language: str) -> None:
    question, words = interview.question, TEXTS[language]
    left = words["left"].format(left=len(interview.left()))
    click.echo()
    click.secho(f"{question.link_id} · {left}", dim=True)
    click.secho(printable(pick(question.text, language)), bold=True)
    _show_options(question, language)
    if interview.carried is not None:
        value = question.shown(interview.carried, language)
        click.secho(printable(words["confirm"].format(value=value)), fg="yellow")


def _show_options(target: object, language: str) -> None:
    for number, option in enumerate(getattr(target, "options", ()), 1):
        label = printable(pick(option.label, language))
        click.echo(f"  {number:>2}  {label}  ({option.code})")


def _ask(interview: Interview, language: str) -> str:
    words, cell = TEXTS[language], interview.cell
    if cell is None:
        return f"[{words[interview.question.type]}]"
    _show_options(cell, language)
    place = words["table"].format(
        row=len(interview.rows) + 1, column=pick(cell.text, language)
    )
    return printable(f"{place}\n[{words[cell.type]}]")


def _show_help(interview: Interview, language: str) -> None:
    question, words = interview.question, TEXTS[language]
    for label, text in (
        ("", question.help),
        (f"{words['why']}: ", question.rationale),
        (f"{words['evidence']}: ", question.typical_evidence),
    ):
        if text:
            click.echo(printable(f"  {label}{pick(text, language)}"))
    click.secho(f"  {words['keys']}", dim=True)
    if question.allow_not_applicable:
        click.secho(f"  {words['na']}", dim=True)
