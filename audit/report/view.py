"""Everything that a report shows, as plain texts in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.findings import Finding, build_findings
from audit.report.layers import LayerRow, RelaxedRow, layer_rows, relaxed_rows
from audit.report.tables import (
    ConditionRow,
    ContradictionRow,
    DomainRow,
    EvidenceRow,
    ExceptionRow,
    FactorRow,
    KnockOutRow,
    LedgerRow,
    NotApplicableRow,
    OpenContradictionRow,
    ScopeRow,
    build_tables,
)
from audit.report.words import show_date, show_number, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.assessment.inputs import SignatureFact
    from audit.assessment.model import Assessment
    from audit.report.record import Record
    from audit.response.model import Response


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report as texts; templates only place them."""

    language: str
    w: Mapping[str, str]
    vendor: str
    vendor_detail: str
    signature: str
    signature_text: str
    as_of: str
    policy: str
    questionnaire: str
    decision: str
    decision_word: str
    decision_text: str
    rating: str
    rating_capped_from: str | None
    score: str
    verified: str
    claimed: str
    before_exceptions: str | None
    gaming_index: str
    coverage: str
    answered: int
    asked: int
    inherent: str
    inherent_points: int
    residual: str
    counts: Mapping[str, int]
    bar: Mapping[str, float]
    knock_outs: tuple[KnockOutRow, ...]
    domains: tuple[DomainRow, ...]
    findings: tuple[Finding, ...]
    conditions: tuple[ConditionRow, ...]
    conditions_lead: str
    contradictions: tuple[ContradictionRow, ...]
    open_contradictions: tuple[OpenContradictionRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    out_of_scope: tuple[ScopeRow, ...]
    not_applicable: tuple[NotApplicableRow, ...]
    evidence: tuple[EvidenceRow, ...]
    factors: tuple[FactorRow, ...]
    ledger: tuple[LedgerRow, ...]
    digests: tuple[tuple[str, str], ...]
    layers: tuple[LayerRow, ...]
    relaxed: tuple[RelaxedRow, ...]
    engine: str


def build_view(record: Record, language: str) -> ReportView:
    """Return the report of an assessment in the language (en, uk or ru)."""
    a, policy = record.assessment, record.policy
    word = words(language)
    ratings = {rating.id: pick(rating.label, language) for rating in policy.ratings}
    levels = {lv.id: pick(lv.label, language) for lv in policy.residual.levels}
    tiers = {tier.id: pick(tier.label, language) for tier in policy.inherent.tiers}
    capped = a.rating != a.rating_before_knock_outs
    excepted = a.scores.before_exceptions.exact != a.scores.score.exact

    def shown(number: str) -> str:
        return show_number(number, language)

    return ReportView(
        language=language,
        w=word,
        vendor=a.vendor,
        vendor_detail=_vendor_detail(record.response),
        signature=_signature(a.signature, language),
        signature_text=word["signature_text" if _signed(a) else "unsigned_text"],
        as_of=show_date(a.as_of, language),
        policy=f"{pick(policy.title, language)}, {word['version']} {policy.version}",
        questionnaire=(
            f"{pick(record.questionnaire.title, language)}, "
            f"{word['version']} {record.questionnaire.version}"
        ),
        decision=a.decision,
        decision_word=word[f"decision_{a.decision}"],
        decision_text=word[f"decision_{a.decision}_text"],
        rating=ratings[a.rating],
        rating_capped_from=ratings[a.rating_before_knock_outs] if capped else None,
        score=shown(a.scores.score.shown),
        verified=shown(a.scores.verified.shown),
        claimed=shown(a.scores.claimed.shown),
        before_exceptions=shown(a.scores.before_exceptions.shown) if excepted else None,
        gaming_index=shown(a.gaming_index.shown),
        coverage=shown(a.coverage.shown),
        answered=a.answered,
        asked=a.asked,
        inherent=tiers[a.inherent.tier],
        inherent_points=a.inherent.points,
        residual=levels[a.residual],
        counts=_counts(a),
        bar=_bar(a),
        findings=build_findings(record, language),
        **build_tables(record, language, ratings),
        conditions_lead=word[_conditions_lead(a)],
        digests=_digests(record, word),
        layers=layer_rows(policy),
        relaxed=relaxed_rows(policy, language),
        engine=a.engine,
    )


def _vendor_detail(response: Response) -> str:
    vendor = response.vendor
    parts = [vendor.registration_no, vendor.country, response.response_id]
    return " · ".join(part for part in parts if part)


def _conditions_lead(a: Assessment) -> str:
    return "conditions_reject" if a.decision == "reject" else "conditions_lead"


def _signed(a: Assessment) -> bool:
    return a.signature is not None and a.signature.status == "signed"


def _signature(fact: SignatureFact | None, language: str) -> str:
    """Return who signed the answers and when, or that nobody did."""
    word = words(language)
    if fact is None or fact.signed_at is None:
        return word["answers_unsigned"]
    day = show_date(fact.signed_at.date(), language)
    return word["answers_signed"].format(
        name=fact.name,
        organisation=fact.organisation,
        when=f"{day} {fact.signed_at:%H:%M} UTC",
        key=(fact.key_id or "")[:16],
    )


def _counts(a: Assessment) -> dict[str, int]:
    statuses = [control.status for control in a.controls]
    return {
        "judged": len(statuses),
        "pass": statuses.count("pass"),
        "partial": statuses.count("partial"),
        "open": sum(s in {"fail", "unknown", "excepted", "error"} for s in statuses),
    }


def _bar(a: Assessment) -> dict[str, float]:
    scores = a.scores
    return {
        "verified": float(scores.verified.exact),
        "score": float(scores.score.exact),
        "claimed": float(scores.claimed.exact),
    }


def _digests(record: Record, word: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    a = record.assessment
    return (
        (word["questionnaire"], a.questionnaire.digest),
        (word["policy"], a.policy.digest),
        (word["response"], a.response.digest),
        (word["assessment"], record.assessment_digest),
    )
