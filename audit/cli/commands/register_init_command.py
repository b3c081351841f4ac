"""``audit register init``."""

from __future__ import annotations

import click

from audit.cli import options, register_options
from audit.cli.output import note


@click.command()
@register_options.register
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="[NAME=]age1…",
    help="Public age key of an officer who is to open the register; repeatable.",
)
@click.option(
    "--recovery",
    multiple=True,
    metavar="[NAME=]age1…",
    help="Public age key that is kept apart, for when officers lose theirs.",
)
@register_options.grant_writer
@register_options.grant_reader
@register_options.by
def command(
    register: str,
    recipients: tuple[str, ...],
    recovery: tuple[str, ...],
    grant_writer: tuple[str, ...],
    grant_reader: tuple[str, ...],
    by: str,
) -> None:
    """Make a register; with --recipient, contents are sealed to the officers.

    A register is sealed from the beginning or never. `audit register roles` prints what
    the grants come to, for a register that is there already.
    """
    from audit.register.officers import create_sealed_register
    from audit.register.readers import parse_reader
    from audit.register.roles import grants
    from audit.register.store import create_register

    statements = grants(grant_writer, grant_reader)
    if statements and "://" not in register:
        message = "--grant-writer and --grant-reader are for PostgreSQL"
        raise click.UsageError(message)
    readers = [parse_reader(text, "officer") for text in recipients]
    readers += [parse_reader(text, "recovery") for text in recovery]
    if readers:
        made = create_sealed_register(register, readers, by, options.now())
    else:
        made = create_register(register)
    made.place.grant(statements)
    made.close()
    sealed = f"sealed to {len(readers)} keys" if readers else "not sealed"
    note(f"{made.place.name}: {made.settings.origin}, {sealed}")
