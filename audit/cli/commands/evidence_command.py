"""``audit evidence``: add, list and check what backs the answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from audit.cli import options
from audit.cli.failures import ExitCode, printable
from audit.cli.output import note, print_json, print_rows
from audit.response.evidence_item import Kind

_soon = click.option(
    "--soon",
    type=click.IntRange(0, 3650),
    default=60,
    show_default=True,
    help="Days ahead that count as soon.",
)


@click.group()
def command() -> None:
    """Keep a response's evidence in order."""


@command.command()
@click.argument("response", type=options.PATH)
@click.argument("files", type=options.PATH, nargs=-1, required=True)
@click.option("--kind", type=click.Choice(get_args(Kind)), required=True)
@click.option("--id", help="Id of the item [from the file's name].")
@click.option("--title", help="Title [from the file's name].")
@click.option("--issuer", help="Who made the document.")
@click.option("--issued", type=options.Day(), help="Day of issue.")
@click.option("--expires", type=options.Day(), help="Last day it is valid.")
@click.option("--scope", help="What the document covers.")
@click.option("--for", "answers", multiple=True, help="Question it backs; repeatable.")
def add(response: Path, files: tuple[Path, ...], **described: Any) -> None:
    """Copy FILES beside RESPONSE, list them there, and name them in the answers."""
    from audit import evidence_adding

    description = evidence_adding.Description(**described)
    added = evidence_adding.add(response, files, description)
    rows = [(a.item.id, a.item.file, a.item.media_type, a.item.size) for a in added]
    print_rows(("id", "file", "type", "bytes"), rows)
    for one in added:
        for warning in one.warnings:
            note(printable(f"warning: {one.item.file}: {warning}"))
        if not description.answers:
            note(f"name '{one.item.id}' in the 'evidence' of an answer")


@command.command("list")
@click.argument("response", type=options.FILE)
@options.evidence
@options.as_of
@_soon
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table"
)
def list_(
    response: Path, evidence: Path | None, as_of: date, soon: int, form: str
) -> None:
    """List the evidence of RESPONSE with its status and the answers it backs."""
    from audit.evidence_overview import list_items

    header = ("id", "title", "kind", "issued", "expires", "status", "answers")
    rows = [
        (i.item.id, i.item.title, i.item.kind, i.item.issued, i.item.expires,
         i.standing, i.answers)
        for i in list_items(response, as_of, evidence, soon)
    ]  # fmt: skip
    if form == "json":
        plain = [(*map(_plain, row[:-1]), list(row[-1])) for row in rows]
        print_json([dict(zip(header, row, strict=True)) for row in plain])
    else:
        print_rows(header, [(*row[:-1], ", ".join(row[-1])) for row in rows], form)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@command.command()
@click.argument("response", type=options.FILE)
@click.option("--questionnaire", help="Id or file [as the response names it].")
@options.evidence
@options.as_of
@_soon
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def check(
    ctx: click.Context,
    response: Path,
    questionnaire: str | None,
    evidence: Path | None,
    as_of: date,
    soon: int,
    form: str,
) -> None:
    """Check the evidence of RESPONSE; exit 1 when some is missing, changed, expired."""
    from audit.evidence_overview import check_items

    remarks = check_items(
        response, as_of, questionnaire=questionnaire, evidence=evidence, soon=soon
    )
    header = ("", "subject", "what", "to do")
    rows = [(r.kind, r.subject, r.message, r.to_do) for r in remarks]
    if form == "json":
        keys = ("kind", "subject", "message", "to_do")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    elif rows:
        print_rows(header, rows)
    broken = sum(remark.broken for remark in remarks)
    note(f"{broken} broken, {len(remarks) - broken} warnings")
    ctx.exit(ExitCode.NOT_ACCEPTED if broken else ExitCode.OK)
