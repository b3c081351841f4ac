"""The dossier: the files inside a signed report, and their replay.

``manifest.json`` names the digest of every other file, what was seen of each evidence
file, the day and the engine. Replaying means assessing the embedded inputs again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Protocol

from pydantic import Field

from audit.assessment.inputs import SignatureFact
from audit.canonical import canonical, digest_bytes
from audit.cases import Assessed, Case, assess_case
from audit.documents import read_json, validate
from audit.errors import InputError
from audit.evidence.model import Observation
from audit.questionnaire.model import Language
from audit.questionnaire.types.base import Day, Model
from audit.register.report_head import REPORT_HEAD, pack_head, unpack_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from audit.documents import Document
    from audit.register.checkpoint import Checkpoint

#: What each embedded file is, in the order they are attached.
FILES = {
    "questionnaire.json": "The questions that were asked",
    "policy.json": "The policy that the answers were judged by",
    "response.json": "The vendor's answers",
    "response.dsse.json": "The vendor's signature of the answers",
    "keys.json": "Whose key may sign what, as the assessor accepted it",
    "review.json": "The assessor's judgements",
    "exceptions.json": "The exceptions granted",
    REPORT_HEAD: "The register when the report was made",
    "assessment.json": "The assessment with every point",
    "manifest.json": "Digests of the files above and of the evidence",
}
_OPTIONAL = {
    "review.json",
    "exceptions.json",
    "response.dsse.json",
    "keys.json",
    REPORT_HEAD,
}


class Manifest(Model):
    """What the dossier holds; digests are of the embedded bytes."""

    format: Literal["audit-manifest/1"] = "audit-manifest/1"
    engine: str
    as_of: Day
    language: Language
    files: dict[Annotated[str, Field(max_length=40)], str]
    evidence: tuple[Observation, ...] = ()
    signature: SignatureFact | None = None


class Facts(Protocol):
    """What was found out before the assessment, as a manifest keeps it."""

    @property
    def as_of(self) -> date:
        """The day of the assessment."""

    @property
    def engine(self) -> str:
        """The engine that made it."""

    @property
    def evidence(self) -> tuple[Observation, ...]:
        """What was seen of the evidence files."""

    @property
    def signature(self) -> SignatureFact | None:
        """What the vendor's signature came to."""


def inputs(case: Case) -> dict[str, bytes]:
    """Return the documents that an assessment was made from, by file name."""
    files = {
        "questionnaire.json": canonical(case.questionnaire.data),
        "policy.json": canonical(case.policy.data),
        "response.json": canonical(case.response.data),
    }
    if case.review is not None:
        files["review.json"] = canonical(case.review.data)
    if case.exceptions is not None:
        files["exceptions.json"] = canonical(case.exceptions.data)
    if case.signature is not None and case.signature.status == "signed":
        # Byte for byte as they were checked.
        checked = {"response.dsse.json": case.envelope, "keys.json": case.keys}
        files |= {name: raw for name, raw in checked.items() if raw is not None}
    return files


def build(
    assessed: Assessed, language: Language, head: Checkpoint | None = None
) -> dict[str, bytes]:
    """Return the dossier's files by name, manifest last.

    ``head`` is that of the register, which no assessment depends on.
    """
    case = assessed.case
    files = {**inputs(case), "assessment.json": assessment_bytes(assessed)}
    if head is not None:
        files[REPORT_HEAD] = pack_head(head)
    manifest = Manifest(
        engine=case.engine,
        as_of=case.as_of,
        language=language,
        files={name: digest_bytes(content) for name, content in files.items()},
        evidence=case.observed,
        signature=case.signature,
    )
    files["manifest.json"] = canonical(manifest.model_dump(mode="json"))
    return {name: files[name] for name in FILES if name in files}


def assessment_bytes(assessed: Assessed) -> bytes:
    """Return the assessment's canonical bytes."""
    return canonical(assessed.assessment.plain())


def read_manifest(files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest; InputError when it is missing or malformed."""
    if "manifest.json" not in files:
        raise InputError("the report carries no manifest.json")
    return validate(Manifest, read_json(files["manifest.json"], "manifest.json"))


def digest_faults(files: Mapping[str, bytes], manifest: Manifest) -> list[str]:
    """Return what does not agree between the files and the manifest."""
    needed = set(FILES) - _OPTIONAL - {"manifest.json"}
    unknown = [f"{n[:60]!r} is not in the manifest" for n in files if n not in FILES]
    known = {name: content for name, content in files.items() if name in FILES}
    faults = listing_faults(known, manifest.files, needed) + unknown
    return [*faults, *_head_faults(files)]


def _head_faults(files: Mapping[str, bytes]) -> list[str]:
    if REPORT_HEAD not in files:
        return []
    try:
        unpack_head(files[REPORT_HEAD], REPORT_HEAD)
    except InputError as error:
        return [f"{REPORT_HEAD}: {error.message}"]
    return []


def listing_faults(
    files: Mapping[str, bytes], listed: Mapping[str, str], needed: set[str]
) -> list[str]:
    """Return which files are missing, not listed or not those that were listed."""
    faults = [f"{name} is missing" for name in listed if name not in files]
    faults += [
        f"the manifest does not name {name}" for name in sorted(needed - set(listed))
    ]
    for name, content in files.items():
        if name == "manifest.json":
            continue
        if name not in listed:
            faults.append(f"{name[:60]!r} is not in the manifest")
        elif listed[name] != digest_bytes(content):
            faults.append(f"{name} was changed")
    return faults


def replay(files: Mapping[str, bytes], manifest: Manifest) -> Assessed:
    """Assess the embedded inputs again, with the engine's name they were made with."""
    return assess_case(case_of(files, manifest))


def case_of(files: Mapping[str, bytes], facts: Facts) -> Case:
    """Return the case that the files and facts describe; InputError if one lacks."""

    def document(name: str) -> Document | None:
        return read_json(files[name], name) if name in files else None

    def needed(name: str) -> Document:
        found = document(name)
        if found is None:
            raise InputError(f"the report carries no {name}")
        return found

    return Case(
        questionnaire=needed("questionnaire.json"),
        policy=needed("policy.json"),
        response=needed("response.json"),
        as_of=facts.as_of,
        observed=facts.evidence,
        review=document("review.json"),
        exceptions=document("exceptions.json"),
        engine=facts.engine,
        envelope=files.get("response.dsse.json"),
        keys=files.get("keys.json"),
        signature=facts.signature,
    )
