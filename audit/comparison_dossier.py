"""The dossier of a comparison: every input of every candidate, and its replay.

The candidates are numbered as they stand in the comparison; ``2.response.json`` is the
second one's. Questionnaire and policy are the same for all and stand there once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from audit import dossier, signed_responses
from audit.assessment.inputs import SignatureFact
from audit.canonical import canonical, digest_bytes
from audit.cases import assess_case
from audit.comparing import Compared, Wanted, compare_candidates, comparison_bytes
from audit.documents import read_json, validate
from audit.evidence.model import Observation
from audit.questionnaire.model import Language
from audit.questionnaire.types.base import Day, Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.documents import Document

#: The buyer's documents by the name of their file.
BUYER = ("demand", "criteria", "exposure")
#: What a candidate has of its own, beside its offer.
OWN = (
    "response.json",
    "response.dsse.json",
    "keys.json",
    "review.json",
    "exceptions.json",
)
SHARED = ("questionnaire.json", "policy.json")


class CandidateFacts(Model):
    """What was found out about one candidate before it was compared."""

    as_of: Day
    engine: str
    evidence: tuple[Observation, ...] = ()
    signature: SignatureFact | None = None


class ComparisonManifest(Model):
    """What the dossier holds; digests are of the embedded bytes."""

    format: Literal["audit-comparison-manifest/1"] = "audit-comparison-manifest/1"
    engine: str
    as_of: Day
    language: Language
    candidates: Annotated[
        tuple[CandidateFacts, ...], Field(min_length=2, max_length=20)
    ]
    files: dict[Annotated[str, Field(max_length=40)], str]


def build(compared: Compared, language: Language) -> dict[str, bytes]:
    """Return the dossier's files by name, manifest last."""
    wanted = compared.wanted
    files: dict[str, bytes] = {}
    for number, (each, offer) in enumerate(
        zip(compared.candidates, compared.offers, strict=True), start=1
    ):
        inputs = dossier.inputs(each.case)
        files |= {name: inputs[name] for name in SHARED}
        own = {name: inputs[name] for name in OWN if name in inputs}
        if offer is not None:
            own["offer.json"] = canonical(offer.data)
        files |= {f"{number}.{name}": content for name, content in own.items()}
    for name in BUYER:
        document: Document | None = getattr(wanted, name)
        if document is not None:
            files[f"{name}.json"] = canonical(document.data)
    files["comparison.json"] = comparison_bytes(compared.comparison)
    manifest = ComparisonManifest(
        engine=wanted.engine,
        as_of=wanted.as_of,
        language=language,
        candidates=tuple(
            CandidateFacts(
                as_of=each.case.as_of,
                engine=each.case.engine,
                evidence=each.case.observed,
                signature=each.case.signature,
            )
            for each in compared.candidates
        ),
        files={name: digest_bytes(content) for name, content in files.items()},
    )
    files["manifest.json"] = canonical(manifest.model_dump(mode="json"))
    return files


def read_manifest(files: Mapping[str, bytes]) -> ComparisonManifest:
    """Return the manifest; InputError when it is malformed."""
    return validate(
        ComparisonManifest, read_json(files["manifest.json"], "manifest.json")
    )


def digest_faults(
    files: Mapping[str, bytes], manifest: ComparisonManifest
) -> list[str]:
    """Return what does not agree between the files and the manifest."""
    needed = {*SHARED, "comparison.json", "1.response.json", "2.response.json"}
    return dossier.listing_faults(files, manifest.files, needed)


def replay(files: Mapping[str, bytes], manifest: ComparisonManifest) -> Compared:
    """Assess every candidate and compare them again from the embedded inputs."""

    def document(name: str) -> Document | None:
        return read_json(files[name], name) if name in files else None

    candidates = [
        assess_case(dossier.case_of(mine, facts))
        for mine, facts in _candidates(files, manifest)
    ]
    offers = [document(f"{n}.offer.json") for n in range(1, len(candidates) + 1)]
    wanted = Wanted(
        as_of=manifest.as_of,
        demand=document("demand.json"),
        criteria=document("criteria.json"),
        exposure=document("exposure.json"),
        offers=tuple(offer for offer in offers if offer is not None),
        engine=manifest.engine,
    )
    return compare_candidates(candidates, wanted)


def describe(name: str) -> str:
    """Return what an embedded file is."""
    number, _, own = name.partition(".")
    if number.isdigit():
        return f"Candidate {number}: {_DESCRIPTIONS.get(own) or dossier.FILES[own]}"
    return _DESCRIPTIONS.get(name) or dossier.FILES[name]


_DESCRIPTIONS = {
    "offer.json": "What the vendor charges, and on which terms",
    "demand.json": "What is bought",
    "criteria.json": "What the buyer weighs candidates by",
    "exposure.json": "Assumptions about yearly losses",
    "comparison.json": "The comparison with every number",
}


def claims_signature(files: Mapping[str, bytes], manifest: ComparisonManifest) -> bool:
    """Tell whether the dossier says anything about a signature of any vendor."""
    return any(
        signed_responses.claims_signature(mine, facts)
        for mine, facts in _candidates(files, manifest)
    )


def signature_fault(files: Mapping[str, bytes], manifest: ComparisonManifest) -> str:
    """Return why some vendor's signature is not the one that the manifest names."""
    for number, (mine, facts) in enumerate(_candidates(files, manifest), start=1):
        if signed_responses.claims_signature(mine, facts):
            fault = signed_responses.embedded_fault(mine, facts)
            if fault:
                return f"candidate {number}: {fault}"
    return ""


def _candidates(
    files: Mapping[str, bytes], manifest: ComparisonManifest
) -> Iterator[tuple[dict[str, bytes], CandidateFacts]]:
    """Yield each candidate's files under their own names, and its facts."""
    for number, facts in enumerate(manifest.candidates, start=1):
        mine = {name: files[name] for name in SHARED if name in files}
        for name in OWN:
            if f"{number}.{name}" in files:
                mine[name] = files[f"{number}.{name}"]
        yield mine, facts
