"""``audit register officer add``, ``remove``, ``list``, ``reseal``."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options, register_options
from audit.cli.groups import SharedDefaults
from audit.cli.output import note, print_json, print_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.register.readers import Reader
    from audit.register.store import Register


@click.group(cls=SharedDefaults)
def command() -> None:
    """Change who can open a sealed register."""


def _opening(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that open a register."""
    wrapped = register_options.identity_passphrase_file(wrapped)
    return register_options.register(register_options.identity(wrapped))


@command.command()
@click.argument("recipient", metavar="[NAME=]age1…")
@click.option("--recovery", is_flag=True, help="A key kept apart, for recovery.")
@register_options.by
@_opening
def add(
    recipient: str,
    recovery: bool,
    by: str,
    register: str,
    identity: Path | None,
    identity_passphrase_file: Path | None,
) -> None:
    """Let the holder of one more age key open the register, all that is in it."""
    from audit.register.readers import parse_reader

    added = parse_reader(recipient, "recovery" if recovery else "officer")
    with register_options.open_with(
        register, identity, identity_passphrase_file
    ) as opened:
        begun = opened.unfinished_resealing is not None and added in opened.readers
        readers = [r for r in opened.readers if not (begun and r == added)]
        _change(opened, [*readers, added], by)


@command.command()
@click.argument("who", metavar="NAME|age1…")
@register_options.by
@_opening
def remove(
    who: str,
    by: str,
    register: str,
    identity: Path | None,
    identity_passphrase_file: Path | None,
) -> None:
    """Take an age key off; copies made before stay readable with it."""
    from audit.register.readers import find_reader

    with register_options.open_with(
        register, identity, identity_passphrase_file
    ) as opened:
        gone = find_reader(opened.readers, who)
        _change(opened, [r for r in opened.readers if r != gone], by)


@command.command("list")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table"
)
@register_options.register
def list_(register: str, form: str) -> None:
    """List the age keys that open the register."""
    with register_options.open_with(register, None, None) as opened:
        rows = [(r.role, r.name, r.recipient) for r in opened.readers]
        unfinished = opened.unfinished_resealing
    header = ("role", "name", "recipient")
    if form == "json":
        print_json([dict(zip(header, row, strict=True)) for row in rows])
    else:
        print_rows(header, rows, form)
    if not rows:
        note("the register is not sealed")
    if unfinished is not None:
        note(f"sealed to them up to record {unfinished} only; finish it with reseal")


@command.command()
@_opening
def reseal(
    register: str, identity: Path | None, identity_passphrase_file: Path | None
) -> None:
    """Go on where a change of officers broke off."""
    from audit.register.officers import finish_resealing

    with (
        register_options.open_with(
            register, identity, identity_passphrase_file
        ) as opened,
        _progress() as tell,
    ):
        finish_resealing(opened, tell)
    note("every content is sealed to the present officers")


def _change(opened: Register, readers: Sequence[Reader], by: str) -> None:
    from audit.register.officers import change_readers

    with _progress() as tell:
        change_readers(opened, readers, by, options.now(), tell)
    note(f"sealed to {len(readers)} keys")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("sealing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
