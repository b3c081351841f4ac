"""An assessment on one terminal screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audit.cli.failures import printable
from audit.cli.output import print_rows

if TYPE_CHECKING:
    from audit.report.view import ReportView


def print_summary(view: ReportView) -> None:
    """Print decision, scores, knock-outs and the dearest gaps."""
    w = view.w
    click.echo(printable(f"{view.vendor} · {w['assessed_on']} {view.as_of}"))
    click.echo(f"{w['decision']}: {view.decision_word}")
    click.echo(
        f"{w['score']}: {view.score}  "
        f"({w['verified_score']} {view.verified} – {w['claimed_score']} {view.claimed})"
    )
    capped = f" ({w['rating_capped']} «{view.rating_capped_from}»)"
    click.echo(
        f"{w['rating']}: {view.rating}{capped if view.rating_capped_from else ''}"
    )
    click.echo(f"{w['inherent_risk']}: {view.inherent}")
    click.echo(f"{w['residual_risk']}: {view.residual}")
    click.echo(f"{w['coverage']}: {view.answered} / {view.asked}")
    click.echo(printable(view.signature))
    for row in view.knock_outs:
        click.echo(f"  ✗ {row.id}  {printable(row.title)} – {row.status_word}")
    if view.findings:
        click.echo(f"\n{w['biggest_gaps']}")
        header = (
            w["control"],
            w["severity"],
            w["status"],
            w["finding_lost"],
            w["name_col"],
        )
        print_rows(
            header,
            [
                (f.id, f.severity_word, f.status_word, f.lost, f.title)
                for f in view.findings[:10]
            ],
        )
