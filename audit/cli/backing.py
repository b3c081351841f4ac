"""Options of ``audit verify`` about what a report may rest on besides its roots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.signing.backing import Backing as Given

trusted_roots = click.option(
    "--trust",
    type=options.FILE,
    required=True,
    multiple=True,
    help="PEM file with trusted roots.",
)
tsa_trust = click.option(
    "--tsa-trust",
    type=options.FILE,
    multiple=True,
    help="PEM file with roots of timestamp authorities [those of --trust].",
)
_OPTIONS = (
    tsa_trust,
    click.option(
        "--crl", type=options.FILE, multiple=True, help="Certificate revocation list."
    ),
    click.option("--ocsp", type=options.FILE, multiple=True, help="OCSP response."),
    click.option(
        "--keys", type=options.FILE, help="List of keys to find the signer in."
    ),
    click.option(
        "--keys-root", type=options.FILE, help="Public PEM of the key that signs it."
    ),
)


@dataclass(frozen=True, slots=True)
class Backing:
    """The files given with these options."""

    tsa_trust: tuple[Path, ...]
    crl: tuple[Path, ...]
    ocsp: tuple[Path, ...]
    keys: Path | None
    keys_root: Path | None

    def read(self) -> Given:
        """Read the files; errors name the one that cannot be used."""
        from audit.signing.backing import read_backing

        if (self.keys is None) != (self.keys_root is None):
            raise click.UsageError("--keys and --keys-root go together")
        ring = None
        if self.keys is not None and self.keys_root is not None:
            named = str(self.keys), self.keys.read_bytes()
            ring = (*named, self.keys_root.read_bytes())
        roots = [path.read_bytes() for path in self.tsa_trust]
        crls, ocsps = (
            [(str(path), path.read_bytes()) for path in paths]
            for paths in (self.crl, self.ocsp)
        )
        return read_backing(roots, crls, ocsps, ring, options.now())


def backing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, in the order of the help."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
