"""What the commands that look at a register share: options, and writing files."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options
from audit.cli.output import note, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

as_of = click.option(
    "--as-of", type=options.Day(), default=options.today, help="Day to look at [today]."
)
soon = click.option(
    "--days",
    "soon",
    type=click.IntRange(0, 3660),
    default=90,
    show_default=True,
    help="What falls due within so many days counts as soon.",
)
out = click.option("-o", "--out", type=options.PATH, help="File to write.")


class Length(click.ParamType[str]):
    """A length of time such as 12 mo."""

    name = "length"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the text; a usage error for another form."""
        from audit.conditions.quantities import parse_duration

        if not parse_duration(value):
            self.fail(f"{value!r} is not a length such as '12 mo'", param, ctx)
        return str(value)


def terms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how long things may take, as ``terms``."""
    days = click.IntRange(0, 3660)

    @click.option(
        "--respond-within", type=days, default=30, show_default=True,
        help="Days that a vendor has to answer a request.",
    )  # fmt: skip
    @click.option(
        "--assess-within", type=days, default=14, show_default=True,
        help="Days within which a response is to be assessed.",
    )  # fmt: skip
    @click.option(
        "--attested-within", type=Length(), default="12 mo", show_default=True,
        help="How old the statement of truth may be.",
    )  # fmt: skip
    @wraps(command)
    def with_terms(
        *args: Any,
        respond_within: int,
        assess_within: int,
        attested_within: str,
        **given: Any,
    ) -> Any:
        from audit.vendor.dues import Terms

        found = Terms(respond_within, assess_within, attested_within)
        return command(*args, terms=found, **given)

    return with_terms


def write(path: Path, content: bytes) -> None:
    """Write a file and say so."""
    write_whole(path, content)
    note(f"{path}: {max(1, len(content) // 1024)} KiB")
