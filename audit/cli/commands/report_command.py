"""``audit report``: the PDF, signed when a key is given."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import options, register_options, signers
from audit.cli.output import note, write_whole
from audit.cli.proofs import Proofs, proofs

if TYPE_CHECKING:
    from audit.register.checkpoint import Checkpoint


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
@click.option("--register", help="Register whose head the PDF is to carry.")
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
    register: str | None,
    out: Path,
    **proving: Path | None,
) -> None:
    """Draw the risk report; the suffix of --out chooses the format."""
    from audit import pipeline
    from audit.report.formats import renderer_of

    renderer = None if out.suffix == ".pdf" else renderer_of(out.suffix)
    if renderer is not None and register:
        raise click.UsageError("only a PDF carries the head of a --register")
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
    head = _head(register) if register else None
    pdf = pipeline.report_pdf(assessed, language, head)  # type: ignore[arg-type]
    if signer is not None:
        pdf = pipeline.sign_report(pdf, signer, options.now(), timestamp)
    write_whole(out, pdf)
    proof.accept(case)
    note(f"{out}: {'signed' if signer else 'not signed'}, {len(pdf) // 1024} KiB")


def _head(register: str) -> Checkpoint:
    from audit.registering.signed_head import verified_checkpoint

    with register_options.open_with(register, None, None) as opened:
        return verified_checkpoint(opened)
