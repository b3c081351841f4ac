"""``audit compare``: candidates side by side, ranked, priced and signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from audit.cli import options, signers
from audit.cli.backing import tsa_trust
from audit.cli.output import note, print_json, write_whole


@click.command()
@click.argument("candidates", type=options.FILE, nargs=-1, required=True)
@click.option("--policy", help="Policy id or file, for candidates that are responses.")
@click.option("--offer", "offers", type=options.FILE, multiple=True, help="One each.")
@click.option("--demand", type=options.FILE, help="What is bought: prices every offer.")
@click.option("--criteria", type=options.FILE, help="What counts: ranks candidates.")
@click.option("--exposure", type=options.FILE, help="Assumptions about yearly losses.")
@click.option("--trust", type=options.FILE, multiple=True, help="Roots of reports.")
@tsa_trust
@options.as_of
@options.language
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
)
@signers.key
@options.passphrase_file
@click.option("--timestamp", help="URL of an RFC 3161 authority (PAdES B-T).")
@click.option("--out", type=options.PATH, help="PDF, HTML, XLSX, CSV, JSON or MD.")
def command(
    candidates: tuple[Path, ...],
    policy: str | None,
    offers: tuple[Path, ...],
    demand: Path | None,
    criteria: Path | None,
    exposure: Path | None,
    trust: tuple[Path, ...],
    tsa_trust: tuple[Path, ...],
    as_of: date,
    language: Any,
    form: str,
    key: Path | str | None,
    passphrase_file: Path | None,
    timestamp: str | None,
    out: Path | None,
) -> None:
    """Compare CANDIDATES: signed reports (.pdf) or responses (.json, .zip).

    With --trust every report must verify; without it, its inputs are only assessed
    again. --out writes a file, a .pdf with everything inside that it was made from.
    """
    from audit import comparing_files, pipeline

    comparing_files.require_verified(candidates, trust, options.now(), tsa_trust)
    wanted = comparing_files.read_wanted(as_of, demand, criteria, exposure, offers)
    compared = pipeline.compare_candidates(
        tuple(pipeline.open_candidates(candidates, policy, as_of)), wanted
    )
    if out is None:
        _print(compared, language, form)
        return
    signer = _signer(key, passphrase_file) if out.suffix == ".pdf" else None
    content = comparing_files.rendered(
        compared, language, out.suffix, signer, options.now(), timestamp
    )
    write_whole(out, content)
    signed = "signed, " if signer else ""
    note(f"{out}: {signed}{max(1, len(content) // 1024)} KiB")


def _signer(key: Path | str | None, passphrase_file: Path | None) -> Any:
    if key is None:
        return None
    return signers.open_signer(key, passphrase_file)


def _print(compared: Any, language: Any, form: str) -> None:
    from audit.cli.comparison_summary import print_comparison
    from audit.report.comparison.formats import writer_of
    from audit.reporting import comparison_view

    if form == "json":
        print_json(compared.comparison.plain())
        return
    view = comparison_view(compared, language, charts=False)
    if form == "table":
        print_comparison(view)
        return
    suffix = {"csv": ".csv", "markdown": ".md"}[form]
    text = writer_of(suffix)(view, compared.comparison).decode("utf-8-sig")
    click.echo(text, nl=False)
