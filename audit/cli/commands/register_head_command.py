"""``audit register head``: the state of the register, to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options, register_options, signers
from audit.cli.output import note, write_whole


@click.command()
@register_options.register
@signers.key
@options.passphrase_file
@click.option("--out", type=options.PATH, help="File for the signed head.")
def command(
    register: str,
    key: Path | str | None,
    passphrase_file: Path | None,
    out: Path | None,
) -> None:
    """Print the register's head; with --key, sign it into --out.

    Three lines: the register, its number of records, the root over them. Only the head
    of a log that verifies is signed. Keep heads where nobody who can write to the
    register can change them.
    """
    from audit.registering.signed_head import (
        checkpoint_of,
        sign_head,
        verified_checkpoint,
    )

    if (key is None) != (out is None):
        raise click.UsageError("--key and --out go together")
    with register_options.open_with(register, None, None) as opened:
        checkpoint = verified_checkpoint(opened) if key else checkpoint_of(opened)
    if key is not None and out is not None:
        signer = signers.open_signer(key, passphrase_file)
        write_whole(out, sign_head(checkpoint, signer, options.now()))
        note(f"{out}: signed by {signer.subject}")
    click.echo(checkpoint.text, nl=False)
