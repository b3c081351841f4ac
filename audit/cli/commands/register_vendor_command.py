"""``audit register vendor``: the cards of vendors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_options, registers
from audit.cli.groups import SharedDefaults
from audit.cli.output import note, print_json, print_rows

if TYPE_CHECKING:
    from audit.register.store import Register


@click.group(cls=SharedDefaults)
def command() -> None:
    """Set and show vendor cards: who looks after a vendor, how it stands."""


@command.command("set")
@click.argument("card", type=options.FILE)
@registers.on_register
@register_options.by
def set_(register: Register, card: Path, by: str) -> None:
    """Record a card (JSON or YAML); it replaces the vendor's card before."""
    from audit import pipeline

    record = pipeline.set_card(register, card, by, options.now())
    note(f"record {record.number}: the card of {record.vendor}")


@command.command("show")
@registers.vendor
@registers.on_register
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def show(register: Register, vendor: str, form: str) -> None:
    """Show a vendor's present card."""
    from audit import pipeline

    card = pipeline.Shelf(register).card(vendor).model_dump(mode="json")
    if form == "json":
        print_json(card)
        return
    rows = [
        (
            name,
            ", ".join(map(str, value.values())) if isinstance(value, dict) else value,
        )
        for name, value in card.items()
        if value is not None
    ]
    print_rows(("field", "value"), rows)


@command.command("list")
@registers.on_register
@registers.form
def list_(register: Register, form: str) -> None:
    """List the present card of every vendor."""
    from audit import pipeline

    cards = pipeline.Shelf(register).cards().values()
    if form == "json":
        print_json([card.model_dump(mode="json") for card in cards])
        return
    header = ("vendor", "name", "country", "status", "owner", "next due")
    rows = [(c.id, c.name, c.country, c.status, c.owner, c.next_due) for c in cards]
    print_rows(header, rows, form)
