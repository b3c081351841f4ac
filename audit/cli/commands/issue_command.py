"""``audit issue``: the folder a vendor fills in, and the officer's request."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Any

import click

from audit.cli import options
from audit.cli.output import note, write_whole

#: Bytes of the nonce: 128 bits.
NONCE_BYTES = 16


@click.command()
@click.argument("questionnaire")
@click.option("--vendor", help="Make a request to this vendor, against replay.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["folder", "html"]),
    default="folder",
    show_default=True,
    help="The whole folder, or the form alone.",
)
@click.option("--out", type=options.PATH, required=True, help="Folder or file to make.")
@click.option("--from", "earlier", type=options.FILE, help="Last time's response.")
@options.as_of
@options.language
def command(
    questionnaire: str,
    vendor: str | None,
    form: str,
    out: Path,
    earlier: Path | None,
    as_of: date,
    language: Any,
) -> None:
    """Make the folder that a vendor fills in; nothing of a policy is in it."""
    from audit import pipeline
    from audit.response.model import Request

    _refuse_existing(out, form)
    kept = out.resolve().with_name(f"{out.resolve().name}.request.json")
    if vendor is not None and kept.exists():
        raise click.UsageError(f"{kept} exists; requests are never overwritten")
    loaded = pipeline.load_questionnaire(questionnaire)
    carried = None
    if earlier is not None:
        carried = pipeline.carry_file(earlier, loaded, as_of, language)
    request = None
    if vendor is not None:
        name = f"{loaded.record.id[:50]}-{secrets.token_hex(4)}"
        request = Request(id=name, nonce=secrets.token_urlsafe(NONCE_BYTES))
        content = pipeline.new_request(request, vendor, loaded, options.now())
        write_whole(kept, content)
        note(f"{kept}: keep it, and give it with --request when the answers are back")
    files = pipeline.issue(loaded, language, request, vendor or "?", carried)
    if form == "html":
        write_whole(out, files["form.html"])
        if carried is not None:
            write_whole(out.with_suffix(".changes.md"), files["changes.md"])
        note(f"{len(loaded.record.questions)} questions in {out}; send this file")
        return
    for path, written in files.items():
        write_whole(out / path, written)
    note(f"{len(loaded.record.questions)} questions in {out}; send the whole folder")


def _refuse_existing(out: Path, form: str) -> None:
    if form == "html" and out.exists():
        raise click.UsageError(f"{out} exists; forms are never overwritten")
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty")
