"""Why a timestamp proves nothing: its authority is not trusted, expired or unfit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from audit.signing.revocation import CLOCK_TOLERANCE
from audit.signing.tsp import may_stamp
from audit.signing.verdict import Defect, Finding, StepStatus, SubIndication

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.signing.answers import Examination


def stamp_fault(
    answers: Examination,
    token_certificates: Sequence[bytes],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> Finding | None:
    """Return why a sound timestamp does not count, None if it does.

    Args:
        answers: what pyHanko found out.
        token_certificates: DER of the token's certificates, the authority's first.
        roots: the only roots trusted for timestamps.
        at: the present moment.

    Raises:
        Defect: the token carries a root that is not one of these.
    """
    certificates = [x509.load_der_x509_certificate(der) for der in token_certificates]
    _check_roots(certificates, roots)
    server, stamped = certificates[0], answers.stamped_time
    if not may_stamp(server):
        text = "the timestamp's certificate is not one for timestamps alone"
        unfit = SubIndication.CHAIN_CONSTRAINTS_FAILURE
        return _open("timestamp-usage", text, unfit)
    if stamped is None or stamped > at + CLOCK_TOLERANCE:
        text = f"stamped in the future: {stamped}"
        return _open("timestamp-future", text, SubIndication.SIG_CONSTRAINTS_FAILURE)
    start, end = server.not_valid_before_utc, server.not_valid_after_utc
    if not (start <= stamped <= end and at <= end):
        text = f"the timestamp authority's certificate is valid from {start} to {end}"
        return _open("timestamp-expired", text, SubIndication.OUT_OF_BOUNDS_NO_POE)
    if not answers.stamp_trust.trusted:
        text = "the timestamp authority does not lead to the roots trusted for it"
        problem = SubIndication.named(answers.stamp_trust.problem)
        return _open("timestamp-trust", text, problem)
    return None


def _check_roots(
    certificates: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> None:
    """A root embedded in the token must be one of ours, byte for byte."""
    ours = {root.public_bytes(Encoding.DER) for root in roots}
    for cert in certificates:
        if cert.subject == cert.issuer and cert.public_bytes(Encoding.DER) not in ours:
            text = "the timestamp carries a root certificate that is not ours"
            raise Defect(code="timestamp-form", detail=text)


def _open(code: str, text: str, sub_indication: SubIndication) -> Finding:
    return Finding(StepStatus.INDETERMINATE, text, sub_indication, code)
