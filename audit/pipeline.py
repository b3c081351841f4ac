"""The use cases, in the order a user meets them. Read this file first.

    questionnaire ─ issue ─▶ vendor ─▶ response + evidence
                                          │ check
    policy ───────────────────────────▶ assess ─▶ report ─▶ sign ─▶ verify (replay)

Every step takes and returns values or bytes. Documents are loaded and assessed in
``cases.py``; what a signed report carries inside is ``dossier.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import dossier, issuing
from audit.canonical import digest_bytes
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
from audit.report.record import Record
from audit.report.view import ReportView, build_view
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
    from audit.signing.keys import Signer

__all__ = [
    "Assessed",
    "Case",
    "Loaded",
    "assess_case",
    "check_file",
    "check_policy",
    "issue",
    "left_to_answer",
    "load_policy",
    "load_questionnaire",
    "load_response",
    "open_case",
    "questionnaire_of",
    "report_pdf",
    "report_view",
    "sign_report",
    "verify_report",
]


def issue(questionnaire: Loaded[Questionnaire], language: Language) -> dict[str, bytes]:
    """Return the files a vendor is given; nothing of any policy is among them."""
    data = questionnaire.document.data
    return issuing.build(questionnaire.record, data, questionnaire.digest, language)


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
    for name, check in (
        ("attachments", _check_attachments),
        ("replay", _check_replay),
        ("visible numbers", _check_visible),
    ):
        number = len(steps) + 1
        try:
            fault = check(pdf)
        except (AuditError, ValueError, KeyError, TypeError) as error:
            fault = f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
        steps.append(_step(number, name, fault))
    verdict = conclude(steps, MANDATORY | set(_AGREED))
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
