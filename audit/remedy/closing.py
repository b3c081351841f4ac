"""Close gaps in the ledger: the assessment as it would then be, exactly.

The ledger is additive, so a closed control gives all of its possible points and moves
no other one: its rule is met and its evidence reaches its floor.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.assessment.model import DomainResult, Points, Scores
from audit.assessment.verdict import cap, decide, rate
from audit.conditions.model import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.assessment.model import Assessment, ControlResult
    from audit.remedy.position import Position
    from audit.remedy.step import Gap, Step

HUNDRED = Fraction(100)


def close(position: Position, steps: Iterable[Step]) -> Assessment:
    """Return the assessment after the steps; the engine's own rules decide."""
    taken = tuple(steps)
    closed = {(step.gap, step.id) for step in taken}
    found = position.found
    controls = tuple(
        _met(result, position) if ("control", result.id) in closed else result
        for result in found.controls
    )
    answered = found.answered + sum(step.questions for step in taken)
    contradictions = tuple(
        c for c in found.contradictions if ("contradiction", c.id) not in closed
    )
    left_open = tuple(
        name
        for name in found.open_contradictions
        if ("contradiction", name) not in closed
    )
    changed = found.model_copy(
        update={
            "controls": controls,
            "scores": _scores(found.scores, taken),
            "gaming_index": Points(exact=_words(controls)),
            "domains": _domains(position, controls, closed),
            "contradictions": contradictions,
            "open_contradictions": left_open,
            "knock_outs": tuple(
                k for k in found.knock_outs if (k.kind, k.id) not in closed
            ),
            "answered": answered,
            "coverage": Points(exact=HUNDRED * answered / found.asked)
            if found.asked
            else found.coverage,
        }
    )
    failed = {
        name for name in position.failed_critical if ("control", name) not in closed
    }
    return _judged(position, changed, len(failed))


def _judged(
    position: Position, changed: Assessment, failed_critical: int
) -> Assessment:
    """Return it with rating, residual risk and decision by the policy's tables."""
    policy, scores = position.plan.policy, changed.scores
    uncapped = rate(policy, scores.score.exact)
    rating = cap(policy, uncapped, changed.knock_outs)
    residual = policy.residual.matrix[changed.inherent.tier][rating]
    decision = decide(
        position.plan,
        rating=rating,
        residual=residual,
        knock_outs=changed.knock_outs,
        contradictions=len(changed.contradictions) + len(changed.open_contradictions),
        failed_critical=failed_critical,
        score=scores.score.exact,
        verified=scores.verified.exact,
        coverage=changed.coverage.exact,
    )
    return changed.model_copy(
        update={
            "rating": rating,
            "rating_before_knock_outs": uncapped,
            "residual": residual,
            "decision": decision,
        }
    )


def _met(result: ControlResult, position: Position) -> ControlResult:
    floor = position.plan.policy.by_id[result.id].evidence_floor
    level = max(LEVELS.index(result.assurance), LEVELS.index(floor))
    return result.model_copy(
        update={
            "status": "pass",
            "reason": "rule_met",
            "credit": Fraction(1),
            "factor": Fraction(1),
            "assurance": LEVELS[level],
            "points": result.possible,
        }
    )


def _scores(scores: Scores, steps: tuple[Step, ...]) -> Scores:
    names = ("score", "claimed", "verified", "before_exceptions")
    return Scores(
        **{
            name: Points(
                exact=getattr(scores, name).exact
                + sum((getattr(step, name) for step in steps), Fraction(0))
            )
            for name in names
        }
    )


def _words(controls: Iterable[ControlResult]) -> Fraction:
    """Return the points that rest on words alone; an exception's do not."""
    return sum(
        (
            result.points.exact
            for result in controls
            if result.assurance == "claimed" and result.status != "excepted"
        ),
        Fraction(0),
    )


def _domains(
    position: Position,
    controls: tuple[ControlResult, ...],
    closed: set[tuple[Gap, str]],
) -> tuple[DomainResult, ...]:
    proven = {result.id: result.points.exact for result in position.proven.controls}
    verified = {
        c.id: c.possible.exact if ("control", c.id) in closed else proven[c.id]
        for c in controls
    }
    claimed = {c.id: c.possible.exact * c.credit for c in controls}
    score = {c.id: c.points.exact for c in controls}

    def share(domain: str, points: Mapping[str, Fraction]) -> Points | None:
        own = [c for c in controls if c.domain == domain and c.possible.exact]
        if not own:
            return None
        possible = sum((c.possible.exact for c in own), Fraction(0))
        earned = sum((points[c.id] for c in own), Fraction(0))
        return Points(exact=HUNDRED * earned / possible)

    return tuple(
        domain.model_copy(
            update={
                "score": share(domain.id, score),
                "claimed": share(domain.id, claimed),
                "verified": share(domain.id, verified),
            }
        )
        for domain in position.found.domains
    )
