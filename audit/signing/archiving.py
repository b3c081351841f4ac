"""Make a report last: append what shows that nobody was revoked (PAdES B-LT)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding

from audit.errors import Problem, SigningError
from audit.signing.archive import Archive, read_archive, write_archive
from audit.signing.revocation import Revocations
from audit.signing.verdict import Defect
from audit.signing.verify import verify_pdf_signature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.signing.backing import Backing


def archive_pdf(
    pdf: bytes, roots: Sequence[bytes], at: datetime, backing: Backing
) -> bytes:
    """Return the report with the lists and responses behind it.

    Only what verifies now, with a proved time and with nothing but these lists and
    responses, is worth keeping; so the result is verified without the ones given.

    Args:
        pdf: a signed report with a timestamp.
        roots: PEM files with the roots of signers.
        at: the present moment.
        backing: lists and responses, and roots of timestamp authorities.

    Raises:
        SigningError: it has no timestamp, lists and responses already, or does not
            verify with those given.
    """
    if read_archive(pdf).report != pdf:
        text = "the report has lists and responses already"
        raise _problem("archive-twice", text, "start from the report without them")
    data = backing.revocations
    crls = tuple(crl.public_bytes(Encoding.DER) for crl in data.crls)
    ocsps = tuple(response.public_bytes(Encoding.DER) for response in data.ocsps)
    try:
        made = write_archive(Archive(pdf, crls, ocsps))
    except Defect as defect:
        text = f"this is no report signed by audit: {defect.detail}"
        raise _problem("archive-report", text, "sign the report first") from defect
    alone = replace(backing, revocations=Revocations())
    result = verify_pdf_signature(made, roots, at=at, backing=alone)
    if not result.passed:
        step = result.decisive
        text = f"it would not verify: {step.name}: {step.detail}" if step else ""
        hint = "give --trust, --tsa-trust and a list or response for every certificate"
        raise _problem("archive-unverified", text, hint)
    if result.proved_time is None or not data:
        missing = "timestamp" if data else "list or response"
        text = f"a report is kept with a timestamp and lists; there is no {missing}"
        raise _problem("archive-missing", text, "audit sign --timestamp, --crl, --ocsp")
    return made


def _problem(code: str, text: str, hint: str) -> SigningError:
    return SigningError.of(Problem(code, text, hint=hint))
