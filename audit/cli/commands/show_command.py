"""``audit show``: a pack or an assessment in words."""

from __future__ import annotations

import click

from audit.cli import options
from audit.cli.output import print_rows


@click.command()
@click.argument("name")
@options.language
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "markdown"]), default="table"
)
def command(name: str, language: str, form: str) -> None:
    """Show the questions of a questionnaire or the controls of a policy."""
    from audit import library, pipeline
    from audit.questionnaire.localisation import pick

    if name in library.packs("policies"):
        questionnaire = pipeline.load_questionnaire(pipeline.questionnaire_of(name))
        policy = pipeline.load_policy(name, questionnaire.record).record
        print_rows(
            ("control", "severity", "weight", "knock-out", "title"),
            [
                (
                    c.id,
                    c.severity,
                    c.weight,
                    "yes" if c.knock_out else "",
                    pick(c.title, language),
                )
                for c in policy.controls
            ],
            form,
        )
        return
    loaded = pipeline.load_questionnaire(name).record
    print_rows(
        ("section", "question", "type", "text"),
        [
            (section.id, q.link_id, q.type, pick(q.text, language))
            for section in loaded.sections
            for q in section.questions
        ],
        form,
    )
