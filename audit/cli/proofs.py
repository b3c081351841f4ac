"""Options about who answered which request; shared by ``assess`` and ``report``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options
from audit.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.cases import Case

_OPTIONS = (
    click.option(
        "--signature",
        type=options.FILE,
        help="The vendor's signature [response.dsse.json beside the response].",
    ),
    click.option("--keys", type=options.FILE, help="List of keys to check it by."),
    click.option(
        "--keys-root", type=options.FILE, help="Public PEM of the key that signs it."
    ),
    click.option(
        "--request",
        type=options.FILE,
        help="The request sent; refuses other and older responses.",
    ),
)


@dataclass(frozen=True, slots=True)
class Proofs:
    """The files given with these options."""

    signature: Path | None
    keys: Path | None
    keys_root: Path | None
    request: Path | None

    def open_case(self, *words: Any) -> Case:
        """Open the case, checked for its signature and the request it answers."""
        from audit import pipeline

        if (self.keys is None) != (self.keys_root is None):
            raise click.UsageError("--keys and --keys-root go together")
        case = pipeline.open_case(*words, signature=self.signature)
        if self.keys is not None and self.keys_root is not None:
            case = pipeline.check_signature(
                case, self.keys, self.keys_root, options.now()
            )
        elif case.envelope is not None:
            note("the response's signature was not checked: give --keys, --keys-root")
        if self.request is not None:
            pipeline.check_request(self.request, case)
        return case

    def accept(self, case: Case) -> None:
        """Write down in the request that this response was assessed."""
        from audit import pipeline

        if self.request is not None:
            pipeline.accept(self.request, case)


def proofs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, in the order of the help."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
