"""``audit import``: questionnaires and answers of other formats."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.failures import printable
from audit.cli.output import note, print_json, print_rows, write_whole

if TYPE_CHECKING:
    from audit.importers.model import Options
    from audit.importers.source import Source
    from audit.importing import Import


@click.command()
@click.argument("file", type=options.FILE)
@click.option("--as", "name", metavar="FORMAT", help="Format [as the file looks].")
@click.option("--detect", "only_detect", is_flag=True, help="Only say what it is.")
@click.option(
    "--answers",
    type=options.FILE,
    multiple=True,
    help="Filled file that belongs to it.",
)
@click.option("--map", "mapping", type=options.FILE, help="Mapping of a table.")
@click.option("--vendor", default="?", help="Name of the vendor that answered.")
@click.option("--country", default="ZZ", help="Its country (ISO 3166-1) [ZZ: unknown].")
@click.option("-o", "--out", type=options.PATH, help="Folder to make.")
@options.as_of
@options.language
@options.form
def command(
    file: Path,
    name: str | None,
    only_detect: bool,
    answers: tuple[Path, ...],
    mapping: Path | None,
    vendor: str,
    country: str,
    out: Path | None,
    as_of: date,
    language: str,
    form: str,
) -> None:
    """Turn FILE into a questionnaire of ours, and a response if it is filled in.

    What cannot be carried is listed in losses.json and losses.md.
    """
    from audit import importing
    from audit.documents import read_document
    from audit.importers.model import NO_COUNTRY, Options
    from audit.questionnaire.types.country_codes import COUNTRIES

    if country not in (*COUNTRIES, NO_COUNTRY):
        raise click.UsageError(f"--country {country} is no ISO 3166-1 alpha-2 code")
    source = importing.read_source(file)
    wanted = Options(
        day=as_of,
        language=language,
        vendor=vendor,
        country=country,
        mapping=read_document(mapping) if mapping else None,
        answers=tuple(importing.read_source(path) for path in answers),
    )
    if only_detect:
        _tell(source, wanted, name, form)
        return
    if out is None:
        raise click.UsageError("give the folder to make with -o")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise click.UsageError(f"{out} exists; give a new or empty folder")
    result = importing.import_source(source, wanted, name)
    for path, content in importing.files_of(result).items():
        write_whole(out / path, content)
    _summary(result, form)
    count = len(result.imported.losses)
    lost = f"losses: {count}, in {out / 'losses.md'}" if count else "nothing was lost"
    note(
        printable(
            f"{out}: read as {result.imported.format}, because {result.why}; {lost}"
        )
    )


def _tell(source: Source, wanted: Options, name: str | None, form: str) -> None:
    from audit.importing import recognise

    found, why = recognise(source, wanted, name)
    if form == "json":
        print_json({"format": found.name, "title": found.title, "why": why})
    else:
        print_rows(("format", "what", "why"), [(found.name, found.title, why)], form)


def _summary(result: Import, form: str) -> None:
    from audit.importing import plain

    if form == "json":
        print_json(plain(result))
        return
    rows: list[tuple[str, object]] = [
        ("questions", result.questions),
        ("answers", result.answers),
        ("parts carried", len(result.imported.carried)),
    ]
    whys = Counter(
        ("changed" if loss.kept_as else "lost") + ": " + loss.why.partition(":")[0]
        for loss in result.imported.losses
    )
    rows += whys.most_common()
    print_rows(("what", "count"), rows, form)
    if scores := result.imported.scores:
        click.echo()
        print_rows(scores[0], scores[1:], form)
