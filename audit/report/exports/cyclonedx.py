"""CycloneDX attestations: how far the vendor conforms to each control, and by what."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid5

from audit.report.cyclonedx_standard import moment, properties, standard
from audit.report.export import without_empty
from audit.report.gaps import reason_of
from audit.report.words import show_date, show_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import ControlResult
    from audit.report.export import Export
    from audit.report.gaps import Gap

Plain = dict[str, Any]

_ROOT = uuid5(UUID(int=0), "urn:audit:cyclonedx:1")
VENDOR, ASSESSOR = "vendor", "assessor"


def export(given: Export) -> bytes:
    """Return a document of declarations by the policy as a standard."""
    record = given.record
    name = f"{record.assessment_digest} {given.language}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(_ROOT, name)}",
        "version": 1,
        "metadata": _metadata(given),
        "externalReferences": [_file(item) for item in record.response.evidence],
        "declarations": _declarations(given),
        "definitions": {"standards": [standard(given)]},
    }
    whole = without_empty(document)
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def _metadata(given: Export) -> Plain:
    found = given.record.assessment
    engine = {"type": "application", "name": "audit", "version": found.engine}
    return {
        "timestamp": moment(found.as_of),
        "tools": {"components": [engine]},
        "properties": properties(
            decision=found.decision,
            rating=found.rating,
            residual_risk=found.residual,
            score=found.scores.score.exact,
            score_verified=found.scores.verified.exact,
            score_claimed=found.scores.claimed.exact,
            assessment=given.record.assessment_digest,
        ),
    }


def _declarations(given: Export) -> Plain:
    record = given.record
    return {
        "assessors": [
            {
                "bom-ref": ASSESSOR,
                "thirdParty": True,
                "organization": {"name": record.policy.publisher},
            }
        ],
        "attestations": [
            {
                "summary": _summary(given),
                "assessor": ASSESSOR,
                "map": [_conformance(given, result) for result in _judged(given)],
            }
        ],
        "claims": [*_claims(given), *_counter_claims(given)],
        "evidence": [*_evidence(given), *_mitigations(given)],
        "targets": {
            "organizations": [{"bom-ref": VENDOR, "name": record.response.vendor.name}]
        },
    }


def _judged(given: Export) -> list[ControlResult]:
    found = given.record.assessment
    return [c for c in found.controls if c.status != "not_applicable"]


def _summary(given: Export) -> str:
    found, w, scores = given.record.assessment, given.w, given.record.assessment.scores
    numbers = {
        "score": scores.score,
        "verified_score": scores.verified,
        "claimed_score": scores.claimed,
    }
    shown = "; ".join(
        f"{w[name]}: {show_number(number.shown, given.language)}"
        for name, number in numbers.items()
    )
    return f"{w['decision']}: {w[f'decision_{found.decision}']}. {shown}."


def _conformance(given: Export, result: ControlResult) -> Plain:
    """Return a control's place in the map: its share of points, and why."""
    gaps = [g for g in given.gaps if (g.kind, g.id) == ("control", result.id)]
    possible = result.possible.exact
    share = result.points.exact / possible if possible else Fraction(0)
    level = result.assurance
    worth = getattr(given.record.policy.assurance, level)
    own = [f"claim:{result.id}"]
    against = [
        f"contradiction:{gap.id}"
        for gap in given.gaps
        if gap.kind == "contradiction" and set(gap.reads) & set(result.reads)
    ]
    return {
        "requirement": f"control:{result.id}",
        "claims": own if _met(result) else [],
        "counterClaims": against if _met(result) else own + against,
        "conformance": {
            "score": float(share),
            "rationale": reason_of(result, given.record, given.language),
            "mitigationStrategies": [
                f"mitigation:{gap.id}" for gap in gaps if _mitigates(gap)
            ],
        },
        "confidence": {
            "score": float(worth),
            "rationale": given.w[f"assurance_{level}"],
        }
        if result.status != "unknown"
        else None,
    }


def _met(result: ControlResult) -> bool:
    return result.status in {"pass", "partial"}


def _claims(given: Export) -> Iterator[Plain]:
    answers = given.record.response.answers
    valid = [e.id for e in given.record.assessment.evidence if e.status == "valid"]
    for result in _judged(given):
        control = given.record.policy.by_id[result.id]
        named = [e for i in result.reads if i in answers for e in answers[i].evidence]
        title, reason = given.say(control.title), given.w[f"reason_{result.reason}"]
        yield {
            "bom-ref": f"claim:{result.id}",
            "target": VENDOR,
            "predicate": title if _met(result) else f"{title}: {reason}",
            "reasoning": "\n".join(
                f"{given.question(i)} – {given.answer(i)}" for i in result.reads
            ),
            "evidence": [f"evidence:{e}" for e in valid if e in named],
        }


def _counter_claims(given: Export) -> Iterator[Plain]:
    for gap in given.gaps:
        if gap.kind == "contradiction":
            yield {
                "bom-ref": f"contradiction:{gap.id}",
                "target": VENDOR,
                "predicate": gap.title,
                "reasoning": gap.reason,
            }


def _evidence(given: Export) -> Iterator[Plain]:
    status = {item.id: item.status for item in given.record.assessment.evidence}
    for item in given.record.response.evidence:
        word = given.w[f"evidence_{status[item.id]}"]
        yield {
            "bom-ref": f"evidence:{item.id}",
            "propertyName": item.kind,
            "description": f"{item.title} ({word})",
            "data": [{"name": item.title, "contents": {"url": quote(item.file)}}],
            "created": moment(item.issued),
            "expires": moment(item.expires),
            "author": {"name": item.issuer},
        }


def _mitigates(gap: Gap) -> bool:
    return gap.kind == "control" and bool(gap.exception or gap.remediation)


def _mitigations(given: Export) -> Iterator[Plain]:
    """Yield what stands against each gap: the exception's control, else the remedy."""
    for gap in given.gaps:
        if not _mitigates(gap):
            continue
        granted, due = gap.exception, gap.due
        text = granted.compensating_control if granted else gap.remediation
        if not granted and due:
            text += f" {given.w['due']}: {show_date(due, given.language)}."
        yield {
            "bom-ref": f"mitigation:{gap.id}",
            "propertyName": "exception" if granted else "remediation",
            "description": text,
            "created": moment(granted.granted) if granted else None,
            "expires": moment(granted.expires) if granted else None,
            "author": {"name": granted.approver if granted else None},
        }


def _file(item: Any) -> Plain:
    return {
        "type": "evidence",
        "url": quote(item.file),
        "comment": item.id,
        "hashes": [{"alg": "SHA-256", "content": item.sha256}],
    }
