"""``audit register prove``: a proof that others check without the register."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options, register_options
from audit.cli.output import note, write_whole


@click.command()
@click.argument("number", type=click.IntRange(min=0), required=False)
@register_options.register
@register_options.identity
@register_options.identity_passphrase_file
@click.option("--head", type=options.FILE, required=True, help="A signed head.")
@click.option(
    "--since", type=options.FILE, help="Prove that --head goes on from this one."
)
@click.option("--out", type=options.PATH, required=True, help="Proof to write.")
def command(
    number: int | None,
    register: str,
    identity: Path | None,
    identity_passphrase_file: Path | None,
    head: Path,
    since: Path | None,
    out: Path,
) -> None:
    """Prove that record NUMBER is in the register which --head was signed over.

    With --since instead of NUMBER: that nothing the earlier head covers was changed or
    removed until the later one.
    """
    from audit.registering.proofs import prove_growth, prove_record

    if (number is None) == (since is None):
        raise click.UsageError("give either the NUMBER of a record or --since")
    signed = head.read_bytes()
    with register_options.open_with(
        register, identity, identity_passphrase_file
    ) as opened:
        if since is not None:
            old = since.read_bytes(), str(since)
            proof = prove_growth(opened, old, (signed, str(head)))
        else:
            proof = prove_record(opened, number or 0, signed, str(head))
    write_whole(out, proof)
    note(f"{out}: check it with audit register check-proof")
