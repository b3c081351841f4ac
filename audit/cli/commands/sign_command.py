"""``audit sign``: certify a PDF report."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options
from audit.cli.output import note, write_whole


@click.command()
@click.argument("pdf", type=options.INPUT)
@click.option("--key", type=options.FILE, required=True, help="PKCS#12 of the signer.")
@options.passphrase_file
@click.option("--timestamp", help="URL of an RFC 3161 authority (PAdES B-T).")
@click.option("--out", type=options.PATH, required=True, help="Signed PDF to write.")
def command(
    pdf: Path, key: Path, passphrase_file: Path | None, timestamp: str | None, out: Path
) -> None:
    """Sign a PDF report so that no later change is allowed (PAdES)."""
    from audit import pipeline
    from audit.signing.keys import load_signer

    signer = load_signer(key.read_bytes(), options.read_passphrase(passphrase_file))
    signed = pipeline.sign_report(
        options.read_input(pdf), signer, options.now(), timestamp
    )
    write_whole(out, signed)
    note(f"{out}: signed by {signer.subject}")
