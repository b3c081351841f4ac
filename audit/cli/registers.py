"""What commands on an open register share: opening it, and showing its records."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from audit.cli import register_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audit.register.model import Record

vendor = click.argument("vendor")
form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)


def on_register(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a register and hand it over open, as ``register``."""

    @register_options.register
    @register_options.identity
    @register_options.identity_passphrase_file
    @wraps(command)
    def opened(
        *args: Any,
        register: str,
        identity: Path | None,
        identity_passphrase_file: Path | None,
        **given: Any,
    ) -> Any:
        with register_options.open_with(
            register, identity, identity_passphrase_file
        ) as found:
            return command(*args, register=found, **given)

    return opened


#: The facts that one looks for.
_FIRST = {"decision", "expires", "score", "status"}
HEADER = ("number", "recorded", "kind", "vendor", "subject", "facts", "by")


def row_of(record: Record) -> tuple[Any, ...]:
    """Return a record as a row under ``HEADER``."""
    return (
        record.number,
        record.recorded_at,
        record.kind,
        record.vendor,
        record.subject,
        facts_of(record),
        record.by,
    )


def facts_of(record: Record) -> str:
    """Return on one line what a record says beside its subject."""
    said = {None, record.subject, *record.subject.split("/")}
    facts = sorted(record.about.items(), key=lambda fact: fact[0] not in _FIRST)
    return ", ".join(f"{name} {value}" for name, value in facts if value not in said)
