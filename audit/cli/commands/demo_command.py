"""``audit demo``: the whole path in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options
from audit.cli.failures import ExitCode
from audit.cli.output import note, print_rows, write_secret, write_whole

#: The demo's documents are written for this day; evidence expires around it.
DEMO_DAY = date(2026, 11, 24)


@click.command()
@click.argument("folder", type=options.PATH, default=Path("audit-demo"))
@click.option("--as-of", type=options.Day(), default=DEMO_DAY, show_default=True)
@click.pass_context
def command(ctx: click.Context, folder: Path, as_of: date) -> None:
    """Make FOLDER with three vendors: assessed, reported, signed and verified."""
    from audit import demo_run

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    rows = []
    for vendor in demo_run.run(folder, as_of, options.now(), write_whole, write_secret):
        view = vendor.view
        note(f"{vendor.report}: {vendor.verdict}")
        rows.append(
            (
                view.vendor,
                view.decision_word,
                view.rating,
                view.score,
                f"{view.verified} – {view.claimed}",
                len(view.knock_outs),
                vendor.verdict,
            )
        )
    header = (
        "vendor",
        "decision",
        "rating",
        "score",
        "interval",
        "knock-outs",
        "report",
    )
    print_rows(header, rows)
    report, roots = f"{folder}/northline-report.pdf", f"{folder}/roots.pem"
    note(f"verify again: audit verify {report} --trust {roots}")
    good = all(row[-1] == "TOTAL-PASSED" for row in rows)
    ctx.exit(ExitCode.OK if good else ExitCode.NOT_ACCEPTED)
