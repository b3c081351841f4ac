"""``audit policy``: check a policy before anyone is judged by it."""

from __future__ import annotations

import click

from audit.cli.output import note


@click.group()
def command() -> None:
    """Work on policies."""


@command.command()
@click.argument("names", nargs=-1, required=True)
def check(names: tuple[str, ...]) -> None:
    """Check policies (ids or files) against their questionnaires."""
    from audit import pipeline

    for name in names:
        questionnaire = pipeline.load_questionnaire(pipeline.questionnaire_of(name))
        policy = pipeline.load_policy(name, questionnaire.record)
        controls = len(policy.record.controls)
        asked = len(questionnaire.record.questions)
        note(f"{name}: sound ({controls} controls over {asked} questions)")
