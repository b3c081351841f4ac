"""Verify a signed report: the signature, then everything that it carries.

What the file carries tells what it is: the manifest of an assessment or that of a
comparison. Both are replayed from their inputs and looked for on the pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audit import comparison_dossier, dossier, signed_responses
from audit.comparing import comparison_bytes
from audit.errors import AuditError, InputError
from audit.report.text_layer import missing_comparison_texts, missing_texts
from audit.reporting import report_view
from audit.signing.archive import read_archive
from audit.signing.backing import NOTHING, Backing
from audit.signing.verdict import (
    Step,
    StepStatus,
    SubIndication,
    Verification,
    conclude,
)
from audit.signing.verify import MANDATORY, attachments, verify_pdf_signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of report: how its dossier is read, replayed and shown."""

    result: str
    manifest: Callable[[Files], Any]
    faults: Callable[[Files, Any], list[str]]
    replay: Callable[[Files, Any], Any]
    result_bytes: Callable[[Any], bytes]
    missing: Callable[[bytes, Any, Any], list[str]]
    signature_fault: Callable[[Files, Any], str]
    claims_signature: Callable[[Files, Any], bool]


def verify_report(
    pdf: bytes, roots: Sequence[bytes], at: datetime, backing: Backing = NOTHING
) -> Verification:
    """Check signature, attachments, replay and visible numbers, step by step."""
    verification = verify_pdf_signature(pdf, roots, at=at, backing=backing)
    pdf = read_archive(pdf).report
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
    "visible numbers": "the pages show the numbers of the result",
    "response signature": (
        "the vendor's signature verifies and is the one named; that keys.json is "
        "genuine rests on the signature of this report"
    ),
}


def _check_attachments(pdf: bytes) -> str:
    files, kind, manifest = _read(pdf)
    return "; ".join(kind.faults(files, manifest))


def _check_replay(pdf: bytes) -> str:
    files, kind, manifest = _read(pdf)
    again = kind.result_bytes(kind.replay(files, manifest))
    if again == files.get(kind.result):
        return ""
    return f"the embedded {kind.result} is not what its inputs give{_because(files)}"


def _check_visible(pdf: bytes) -> str:
    files, kind, manifest = _read(pdf)
    missing = kind.missing(pdf, kind.replay(files, manifest), manifest)
    return f"not on the pages: {'; '.join(missing[:3])}" if missing else ""


def _claims_signature(pdf: bytes) -> bool:
    """Tell whether there is a vendor's signature to check; the other steps say more."""
    try:
        files, kind, manifest = _read(pdf)
        return kind.claims_signature(files, manifest)
    except (AuditError, ValueError):
        return False


def _check_response_signature(pdf: bytes) -> str:
    files, kind, manifest = _read(pdf)
    return kind.signature_fault(files, manifest)


def _read(pdf: bytes) -> tuple[Files, _Kind, Any]:
    files = attachments(pdf)
    if "manifest.json" not in files:
        raise InputError("the report carries no manifest.json")
    kind = _COMPARISON if "comparison.json" in files else _ASSESSMENT
    return files, kind, kind.manifest(files)


def _because(files: Files) -> str:
    """Return why drawn numbers may differ: another numpy draws others (NEP 19)."""
    from audit.comparison.loss import numpy_version

    if "comparison.json" not in files:
        return ""
    found = json.loads(files["comparison.json"])
    made_with = {
        part.get("numpy") for key in ("stability", "money") if (part := found.get(key))
    }
    if made_with <= {numpy_version()}:
        return ""
    names = ", ".join(sorted(map(str, made_with)))
    return f"; it was drawn with numpy {names}, this is {numpy_version()}"


def _missing_texts(pdf: bytes, assessed: Any, manifest: dossier.Manifest) -> list[str]:
    return missing_texts(pdf, report_view(assessed, manifest.language))


def _missing_of_comparison(
    pdf: bytes, compared: Any, manifest: comparison_dossier.ComparisonManifest
) -> list[str]:
    from audit.report.comparison.candidates import candidate_rows
    from audit.report.comparison.sureness import headline

    language = manifest.language
    rows = candidate_rows(compared.record, language)
    return missing_comparison_texts(pdf, headline(compared.record, language), rows)


_ASSESSMENT = _Kind(
    result="assessment.json",
    manifest=dossier.read_manifest,
    faults=dossier.digest_faults,
    replay=dossier.replay,
    result_bytes=dossier.assessment_bytes,
    missing=_missing_texts,
    signature_fault=signed_responses.embedded_fault,
    claims_signature=signed_responses.claims_signature,
)
_COMPARISON = _Kind(
    result="comparison.json",
    manifest=comparison_dossier.read_manifest,
    faults=comparison_dossier.digest_faults,
    replay=comparison_dossier.replay,
    result_bytes=lambda compared: comparison_bytes(compared.comparison),
    missing=_missing_of_comparison,
    signature_fault=comparison_dossier.signature_fault,
    claims_signature=comparison_dossier.claims_signature,
)
