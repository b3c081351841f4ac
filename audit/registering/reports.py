"""Take in a signed report: the PDF itself and every document inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit import dossier
from audit.candidates import from_report
from audit.cases import check_response
from audit.errors import InputError, Problem
from audit.loading import check_questionnaire
from audit.registering.papers import record_signature, take_exceptions, take_review
from audit.registering.parcel import Parcel
from audit.registering.submissions import record_response
from audit.signing.backing import NOTHING, Backing
from audit.signing.embedded import attachments
from audit.verifying import verify_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from audit.cases import Assessed
    from audit.registering.batch import Batch


@dataclass(frozen=True, slots=True)
class Trust:
    """Root certificates, the moment for which signatures are asked, and the rest."""

    roots: Sequence[bytes]
    at: datetime
    backing: Backing = NOTHING


def take_report(batch: Batch, parcel: Parcel, trust: Trust) -> None:
    """Take a report that verifies, with the documents it was made from."""
    signer = _signer(parcel, trust)
    files = attachments(parcel.raw)
    if "comparison.json" in files:
        message = "this is a comparison, which is no report on one vendor"
        raise InputError.of(Problem("register-report", message, file=parcel.name))
    assessed = from_report(parcel.raw, parcel.name)
    case = assessed.case
    asked = check_questionnaire(case.questionnaire)
    subject = f"{asked.record.id}@{asked.record.version}"
    batch.add_shared("questionnaire", subject, case.questionnaire)
    vendor = assessed.response.vendor.name
    batch.refuse_other(vendor, "/vendor/name", case.response)
    if not _is_late(batch, assessed):
        _take_inputs(batch, parcel, files, assessed)
    record_assessment(batch, assessed)
    language = dossier.read_manifest(files).language
    batch.add(
        "report",
        subject_of(assessed),
        parcel.raw,
        {
            "assessment": subject_of(assessed),
            "signer": signer,
            "language": language,
        },
        "application/pdf",
    )


def _is_late(batch: Batch, assessed: Assessed) -> bool:
    """Tell whether a later assessment is recorded.

    What an old report carries must not take the place of newer documents.
    """
    recorded = batch.shelf.register.records("assessment", batch.card.id)
    day = assessed.case.as_of.isoformat()
    return any(str(record.about["as_of"]) > day for record in recorded)


def _take_inputs(
    batch: Batch, parcel: Parcel, files: Mapping[str, bytes], assessed: Assessed
) -> None:
    """Take what the vendor and the assessor wrote."""
    case = assessed.case
    response = check_response(case.response, check_questionnaire(case.questionnaire))
    record_response(batch, response, files["response.json"])
    if "response.dsse.json" in files:
        record_signature(batch, files["response.dsse.json"], parcel.name)
    if case.review is not None:
        path = parcel.path / "review.json"
        take_review(batch, Parcel(path, files["review.json"], case.review))
    if case.exceptions is not None:
        path = parcel.path / "exceptions.json"
        take_exceptions(batch, Parcel(path, files["exceptions.json"], case.exceptions))


def _signer(parcel: Parcel, trust: Trust) -> str | None:
    if not trust.roots:
        message = "a report is recorded only when its signature was verified"
        hint = "give the root certificate: --trust roots.pem"
        raise InputError.of(Problem("register-trust", message, "", hint, parcel.name))
    found = verify_report(parcel.raw, trust.roots, trust.at, trust.backing)
    if not found.passed:
        reason = next((s.detail for s in found.steps if s.sub_indication), "")
        message = f"{found.verdict.value}: {reason}"
        hint = "audit verify tells every step"
        raise InputError.of(
            Problem("register-unverified", message, "", hint, parcel.name)
        )
    return found.signer


def record_assessment(batch: Batch, assessed: Assessed) -> None:
    """Put an assessment into the batch, and the policy it was made by."""
    policy = assessed.plan.policy
    subject = f"{policy.id}@{policy.version}"
    batch.add_shared("policy", subject, assessed.case.policy)
    batch.add(
        "assessment",
        subject_of(assessed),
        dossier.assessment_bytes(assessed),
        facts_of(assessed),
    )


def subject_of(assessed: Assessed) -> str:
    """Return what an assessment and its report are recorded as."""
    policy = assessed.plan.policy
    return f"{policy.id}@{policy.version}/{assessed.case.as_of}"


def facts_of(assessed: Assessed) -> dict[str, Any]:
    """Return the few facts of an assessment that listings need."""
    found = assessed.assessment
    policy = assessed.plan.policy
    return {
        "policy": f"{policy.id}@{policy.version}",
        "as_of": assessed.case.as_of.isoformat(),
        "response": assessed.response.response_id,
        "score": found.scores.score.shown,
        "verified": found.scores.verified.shown,
        "claimed": found.scores.claimed.shown,
        "rating": found.rating,
        "residual": found.residual,
        "decision": found.decision,
    }
