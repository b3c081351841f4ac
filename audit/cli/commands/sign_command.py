"""``audit sign``: certify a PDF report, or sign a response as its vendor."""

from __future__ import annotations

from pathlib import Path

import click

from audit.cli import options, signers
from audit.cli.output import note, write_whole


@click.command()
@click.argument("file", type=options.INPUT)
@click.option("--key", type=signers.KEY, required=True, help=signers.HELP)
@options.passphrase_file
@click.option("--timestamp", help="URL of an RFC 3161 authority (PAdES B-T, PDF only).")
@click.option(
    "--timestamp-request",
    "query",
    type=options.PATH,
    help="File to write a request (.tsq) to; audit timestamp attaches the answer.",
)
@click.option("--questionnaire", help="Id or file [as the response names it].")
@click.option(
    "--out", type=options.PATH, help="File to write [response: NAME.dsse.json beside]."
)
def command(
    file: Path,
    key: Path | str,
    passphrase_file: Path | None,
    timestamp: str | None,
    query: Path | None,
    questionnaire: str | None,
    out: Path | None,
) -> None:
    """Sign a PDF report (PAdES, no later change), or a response (.json, DSSE)."""
    from audit import pipeline

    is_response = file.suffix.lower() == ".json"
    if is_response and (timestamp or query):
        raise click.UsageError("timestamps are for PDF reports only")
    if timestamp and query:
        raise click.UsageError("give --timestamp or --timestamp-request, not both")
    if not is_response and (out is None or questionnaire):
        wrong = "give --out" if out is None else "--questionnaire is for responses only"
        raise click.UsageError(f"{wrong} (FILE is taken for a PDF report)")
    signer = signers.open_signer(key, passphrase_file)
    moment = options.now()
    if is_response:
        signed = pipeline.sign_response(file, questionnaire, signer, moment)
    else:
        pdf = options.read_input(file)
        room = query is not None
        signed = pipeline.sign_report(pdf, signer, moment, timestamp, room=room)
    target = out or file.with_name(f"{file.stem}.dsse.json")
    write_whole(target, signed)
    note(f"{target}: signed by {signer.subject}")
    if query is not None:
        write_whole(query, pipeline.timestamp_request(signed))
        note(f"{query}: let an authority answer it, then audit timestamp {target}")
