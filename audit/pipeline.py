"""The use cases, in the order a user meets them. Read this file first.

    questionnaire ─ issue ─▶ vendor ─▶ response + evidence
                                          │ check
    policy ───────────────────────────▶ assess ─▶ report ─▶ sign ─▶ verify (replay)
                                          │                   ▲
    offers, demand, criteria, exposure ▶ compare ─▶ report ───┘

    all of them ─ add ─▶ register ─ assess, export ─▶ what was accepted, over the years

Every step takes and returns values or bytes. Documents are loaded and assessed in
``cases.py`` and compared in ``comparing.py``; reports are drawn in ``reporting.py`` and
checked in ``verifying.py``; what a signed report carries inside is ``dossier.py`` and
``comparison_dossier.py``. The register keeps bytes; ``registering/`` checks what goes
in and assesses what is there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit import issuing
from audit.candidates import open_candidates
from audit.carry import carry_file
from audit.carry_letter import letter
from audit.cases import (
    Assessed,
    Case,
    Loaded,
    assess_case,
    check_policy,
    is_policy,
    left_to_answer,
    load_policy,
    load_questionnaire,
    load_response,
    open_case,
    questionnaire_of,
)
from audit.checking import check_file
from audit.comparing import Compared, Wanted, compare_candidates
from audit.form.build import build_form
from audit.registering.adding import add_files
from audit.registering.assessing import Order, assess_registered
from audit.registering.cards import set_card
from audit.registering.exporting import export_vendor
from audit.registering.history import trend_of
from audit.registering.outlook import foretell
from audit.registering.overview import portfolio
from audit.registering.reports import Trust
from audit.registering.shelf import Shelf
from audit.reporting import comparison_pdf, comparison_view, report_pdf, report_view
from audit.requests import accept, check_request, new_request
from audit.signed_responses import check_signature, sign_response
from audit.verifying import verify_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.questionnaire.model import Language, Questionnaire
    from audit.response.carry import Carried
    from audit.response.model import Request
    from audit.signing.backing import Backing
    from audit.signing.keys import Signer

__all__ = [
    "Assessed",
    "Case",
    "Compared",
    "Loaded",
    "Order",
    "Shelf",
    "Trust",
    "Wanted",
    "accept",
    "add_files",
    "assess_case",
    "assess_registered",
    "attach_timestamp",
    "carry_file",
    "check_file",
    "check_policy",
    "check_request",
    "check_signature",
    "compare_candidates",
    "comparison_pdf",
    "comparison_view",
    "export_vendor",
    "foretell",
    "is_policy",
    "issue",
    "issue_form",
    "left_to_answer",
    "load_policy",
    "load_questionnaire",
    "load_response",
    "new_request",
    "open_candidates",
    "open_case",
    "portfolio",
    "questionnaire_of",
    "report_pdf",
    "report_view",
    "set_card",
    "sign_report",
    "sign_response",
    "timestamp_request",
    "trend_of",
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


def sign_report(
    pdf: bytes,
    signer: Signer,
    at: datetime,
    tsa: str | None = None,
    *,
    room: bool = False,
) -> bytes:
    """Return the PDF with a PAdES certification signature.

    ``tsa`` is the address of a timestamp authority; ``room`` leaves room for a
    timestamp that is attached later.
    """
    from audit.signing.pades import sign_pdf

    reason = "Vendor risk report"
    return sign_pdf(
        pdf, signer, reason=reason, timestamp_url=tsa, signing_time=at, room=room
    )


def timestamp_request(pdf: bytes) -> bytes:
    """Return what to ask a timestamp authority about a signed report (.tsq)."""
    from audit.signing.stamping import timestamp_request as request_for

    return request_for(pdf)


def archive_report(
    pdf: bytes, roots: Sequence[bytes], at: datetime, backing: Backing
) -> bytes:
    """Return the stamped report with what tells that its signer was not revoked.

    Raises:
        SigningError: with these roots, lists and responses the report does not verify.
    """
    from audit.signing.archiving import archive_pdf

    return archive_pdf(pdf, roots, at, backing)


def attach_timestamp(pdf: bytes, request: bytes, answer: bytes, at: datetime) -> bytes:
    """Return the signed report with the authority's answer (.tsr) in it."""
    from audit.signing.pades import checked_stamp
    from audit.signing.stamping import with_timestamp

    return checked_stamp(with_timestamp(pdf, request, answer), at)
