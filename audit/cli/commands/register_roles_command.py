"""``audit register roles``: the SQL that grants, to be read before it is run."""

from __future__ import annotations

import click

from audit.cli import register_options


@click.command()
@register_options.grant_writer
@register_options.grant_reader
def command(grant_writer: tuple[str, ...], grant_reader: tuple[str, ...]) -> None:
    """Print what `audit register init` with the same options runs; its owner may.

    Without options: for the roles audit_writer and audit_reader.
    """
    from audit.register.roles import grants

    if not (grant_writer or grant_reader):
        grant_writer, grant_reader = ("audit_writer",), ("audit_reader",)
    for statement in grants(grant_writer, grant_reader):
        click.echo(f"{statement};")
