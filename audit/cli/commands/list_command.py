"""``audit list``: the shipped packs."""

from __future__ import annotations

import click

from audit.cli.output import print_json, print_rows


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
)
def command(form: str) -> None:
    """List the shipped questionnaires and policies."""
    from audit import library
    from audit.documents import read_document

    rows = []
    for kind in ("questionnaires", "policies"):
        for name, item in library.packs(kind).items():
            data = read_document(item).data
            titles = data["title"]
            rows.append((kind, name, data["version"], titles.get("en", "")))
    if form == "json":
        keys = ("kind", "id", "version", "title")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        print_rows(("kind", "id", "version", "title"), rows, form)
