"""``audit show``: a pack or an assessment in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import print_rows

if TYPE_CHECKING:
    from audit.policy.model import Policy


@click.command()
@click.argument("name")
@options.language
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "markdown"]), default="table"
)
def command(name: str, language: str, form: str) -> None:
    """Show the questions of a questionnaire or the controls of a policy."""
    from audit import pipeline
    from audit.questionnaire.localisation import pick

    if pipeline.is_policy(name):
        questionnaire = pipeline.load_questionnaire(pipeline.questionnaire_of(name))
        policy = pipeline.load_policy(name, questionnaire.record).record
        _show_policy(policy, language, form)
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


def _show_policy(policy: Policy, language: str, form: str) -> None:
    from audit.questionnaire.localisation import pick
    from audit.report.layers import relaxed_rows
    from audit.report.words import words

    rows = [
        (
            c.id,
            c.severity,
            c.weight,
            "yes" if c.knock_out else "",
            pick(c.title, language),
        )
        for c in policy.controls
    ]
    print_rows(("control", "severity", "weight", "knock-out", "title"), rows, form)
    if policy.layers and form != "csv":
        layers = [(layer.id, layer.version, layer.digest) for layer in policy.layers]
        click.echo(f"\n{words(language)['policy_layers']}\n")
        print_rows(("layer", "version", "digest"), layers, form)
    relaxed = [
        (r.id, r.what, r.layer, r.reason, r.approver, r.expires)
        for r in relaxed_rows(policy, language)
    ]
    if relaxed and form != "csv":
        click.echo("")
        header = ("relaxed", "in what", "by", "reason", "approver", "until")
        print_rows(header, relaxed, form)
