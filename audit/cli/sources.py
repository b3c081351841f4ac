"""What is assessed: a signed report, or a response with its policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options
from audit.cli.backing import tsa_trust
from audit.cli.proofs import Proofs, proofs

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.cases import Assessed


@dataclass(frozen=True, slots=True)
class Source:
    """The files given with these options."""

    source: Path
    policy: str | None
    as_of: date
    evidence: Path | None
    review: Path | None
    exceptions: Path | None
    trust: tuple[Path, ...]
    tsa_trust: tuple[Path, ...]
    signature: Path | None
    keys: Path | None
    keys_root: Path | None
    request: Path | None

    def assessed(self) -> Assessed:
        """Assess it; a report by the inputs that it carries, and it must agree."""
        from audit import acceptance, comparing_files, pipeline

        comparing_files.require_verified(
            (self.source,), self.trust, options.now(), self.tsa_trust
        )
        proving = (self.signature, self.keys, self.keys_root, self.request)
        documents = (self.evidence, self.review, self.exceptions)
        if self.source.suffix.lower() == ".pdf":
            if any(given is not None for given in (self.policy, *documents, *proving)):
                raise click.UsageError("a report carries its own inputs; give it alone")
            return acceptance.assessed_report(self.source)
        if self.policy is None:
            message = "a response needs --policy; a signed report does not"
            raise click.UsageError(message)
        words = (self.policy, self.source, self.as_of, *documents)
        return pipeline.assess_case(Proofs(*proving).open_case(*words))


_OPTIONS = (
    click.argument("source", metavar="RESPONSE|REPORT.pdf", type=options.FILE),
    click.option("--policy", help="Policy id or file; a report carries its own."),
    options.as_of,
    options.evidence,
    options.review,
    options.exceptions,
    proofs,
    click.option(
        "--trust", type=options.FILE, multiple=True, help="Roots of the report."
    ),
    tsa_trust,
)


def source(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument and its options to a command, in the order of the help."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
