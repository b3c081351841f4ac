"""``audit report``: the PDF, signed when a key is given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from audit.cli import options, signers
from audit.cli.output import note, write_whole
from audit.cli.proofs import Proofs, proofs


@click.command()
@click.argument("response", type=options.INPUT)
@options.policy
@options.as_of
@options.evidence
@options.review
@options.exceptions
@proofs
@options.language
@signers.key
@options.passphrase_file
@click.option("--timestamp", help="URL of an RFC 3161 authority (PAdES B-T).")
@click.option("--out", type=options.PATH, required=True, help="PDF, HTML, JSON or MD.")
def command(
    response: Path,
    policy: str,
    as_of: date,
    evidence: Path | None,
    review: Path | None,
    exceptions: Path | None,
    language: str,
    key: Path | str | None,
    passphrase_file: Path | None,
    timestamp: str | None,
    out: Path,
    **proving: Path | None,
) -> None:
    """Draw the risk report; the suffix of --out chooses the format."""
    from audit import pipeline
    from audit.report.formats import renderer_of

    renderer = None if out.suffix == ".pdf" else renderer_of(out.suffix)
    proof = Proofs(**proving)
    case = proof.open_case(policy, response, as_of, evidence, review, exceptions)
    assessed = pipeline.assess_case(case)
    if renderer is not None:
        view = pipeline.report_view(assessed, language)  # type: ignore[arg-type]
        write_whole(out, renderer(view, assessed.assessment.plain()).encode())
        proof.accept(case)
        return
    signer = None
    if key is not None:
        signer = signers.open_signer(key, passphrase_file)
    pdf = pipeline.report_pdf(assessed, language)  # type: ignore[arg-type]
    if signer is not None:
        pdf = pipeline.sign_report(pdf, signer, options.now(), timestamp)
    write_whole(out, pdf)
    proof.accept(case)
    note(f"{out}: {'signed' if signer else 'not signed'}, {len(pdf) // 1024} KiB")
