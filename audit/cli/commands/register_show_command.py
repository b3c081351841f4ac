"""``audit register show``: one record with its document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from audit.cli import registers
from audit.cli.failures import printable
from audit.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from audit.register.model import Record
    from audit.register.store import Register


@click.command()
@click.argument("number", type=click.IntRange(min=0))
@registers.on_register
@click.option("--raw", is_flag=True, help="Write the document alone, byte for byte.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(register: Register, number: int, raw: bool, form: str) -> None:
    """Show record NUMBER and the document it commits to."""
    record = register.record(number)
    content = register.read(record)
    if raw:
        click.echo(content, nl=False)
    elif form == "json":
        print_json({"record": record.model_dump(), "document": _data(record, content)})
    else:
        about = {"facts": registers.facts_of(record)}
        fields = record.model_dump(exclude={"format", "about"}) | about
        rows = [(name, value) for name, value in fields.items() if value is not None]
        print_rows(("field", "value"), rows)
        click.echo()
        click.echo(printable(_shown(record, content)))


def _data(record: Record, content: bytes) -> Any:
    """Return a JSON document's data; of others, None."""
    return json.loads(content) if record.media_type == "application/json" else None


def _shown(record: Record, content: bytes) -> str:
    if record.media_type == "application/json":
        return json.dumps(json.loads(content), ensure_ascii=False, indent=2)
    if record.media_type.startswith("text/") or record.media_type.endswith("yaml"):
        return content.decode("utf-8", "backslashreplace")
    return f"{record.size:,} bytes of {record.media_type}; --raw writes them"
