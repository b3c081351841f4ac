"""Changes to ratings and decision rules: thresholds lower and higher, rules dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audit.assessment.verdict import cap, decide, rate
from audit.policy.check import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionTest
    from audit.questionnaire.model import Questionnaire

#: Points by which a score's threshold is moved.
STEP = 5
_COUNTS = ("knock_outs_at_most", "contradictions_at_most", "failed_critical_at_most")
_SCORES = ("score_at_least", "verified_score_at_least", "coverage_at_least")


@dataclass(frozen=True, slots=True)
class VerdictMutant:
    """A policy whose way from score to decision is changed in one place."""

    pointer: str
    mutation: str
    changed: Policy


def verdict_mutants(
    policy: Policy, questionnaire: Questionnaire
) -> tuple[VerdictMutant, ...]:
    """Return the mutants that still pass the policy's check."""
    return sound((*_ratings(policy), *_decisions(policy)), policy, questionnaire)


def sound(
    found: Iterable[VerdictMutant], policy: Policy, questionnaire: Questionnaire
) -> tuple[VerdictMutant, ...]:
    """Return those in which the policy's check finds nothing new."""
    known = {problem.pointer for problem in check(policy, questionnaire)}
    return tuple(
        mutant
        for mutant in found
        if not {p.pointer for p in check(mutant.changed, questionnaire)} - known
    )


def _ratings(policy: Policy) -> Iterator[VerdictMutant]:
    for number, rating in enumerate(policy.ratings):
        for bound in (rating.min_score - STEP, rating.min_score + STEP):
            if rating.min_score and 0 < bound <= 100:
                moved = rating.model_copy(update={"min_score": bound})
                ratings = with_item(policy.ratings, number, moved)
                yield VerdictMutant(
                    f"/ratings/{number}/min_score",
                    f"{rating.min_score} → {bound}",
                    policy.model_copy(update={"ratings": ratings}),
                )


def _decisions(policy: Policy) -> Iterator[VerdictMutant]:
    for number, rule in enumerate(policy.decision):
        left = (*policy.decision[:number], *policy.decision[number + 1 :])
        yield VerdictMutant(
            f"/decision/{number}",
            "rule dropped",
            policy.model_copy(update={"decision": left}),
        )
        for key in type(rule.when).model_fields:
            value = getattr(rule.when, key)
            for other in _others(policy, rule.when, key) if value is not None else ():
                when = rule.when.model_copy(update={key: other})
                moved = rule.model_copy(update={"when": when})
                decision = with_item(policy.decision, number, moved)
                yield VerdictMutant(
                    f"/decision/{number}/when/{key}",
                    f"{value} → {other}",
                    policy.model_copy(update={"decision": decision}),
                )


def _others(policy: Policy, when: DecisionTest, key: str) -> Iterator[object]:
    value = getattr(when, key)
    if key in _COUNTS:
        yield from [count for count in (value - 1, value + 1) if count >= 0]
    elif key in _SCORES:
        yield from [n for n in (value - STEP, value + STEP) if 0 <= n <= 100]
    else:
        ranks: list[str] = [level.id for level in policy.residual.levels]
        if key == "rating_at_least":
            ordered = sorted(policy.ratings, key=lambda rating: rating.min_score)
            ranks = [rating.id for rating in ordered]
        place = ranks.index(value)
        near = (place - 1, place + 1)
        yield from [ranks[n] for n in near if 0 <= n < len(ranks)]


def with_item(items: Sequence[Any], number: int, item: Any) -> tuple[Any, ...]:
    """Return the items with one replaced."""
    return (*items[:number], item, *items[number + 1 :])


def verdict_under(plan: Plan, policy: Policy, found: Assessment) -> tuple[str, str]:
    """Return rating and decision of the same facts under a changed policy."""
    score = found.scores.score.exact
    rating = cap(policy, rate(policy, score), found.knock_outs)
    critical = [c for c in found.controls if c.severity == "critical"]
    decision = decide(
        replace(plan, policy=policy),
        rating=rating,
        residual=policy.residual.matrix[found.inherent.tier][rating],
        knock_outs=found.knock_outs,
        contradictions=len(found.contradictions) + len(found.open_contradictions),
        failed_critical=sum(c.status in {"fail", "unknown"} for c in critical),
        score=score,
        verified=found.scores.verified.exact,
        coverage=found.coverage.exact,
    )
    return rating, decision
