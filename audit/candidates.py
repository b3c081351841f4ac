"""Candidates to compare: signed reports, or responses that are assessed now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import dossier
from audit.cases import Assessed, Case, assess_case, open_case
from audit.errors import InputError, Problem
from audit.signing.embedded import attachments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date


def open_candidates(
    files: Sequence[Path], policy: str | None, as_of: date
) -> Iterator[Assessed]:
    """Yield each candidate assessed; a report is assessed again from its inputs.

    Reviews and exceptions of a response lie beside it (``review.json``,
    ``exceptions.json``). InputError when a response comes without a policy.
    """
    for path in files:
        if path.suffix.lower() == ".pdf":
            yield from_report(path.read_bytes(), str(path))
        else:
            yield assess_case(_case(path, policy, as_of))


def from_report(pdf: bytes, name: str) -> Assessed:
    """Assess a report's embedded inputs again; InputError when they do not agree."""
    files = attachments(pdf)
    manifest = dossier.read_manifest(files)
    again = dossier.replay(files, manifest)
    faults = dossier.digest_faults(files, manifest)
    if dossier.assessment_bytes(again) != files.get("assessment.json"):
        faults.append("its assessment is not what its inputs give")
    if faults:
        hint = f"audit verify {name} --trust roots.pem tells more"
        message = f"this report cannot be used: {'; '.join(faults[:3])}"
        raise InputError.of(Problem("candidate-report", message, "", hint, name))
    return again


def _case(path: Path, policy: str | None, as_of: date) -> Case:
    if policy is None:
        message = "a response has to be assessed first, and no policy is given"
        hint = "add --policy, or give the signed report (.pdf) of this vendor"
        problem = Problem("candidate-policy", message, "", hint, str(path))
        raise InputError.of(problem)
    beside = [path.parent / f"{name}.json" for name in ("review", "exceptions")]
    review, exceptions = (file if file.is_file() else None for file in beside)
    return open_case(policy, path, as_of, review=review, exceptions=exceptions)
