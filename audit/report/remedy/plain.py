"""A repair as plain JSON; fractions are texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.remedy.repair import Repair
from audit.report.remedy.work import answers_of_step, owner_of_step, work_of_step

if TYPE_CHECKING:
    from audit.assessment.model import Assessment
    from audit.remedy.goal import Target
    from audit.remedy.position import Position
    from audit.remedy.repair import Certificate, Unreachable
    from audit.remedy.step import Efforts, Step


def plain_repair(
    result: Repair | Unreachable, position: Position, efforts: Efforts, language: str
) -> dict[str, Any]:
    """Return everything that was found; what is to be done is in the language."""
    found: dict[str, Any] = {
        "format": "audit-repair/1",
        "goal": {"kind": result.goal.kind, "value": result.goal.value},
        "assumed_efforts": {
            "evidence": str(efforts.evidence),
            "correction": str(efforts.correction),
            "unstated": str(efforts.unstated),
        },
        "reachable": isinstance(result, Repair),
        "before": _verdict(position.found),
    }
    if not isinstance(result, Repair):
        return {**found, "refused": [_refused(target) for target in result.targets]}
    return {
        **found,
        "rule": result.target.rule,
        "effort": str(result.effort),
        "steps": [_step(step, position, language) for step in result.steps],
        "after": _verdict(result.end),
        "certificate": _certificate(result.certificate),
    }


def _step(step: Step, position: Position, language: str) -> dict[str, Any]:
    return {
        "id": step.id,
        "gap": step.gap,
        "work": step.work,
        "what": work_of_step(step, position, language),
        "answers": list(answers_of_step(step, position)),
        "after": list(step.after),
        "owner": owner_of_step(step, position).name,
        "effort": str(step.effort),
        "score": str(step.score),
        "verified": str(step.verified),
    }


def _verdict(found: Assessment) -> dict[str, Any]:
    scores = ("score", "verified", "claimed")
    return {
        **{name: _points(getattr(found.scores, name)) for name in scores},
        "rating": found.rating,
        "residual": found.residual,
        "knock_outs": [item.id for item in found.knock_outs],
        "decision": found.decision,
    }


def _points(points: Points) -> dict[str, str]:
    return {"exact": str(points.exact), "shown": points.shown}


def _certificate(proof: Certificate) -> dict[str, Any]:
    return {
        "cost": str(proof.cost),
        "bound": proof.bound,
        "gap": proof.gap,
        "unit": str(proof.unit),
        "binaries": proof.binaries,
        "programs": proof.programs,
        "proven": proof.proven,
        "exact_bound": None if proof.exact is None else str(proof.exact),
    }


def _refused(target: Target) -> dict[str, Any]:
    every = [step for step in target.steps if step.feasible]
    return {
        "rule": target.rule,
        "demands": [
            {
                "kind": demand.kind,
                "need": str(demand.need),
                "most": str(demand.comes_to(every)),
                "not_by_work": [s.id for s in demand.gains if not s.feasible],
            }
            for demand in target.refused
        ],
    }
