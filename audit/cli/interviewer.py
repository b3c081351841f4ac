"""Draw the interview in a terminal, line by line, and save after every answer."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from audit.cli.failures import printable
from audit.interview.faults import expected, explain
from audit.interview.replies import REPLIES
from audit.interview.texts import TEXTS
from audit.questionnaire.localisation import pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.interview.session import Interview
    from audit.questionnaire.model import Language

#: Columns that are read with ease; wider terminals stay empty at the right.
_WIDEST = 88


def run_interview(
    interview: Interview, language: Language, save: Callable[[], None]
) -> None:
    """Ask until nothing is open or the person leaves; end of input leaves too."""
    words = TEXTS[language]
    left = len(interview.left())
    _say(pick(interview.questionnaire.title, language), bold=True)
    _say(REPLIES[language]["intro"].format(left=left), dim=True)
    section, shown = None, None
    while interview.question is not None:
        if interview.heading.id != section:
            section = interview.heading.id
            click.echo()
            _say(f"── {pick(interview.heading.title, language)} ──", bold=True)
        if interview.current != shown:
            _show_question(interview, language)
            shown = interview.current
        question = interview.question
        outcome = interview.submit(_read(interview, language))
        if interview.changed:
            save()
        if outcome == "saved":
            value = interview.data["answers"][question.link_id].get("value")
            told = f": {question.shown(value, language)}" if value is not None else ""
            _say(f"{words['saved']}{told}", mark="✓ ", fg="green")
        elif outcome == "help":
            _show_help(interview, language)
        elif outcome == "moved":
            shown = None
        elif outcome == "quit":
            break
        _show_faults(interview, language)
    end = "bye" if interview.question is not None else "done"
    click.echo()
    _say(words[end].format(left=len(interview.left())))


def _say(text: str, mark: str = "", **style: Any) -> None:
    """Print a text wrapped at words; further lines stand under the first one's text."""
    # One column stays free: some terminals go on at a line that is full.
    width = min(shutil.get_terminal_size().columns - 1, _WIDEST)
    for line in printable(text).splitlines():
        wrapped = textwrap.fill(
            line,
            width,
            initial_indent=mark,
            subsequent_indent=" " * len(mark),
            break_on_hyphens=False,
        )
        click.secho(wrapped, **style)
        mark = " " * len(mark)


def _show_question(interview: Interview, language: Language) -> None:
    question, words = interview.question, TEXTS[language]
    left = words["left"].format(left=len(interview.left()))
    click.echo()
    _say(f"{question.link_id} · {left}", dim=True)
    _say(pick(question.text, language), bold=True)
    _show_options(question, language)
    value = interview.given.get("value")
    if value is not None:
        text = words["confirm"] if interview.carried else REPLIES[language]["now"]
        _say(text.format(value=question.shown(value, language)), fg="yellow")
    if interview.cell and not interview.rows:
        _say(REPLIES[language]["none"], dim=True)


def _show_options(target: object, language: Language) -> None:
    for number, option in enumerate(getattr(target, "options", ()), 1):
        label = f"{pick(option.label, language)}  ({option.code})"
        _say(label, mark=f"{number:>4}  ")


def _read(interview: Interview, language: Language) -> str:
    """Show what is expected and return the line that is typed."""
    words, cell = TEXTS[language], interview.cell
    if cell is not None:
        if interview.rows and not interview.row:
            rows = len(interview.rows)
            _say(REPLIES[language]["table"].format(rows=rows), dim=True)
        column, row = pick(cell.text, language), len(interview.rows) + 1
        _say(words["table"].format(row=row, column=column))
        _show_options(cell, language)
    _say(expected(cell or interview.question, language), dim=True)
    try:
        line = click.prompt("", default="", show_default=False, prompt_suffix="> ")
    except (click.Abort, EOFError):
        click.echo()
        return ":quit"
    return str(line)


def _show_faults(interview: Interview, language: Language) -> None:
    found = []
    if interview.refused:
        found = explain(*interview.refused, language)
    if interview.reply:
        key, named = interview.reply
        found.append(REPLIES[language][key].format_map(named))
    for text in found:
        _say(text, mark="✗ ", fg="red")


def _show_help(interview: Interview, language: Language) -> None:
    question, words = interview.question, TEXTS[language]
    for label, text in (
        ("", question.help),
        (f"{words['why']}: ", question.rationale),
        (f"{words['evidence']}: ", question.typical_evidence),
    ):
        if text:
            _say(f"{label}{pick(text, language)}", mark="  ")
    # Each command stays on one line with its word.
    keys = "  ".join(k.replace(" ", "\u00a0") for k in words["keys"].split("  "))
    _say(keys, mark="  ", dim=True)
    if question.allow_not_applicable:
        _say(words["na"], mark="  ", dim=True)
