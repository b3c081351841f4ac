"""``audit crosswalk``: drafts of answers from an imported response."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options
from audit.cli.output import note, print_json, print_rows, write_whole

if TYPE_CHECKING:
    from audit.crosswalks.walk import Walked


@click.command()
@click.argument("response", type=options.FILE)
@click.option("--from", "source", help="Framework, or crosswalk file [as imported].")
@click.option("--to", "target", required=True, help="Questionnaire of ours.")
@click.option("-o", "--out", type=options.PATH, required=True, help="File to write.")
@options.as_of
@options.form
def command(
    response: Path, source: str | None, target: str, out: Path, as_of: date, form: str
) -> None:
    """Draft a response of ours from RESPONSE, which 'audit import' wrote.

    A draft counts as unanswered until the vendor confirms it; nothing is attested.
    """
    from audit.crosswalking import crosswalk_file

    made = crosswalk_file(response, source, target, as_of)
    text = json.dumps(made.response, ensure_ascii=False, indent=2)
    write_whole(out, f"{text}\n".encode())
    _tell(made.walked, form)
    count = sum(step.status == "mapped" for step in made.walked.steps)
    note(f"{out}: {count} answers to confirm, {len(made.walked.unmapped)} unmapped")


def _tell(walked: Walked, form: str) -> None:
    rows = [
        (step.link_id, step.status, ", ".join(step.sources), _needs(step.evidence))
        for step in walked.steps
    ]
    if form == "json":
        keys = ("question", "status", "from", "needs")
        steps = [dict(zip(keys, row, strict=True)) for row in rows]
        print_json({"questions": steps, "unmapped": list(walked.unmapped)})
        return
    if walked.unmapped:
        rows.append(("—", "unmapped", ", ".join(walked.unmapped), ""))
    print_rows(("question", "status", "from", "needs"), rows, form)


def _needs(evidence: bool) -> str:
    return "evidence" if evidence else ""
