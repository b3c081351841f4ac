"""``audit policy resolve``: the policy that a layer comes to."""

from __future__ import annotations

import click

from audit.cli.output import note


@click.command()
@click.argument("policy")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml")
def command(policy: str, form: str) -> None:
    """Print the policy that POLICY (a layer) comes to, with its digest.

    What is printed is a policy of its own with the same digest; as JSON it is the
    very bytes that a signed report carries.
    """
    from audit.canonical import canonical
    from audit.pipeline import load_policy, load_questionnaire, questionnaire_of
    from audit.workbench.resolving import resolved_yaml

    asked = load_questionnaire(questionnaire_of(policy)).record
    found = load_policy(policy, asked)
    if form == "json":
        click.echo(canonical(found.document.data), nl=False)
    else:
        click.echo(resolved_yaml(found.document), nl=False)
    for layer in found.record.layers:
        note(f"{layer.id} {layer.version}: {len(layer.relaxed)} relaxed")
    note(f"{found.record.id} {found.record.version}: {found.digest}")
