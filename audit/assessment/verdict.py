"""From score to decision: rating, inherent tier, residual risk, decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.model import FactorResult, InherentResult, UnmetKnockOut

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from audit.assessment.facts import Ground
    from audit.assessment.inputs import SignatureFact
    from audit.assessment.judge import Judged
    from audit.conditions.evaluate import Compiled, Facts
    from audit.policy.compile import CompiledContradiction, Plan
    from audit.policy.model import Policy
    from audit.policy.verdicts import Decision, DecisionTest

_UNMET = frozenset({"fail", "unknown", "error"})
#: No control has an id in lower case.
SIGNATURE = "response-signature"


def _unmet_signature(
    policy: Policy, fact: SignatureFact | None
) -> tuple[UnmetKnockOut, ...]:
    """Return the knock-out of an unsigned response where the policy wants it signed."""
    signed = fact is not None and fact.status == "signed"
    if signed or policy.responses.signature == "optional":
        return ()
    rating = policy.knock_out.rating
    return (
        UnmetKnockOut(kind="signature", id=SIGNATURE, status="fail", rating=rating),
    )


def unmet_knock_outs(
    policy: Policy,
    judged: Iterable[Judged],
    ground: Ground,
    signature: SignatureFact | None,
) -> tuple[UnmetKnockOut, ...]:
    """Return every knock-out that is not met; an exception does not lift one."""
    controls = [
        UnmetKnockOut(
            kind="control", id=j.compiled.control.id, status=j.underlying, rating=cap
        )
        for j in judged
        if (cap := j.compiled.cap) is not None and j.underlying in _UNMET
    ]
    pairs: list[tuple[CompiledContradiction, bool]] = [
        *((c, True) for c in ground.contradicted),
        *((c, False) for c in ground.open_contradictions),
    ]
    contradictions = [
        UnmetKnockOut(
            kind="contradiction",
            id=compiled.contradiction.id,
            status="fail" if found else "unknown",
            rating=compiled.cap,
        )
        for compiled, found in pairs
        if compiled.cap is not None
    ]
    return (*_unmet_signature(policy, signature), *controls, *contradictions)


def rate(policy: Policy, score: Fraction) -> str:
    """Return the rating whose lower bound (inclusive) the exact score reaches."""
    reached = [rating for rating in policy.ratings if score >= rating.min_score]
    return max(reached, key=lambda rating: rating.min_score).id


def cap(policy: Policy, rating: str, knock_outs: Iterable[UnmetKnockOut]) -> str:
    """Return the rating, lowered to the worst cap of the unmet knock-outs."""
    floor = {item.id: item.min_score for item in policy.ratings}
    return min([rating, *(k.rating for k in knock_outs)], key=lambda name: floor[name])


def weigh_inherent(plan: Plan, facts: Facts) -> InherentResult:
    """Add up the factors; what silence leaves open counts at its highest."""
    factors = tuple(
        _factor(factor.id, scores, facts) for factor, scores in plan.factors
    )
    points = sum(factor.points for factor in factors)
    tiers = plan.policy.inherent.tiers
    reached = [tier for tier in tiers if points >= tier.min_points]
    tier = max(reached, key=lambda tier: tier.min_points).id
    return InherentResult(points=points, tier=tier, factors=factors)


def _factor(
    name: str, scores: tuple[tuple[Compiled, int], ...], facts: Facts
) -> FactorResult:
    truths = [(when.run(facts)[0], points) for when, points in scores]
    known = max((points for truth, points in truths if truth is True), default=0)
    possible = max((p for truth, p in truths if truth is not False), default=0)
    return FactorResult(id=name, points=possible, assumed=possible > known)


def decide(
    plan: Plan,
    *,
    rating: str,
    residual: str,
    knock_outs: tuple[UnmetKnockOut, ...],
    contradictions: int,
    failed_critical: int,
    score: Fraction,
    verified: Fraction,
    coverage: Fraction,
) -> Decision:
    """Return the first matching rule's decision; reject when none matches.

    No rule can accept an unsigned response where the policy wants it signed.
    """
    if any(item.kind == "signature" for item in knock_outs):
        return "reject"
    ratings = {item.id: item.min_score for item in plan.policy.ratings}
    levels = [level.id for level in plan.policy.residual.levels]

    def holds(test: DecisionTest) -> bool:
        at_most = (
            (test.knock_outs_at_most, len(knock_outs)),
            (test.contradictions_at_most, contradictions),
            (test.failed_critical_at_most, failed_critical),
            (_index(levels, test.residual_at_most), levels.index(residual)),
        )
        at_least = (
            (test.score_at_least, score),
            (test.verified_score_at_least, verified),
            (test.coverage_at_least, coverage),
            (ratings.get(test.rating_at_least or ""), ratings[rating]),
        )
        return all(limit is None or value <= limit for limit, value in at_most) and all(
            limit is None or value >= limit for limit, value in at_least
        )

    for rule in plan.policy.decision:
        if holds(rule.when):
            return rule.decision
    return "reject"


def _index(levels: list[str], level: str | None) -> int | None:
    return None if level is None else levels.index(level)
