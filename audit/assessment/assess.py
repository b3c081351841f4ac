"""Assess one response: pure, exact, the same bytes for the same inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.assessment import ledger as book_of_points
from audit.assessment import results
from audit.assessment.facts import Ground, lay_ground
from audit.assessment.judge import Judged, applies, judge
from audit.assessment.ledger import Ledger, open_ledger
from audit.assessment.model import (
    AppliedException,
    Assessment,
    Points,
    Scores,
    Subject,
)
from audit.assessment.verdict import cap, decide, rate, unmet_knock_outs, weigh_inherent
from audit.response.answers import read_answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from audit.assessment.inputs import Exceptions, Review, SignatureFact
    from audit.evidence.model import Observation
    from audit.policy.compile import CompiledControl, Plan
    from audit.response.model import Response

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that an assessment depends on beside the plan; nothing else is read."""

    response: Response
    response_digest: str
    as_of: date
    observed: Mapping[str, Observation] = field(default_factory=dict)
    review: Review | None = None
    exceptions: Exceptions | None = None
    engine: str = "0"
    signature: SignatureFact | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the answers come to on a day; an assessment is the full record of it."""

    ground: Ground
    judged: tuple[Judged, ...]
    out_of_scope: tuple[CompiledControl, ...]
    ledger: Ledger
    verdict: dict[str, Any]


def weigh(plan: Plan, inputs: Inputs) -> Weighed:
    """Return the verdict on a checked response, without traces and records."""
    book = read_answers(inputs.response, plan.questionnaire, plan.gates, inputs.as_of)
    ground = lay_ground(
        plan, book, inputs.response, inputs.observed, inputs.review, inputs.as_of
    )
    within, without = _scope(plan, ground)
    excepted = _in_force(inputs)
    judged = tuple(judge(c, plan, ground, excepted) for c in within)
    ledger = open_ledger(plan, judged)
    verdict = _verdict(plan, ground, judged, ledger, inputs.signature)
    return Weighed(ground, judged, tuple(without), ledger, verdict)


def assess(plan: Plan, inputs: Inputs) -> Assessment:
    """Return the assessment of a checked response under a compiled policy."""
    found = weigh(plan, inputs)
    ground, ledger = found.ground, found.ledger
    return Assessment(
        **_identity(plan, inputs),
        **found.verdict,
        domains=results.domain_results(plan.policy, ledger),
        controls=results.control_results(ledger, ground.facts),
        out_of_scope=tuple(results.out_of_scope(c, ground) for c in found.out_of_scope),
        contradictions=results.contradictions(ground),
        open_contradictions=tuple(
            c.contradiction.id for c in ground.open_contradictions
        ),
        exceptions=_applied(inputs),
        evidence=ground.evidence,
        not_applicable=results.claims(ground),
        answers=dict(ground.answers),
        signature=inputs.signature,
    )


def _identity(plan: Plan, inputs: Inputs) -> dict[str, Any]:
    policy, questionnaire = plan.policy, plan.questionnaire
    response = inputs.response
    return {
        "engine": inputs.engine,
        "as_of": inputs.as_of,
        "policy": Subject(
            id=policy.id, version=policy.version, digest=plan.policy_digest
        ),
        "questionnaire": Subject(
            id=questionnaire.id,
            version=questionnaire.version,
            digest=plan.questionnaire_digest,
        ),
        "response": Subject(
            id=response.response_id,
            version=response.questionnaire.version,
            digest=inputs.response_digest,
        ),
        "vendor": response.vendor.name,
    }


def _scope(
    plan: Plan, ground: Ground
) -> tuple[list[CompiledControl], list[CompiledControl]]:
    """Return the controls that apply, and those that the answers took out."""
    within: list[CompiledControl] = []
    without: list[CompiledControl] = []
    for compiled in plan.controls:
        (within if applies(compiled, ground) else without).append(compiled)
    return within, without


def _in_force(inputs: Inputs) -> frozenset[str]:
    granted = inputs.exceptions.exceptions if inputs.exceptions else ()
    return frozenset(
        e.control for e in granted if e.granted <= inputs.as_of <= e.expires
    )


def _applied(inputs: Inputs) -> tuple[AppliedException, ...]:
    granted = inputs.exceptions.exceptions if inputs.exceptions else ()
    return tuple(
        AppliedException(exception=e, in_force=e.granted <= inputs.as_of <= e.expires)
        for e in granted
    )


def _verdict(
    plan: Plan,
    ground: Ground,
    judged: Sequence[Judged],
    ledger: Ledger,
    signature: SignatureFact | None,
) -> dict[str, Any]:
    score = ledger.total(book_of_points.worth_of_score)
    verified = ledger.total(book_of_points.worth_as_verified)
    knock_outs = unmet_knock_outs(plan.policy, judged, ground, signature)
    uncapped = rate(plan.policy, score)
    rating = cap(plan.policy, uncapped, knock_outs)
    inherent = weigh_inherent(plan, ground.facts)
    residual = plan.policy.residual.matrix[inherent.tier][rating]
    asked, answered = _coverage(ground)
    coverage = HUNDRED * answered / asked if asked else Fraction(0)
    decision = decide(
        plan,
        rating=rating,
        residual=residual,
        knock_outs=knock_outs,
        contradictions=len(ground.contradicted) + len(ground.open_contradictions),
        failed_critical=_failed_critical(judged),
        score=score,
        verified=verified,
        coverage=coverage,
    )
    return {
        "decision": decision,
        "rating": rating,
        "rating_before_knock_outs": uncapped,
        "residual": residual,
        "inherent": inherent,
        "scores": _scores(ledger, score, verified),
        "gaming_index": Points(exact=ledger.total(book_of_points.worth_of_words)),
        "asked": asked,
        "answered": answered,
        "coverage": Points(exact=coverage),
        "knock_outs": knock_outs,
    }


def _scores(ledger: Ledger, score: Fraction, verified: Fraction) -> Scores:
    return Scores(
        score=Points(exact=score),
        claimed=Points(exact=ledger.total(book_of_points.worth_as_claimed)),
        verified=Points(exact=verified),
        before_exceptions=Points(
            exact=ledger.total(book_of_points.worth_before_exceptions)
        ),
    )


def _coverage(ground: Ground) -> tuple[int, int]:
    states = ground.book.states
    asked = [state for state in states.values() if state != "not_asked"]
    claimed = [i for i in ground.confirmed if states.get(i) == "not_applicable"]
    return len(asked), asked.count("answered") + len(claimed)


def _failed_critical(judged: Sequence[Judged]) -> int:
    return sum(
        j.compiled.control.severity == "critical"
        and j.underlying in {"fail", "unknown"}
        for j in judged
    )
