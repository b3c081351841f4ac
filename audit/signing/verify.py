"""Verify a signed PDF in numbered steps; any doubt is a step, never a traceback.

Two independent readings must agree: ours on raw bytes (`structure`, `cms`), which is
stricter than any PDF reader, and pyHanko's (`pades`), which knows certificates. The
three verdicts are those of ETSI EN 319 102-1.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from audit.signing.backing import NOTHING, Backing
from audit.signing.certificates import load_roots
from audit.signing.embedded import attachments
from audit.signing.steps import Case
from audit.signing.verdict import (
    Defect,
    Finding,
    Step,
    StepStatus,
    SubIndication,
    Verification,
    conclude,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

__all__ = ["attachments", "verify_pdf_signature"]

STOPPING = frozenset({"file structure", "signature structure", "digest and signature"})
MANDATORY = STOPPING | {"certificate chain", "certification"}


def verify_pdf_signature(
    pdf: bytes,
    roots: Sequence[bytes],
    *,
    at: datetime,
    backing: Backing = NOTHING,
) -> Verification:
    """Say whether a report carries our one certification signature, unaltered.

    Args:
        pdf: the signed file.
        roots: PEM files with the only root certificates trusted.
        at: aware time for which validity is asked.
        backing: what else was given: roots of timestamp authorities, revocation lists,
            OCSP responses, a list of keys. What is given must speak for the signature.

    Returns:
        The verdict and every step behind it; a bad file is a result, not an error.

    Raises:
        KeyProblem: a file of roots cannot be read.
        ValueError: ``at`` has no time zone.
    """
    if at.tzinfo is None:
        msg = "`at` must carry a time zone"
        raise ValueError(msg)
    trusted = tuple(root for pem in roots for root in load_roots(pem))
    case = Case(pdf, trusted, at.astimezone(UTC), backing)
    steps: list[Step] = []
    for number, (name, check) in enumerate(_checks(case, backing), start=1):
        steps.append(_step(number, name, check, steps))
    return _verification(case, tuple(steps))


def _checks(
    case: Case, backing: Backing
) -> tuple[tuple[str, Callable[[], Finding]], ...]:
    listed = (("list of keys", case.list_of_keys),) if backing.ring else ()
    return (
        ("file structure", case.file_structure),
        ("signature structure", case.signature_structure),
        ("digest and signature", case.digest_and_signature),
        ("certificate chain", case.certificate_chain),
        ("certification", case.certification),
        ("timestamp", case.timestamp),
        ("revocation", case.revocation),
        *listed,
    )


def _step(
    number: int, name: str, check: Callable[[], Finding], before: list[Step]
) -> Step:
    """Take a step, unless one it builds on did not pass."""
    if any(s.name in STOPPING and s.status is not StepStatus.PASSED for s in before):
        return Step(number, name, StepStatus.SKIPPED, "not reached")
    finding = _safely(check)
    sub, code = finding.sub_indication, finding.code
    return Step(number, name, finding.status, finding.detail, sub, code)


def _safely(check: Callable[[], Finding]) -> Finding:
    failed, broken = StepStatus.FAILED, SubIndication.FORMAT_FAILURE
    try:
        return check()
    except Defect as defect:
        return Finding(failed, defect.detail, defect.sub_indication, defect.code)
    except Exception as error:  # noqa: BLE001 - parsers meet hostile input here
        text = f"cannot be read: {type(error).__name__}: {error}"[:200]
        return Finding(failed, text, broken, "unreadable")


def _verification(case: Case, steps: tuple[Step, ...]) -> Verification:
    return Verification(
        verdict=conclude(steps, MANDATORY),
        steps=steps,
        signer=case.cms.subject if case.cms else "",
        fingerprint=case.cms.fingerprint if case.cms else "",
        claimed_time=case.claimed_time,
        proved_time=case.proved_time,
    )
