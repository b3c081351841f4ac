"""Files of a comparison: the buyer's documents in, the report in any format out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.comparing import Compared, Wanted
from audit.documents import read_document
from audit.errors import InputError, Problem
from audit.report.comparison.formats import writer_of
from audit.reporting import comparison_pdf, comparison_view
from audit.signing.backing import Backing, read_backing
from audit.verifying import verify_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from audit.questionnaire.model import Language
    from audit.signing.keys import Signer


def read_wanted(
    as_of: date,
    demand: Path | None,
    criteria: Path | None,
    exposure: Path | None,
    offers: Sequence[Path],
) -> Wanted:
    """Read the buyer's documents and the offers; InputError lists what is wrong."""
    return Wanted(
        as_of=as_of,
        demand=read_document(demand) if demand else None,
        criteria=read_document(criteria) if criteria else None,
        exposure=read_document(exposure) if exposure else None,
        offers=tuple(map(read_document, offers)),
    )


def require_verified(
    candidates: Sequence[Path],
    trust: Sequence[Path],
    at: datetime,
    tsa_trust: Sequence[Path] = (),
) -> None:
    """Refuse a candidate that is no verified report, when roots are given."""
    if trust:
        roots = [path.read_bytes() for path in trust]
        stamping = [path.read_bytes() for path in tsa_trust]
        backing = read_backing(stamping, (), (), None, at)
        problems = tuple(_unverified(candidates, roots, at, backing))
        if problems:
            raise InputError.of(*problems)


def _unverified(
    candidates: Sequence[Path], roots: Sequence[bytes], at: datetime, backing: Backing
) -> Iterator[Problem]:
    for path in candidates:
        if path.suffix.lower() != ".pdf":
            message = "a response carries no signature of an assessor"
            hint = "give its signed report, or leave out --trust"
            yield Problem("candidate-unsigned", message, "", hint, str(path))
            continue
        found = verify_report(path.read_bytes(), roots, at, backing)
        if not found.passed:
            reason = next((s.detail for s in found.steps if s.sub_indication), "")
            message = f"{found.verdict.value}: {reason}"
            hint = "audit verify tells every step"
            yield Problem("candidate-unverified", message, "", hint, str(path))


def rendered(
    compared: Compared,
    language: Language,
    suffix: str,
    signer: Signer | None,
    at: datetime,
    tsa: str | None = None,
) -> bytes:
    """Return the comparison in the format of the suffix; a PDF signed with the key."""
    if suffix != ".pdf":
        write = writer_of(suffix)
        return write(comparison_view(compared, language), compared.comparison)
    pdf = comparison_pdf(compared, language)
    if signer is None:
        return pdf
    from audit.signing.pades import sign_pdf

    return sign_pdf(
        pdf, signer, reason="Vendor comparison", timestamp_url=tsa, signing_time=at
    )
