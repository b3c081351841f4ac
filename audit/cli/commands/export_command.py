"""``audit export``: an assessment in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audit.cli import options
from audit.cli.output import note, write_whole
from audit.cli.sources import Source, source
from audit.report.exports import EXPORTS

_LIST = "\n".join(f"  {name:<11} {text}" for name, text in EXPORTS.items())


@click.command(epilog=f"\b\nFormats:\n{_LIST}")
@source
@click.option("--to", type=click.Choice(list(EXPORTS)), required=True, help="Format.")
@options.language
@click.option("--out", "-o", type=options.PATH, help="File to write [stdout].")
def command(to: str, language: Any, out: Path | None, **given: Any) -> None:
    """Hand a signed report, or a response assessed now, to other programs.

    A report is assessed again from its own inputs; with --trust it must also verify.
    """
    from audit.exporting import exported

    content = exported(Source(**given).assessed(), to, language)
    if out is None:
        click.echo(content, nl=False)
    else:
        write_whole(out, content)
        note(f"{out}: {to}, {max(1, len(content) // 1024)} KiB")
