"""The use cases, in the order a user meets them. Read this file first.

    questionnaire ─ issue ─▶ vendor ─▶ response + evidence
                                          │ check
    policy ───────────────────────────▶ assess ─▶ report ─▶ sign ─▶ verify (replay)

Every step takes and returns values or bytes. Documents are loaded and assessed in
``cases.py``; what a signed report carries inside is ``dossier.py``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from audit import dossier, issuing, signed_responses
from audit.canonical import digest_bytes
from audit.carry import carry_file
from audit.carry_letter import letter
from audit.cases import (
    Assessed,
    Case,
    Loaded,
    assess_case,
    check_policy,
    left_to_answer,
    load_policy,
    load_questionnaire,
    load_response,
    open_case,
    questionnaire_of,
)
from audit.checking import check_file
from audit.errors import AuditError
from audit.form.build import build_form
from audit.report.record import Record
from audit.report.view import ReportView, build_view
from audit.requests import accept, check_request, new_request
from audit.signed_responses import check_signature, sign_response
from audit.signing.verdict import (
    Step,
    StepStatus,
    SubIndication,
    Verification,
    conclude,
)
from audit.signing.verify import MANDATORY, attachments, verify_pdf_signature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.questionnaire.model import Language, Questionnaire
    from audit.response.carry import Carried
    from audit.response.model import Request
    from audit.signing.keys import Signer

__all__ = [
    "Assessed",
    "Case",
    "Loaded",
    "accept",
    "assess_case",
    "carry_file",
    "check_file",
    "check_policy",
    "check_request",
    "check_signature",
    "issue",
    "issue_form",
    "left_to_answer",
    "load_policy",
    "load_questionnaire",
    "load_response",
    "new_request",
    "open_case",
    "questionnaire_of",
    "report_pdf",
    "report_view",
    "sign_report",
    "sign_response",
    "verify_report",
]


def issue(
    questionnaire: Loaded[Questionnaire],
    language: Language,
    request: Request | None = None,
    vendor: str = "?",
    carried: Carried | None = None,
) -> dict[str, bytes]:
    """Return the files a vendor is given; nothing of any policy is among them.

    ``carried`` is last time's response to begin with, from ``carry_file``.
    """
    record, data = questionnaire.record, questionnaire.document.data
    digest = questionnaire.digest
    begun = carried.data if carried else None
    files = issuing.build(record, data, digest, language, request, vendor, begun)
    if carried:
        files["changes.md"] = letter(carried, record, language).encode()
    form = build_form(
        record,
        data,
        digest,
        json.loads(files["response.schema.json"]),
        language,
        prefill=json.loads(files["response.json"]),
    )
    return {"README.md": files["README.md"], "form.html": form, **files}


def issue_form(
    questionnaire: Loaded[Questionnaire],
    language: Language,
    request: Request | None = None,
    vendor: str = "?",
) -> bytes:
    """Return the form alone: one HTML file that is filled in offline."""
    return issue(questionnaire, language, request, vendor)["form.html"]


def report_view(assessed: Assessed, language: Language) -> ReportView:
    """Return the report's texts in the language."""
    record = Record(
        assessment=assessed.assessment,
        policy=assessed.plan.policy,
        questionnaire=assessed.plan.questionnaire,
        response=assessed.response,
        assessment_digest=digest_bytes(dossier.assessment_bytes(assessed)),
    )
    return build_view(record, language)


def report_pdf(assessed: Assessed, language: Language) -> bytes:
    """Return the unsigned PDF report with its dossier attached."""
    from audit.report.formats.html import render_html, stylesheet
    from audit.report.formats.pdf import Attached
    from audit.report.sandbox import render_in_child

    files = dossier.build(assessed, language)
    attached = tuple(
        Attached(name, content, dossier.FILES[name], _relationship(name))
        for name, content in files.items()
    )
    html = render_html(report_view(assessed, language))
    return render_in_child(html, stylesheet(), attached, assessed.case.as_of)


def _relationship(name: str) -> str:
    return "Data" if name in {"assessment.json", "manifest.json"} else "Source"


def sign_report(
    pdf: bytes, signer: Signer, at: datetime, tsa: str | None = None
) -> bytes:
    """Return the PDF with a PAdES certification signature."""
    from audit.signing.pades import sign_pdf

    return sign_pdf(
        pdf, signer, reason="Vendor risk report", timestamp_url=tsa, signing_time=at
    )


def verify_report(pdf: bytes, roots: Sequence[bytes], at: datetime) -> Verification:
    """Check signature, attachments, replay and visible numbers, step by step."""
    verification = verify_pdf_signature(pdf, roots, at=at)
    steps = list(verification.steps)
    checks = {
        "attachments": _check_attachments,
        "replay": _check_replay,
        "visible numbers": _check_visible,
    }
    if _claims_signature(pdf):
        checks["response signature"] = _check_response_signature
    for name, check in checks.items():
        number = len(steps) + 1
        try:
            fault = check(pdf)
        except (AuditError, ValueError, KeyError, TypeError) as error:
            fault = f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
        steps.append(_step(number, name, fault))
    verdict = conclude(steps, MANDATORY | set(checks))
    return replace(verification, steps=tuple(steps), verdict=verdict)


def _step(number: int, name: str, fault: str) -> Step:
    return Step(
        number=number,
        name=name,
        status=StepStatus.FAILED if fault else StepStatus.PASSED,
        detail=fault or _AGREED[name],
        sub_indication=SubIndication.HASH_FAILURE if fault else None,
    )


_AGREED = {
    "attachments": "every embedded file has the digest that the manifest names",
    "replay": "assessing the embedded inputs again gives the same bytes",
    "visible numbers": "the pages show the numbers of the assessment",
    "response signature": (
        "the vendor's signature verifies and is the one named; that keys.json is "
        "genuine rests on the signature of this report"
    ),
}


def _check_attachments(pdf: bytes) -> str:
    files = attachments(pdf)
    return "; ".join(dossier.digest_faults(files, dossier.read_manifest(files)))


def _check_replay(pdf: bytes) -> str:
    files = attachments(pdf)
    again = dossier.replay(files, dossier.read_manifest(files))
    same = dossier.assessment_bytes(again) == files.get("assessment.json")
    return "" if same else "the embedded assessment is not what its inputs give"


def _check_visible(pdf: bytes) -> str:
    from audit.report.text_layer import missing_texts

    files = attachments(pdf)
    manifest = dossier.read_manifest(files)
    view = report_view(dossier.replay(files, manifest), manifest.language)
    missing = missing_texts(pdf, view)
    return f"not on the pages: {'; '.join(missing[:3])}" if missing else ""


def _claims_signature(pdf: bytes) -> bool:
    """Tell whether there is a vendor's signature to check; the other steps say more."""
    try:
        files = attachments(pdf)
        return signed_responses.claims_signature(files, dossier.read_manifest(files))
    except AuditError:
        return False


def _check_response_signature(pdf: bytes) -> str:
    files = attachments(pdf)
    return signed_responses.embedded_fault(files, dossier.read_manifest(files))
