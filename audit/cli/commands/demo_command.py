"""``audit demo``: the whole path in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli import options
from audit.cli.comparison_summary import print_comparison
from audit.cli.failures import ExitCode
from audit.cli.output import note, print_rows, write_secret, write_whole

if TYPE_CHECKING:
    from audit.report.view import ReportView

#: The demo's documents are written for this day; evidence expires around it.
DEMO_DAY = date(2026, 11, 24)


@click.command()
@click.argument("folder", type=options.PATH, default=Path("audit-demo"))
@click.option("--as-of", type=options.Day(), default=DEMO_DAY, show_default=True)
@click.pass_context
def command(ctx: click.Context, folder: Path, as_of: date) -> None:
    """Make FOLDER with three vendors: assessed, reported, compared and signed."""
    from audit import demo_run

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    rows, good, compared = [], True, None
    for made in demo_run.run(folder, as_of, options.now(), write_whole, write_secret):
        note(f"{made.report}: {made.verdict}")
        good = good and made.verdict == "TOTAL-PASSED"
        if isinstance(made, demo_run.DemoComparison):
            compared = made.view
        else:
            rows.append(_row(made.view, made.verdict))
    print_rows(HEADER, rows)
    if compared is not None:
        click.echo()
        print_comparison(compared)
    report, roots = f"{folder}/northline-report.pdf", f"{folder}/roots.pem"
    note(f"verify again: audit verify {report} --trust {roots}")
    note(f"look at: {folder}/comparison.pdf, {folder}/comparison.xlsx")
    ctx.exit(ExitCode.OK if good else ExitCode.NOT_ACCEPTED)


HEADER = (
    "vendor",
    "decision",
    "rating",
    "score",
    "interval",
    "knock-outs",
    "report",
)


def _row(view: ReportView, verdict: str) -> tuple[Any, ...]:
    return (
        view.vendor,
        view.decision_word,
        view.rating,
        view.score,
        f"{view.verified} – {view.claimed}",
        len(view.knock_outs),
        verdict,
    )
