"""From gaps to contract: each ends as a clause, an exception or a rejection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from audit.policy.model import SEVERITIES, Severity
from audit.remedy.telling import Owner, owner_of, telling_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.assessment.inputs import ControlException
    from audit.assessment.model import Assessment, ControlResult
    from audit.policy.model import Policy
    from audit.response.model import Response

Kind = Literal["clause", "exception", "rejection", "uncovered"]
_OPEN = frozenset({"fail", "unknown", "partial", "excepted", "error"})


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of one open gap.

    ``answers`` are those that decided, ``reads`` all that the gap rests on. There is no
    ``due`` where the policy states no days; contradictions come before the contract.
    """

    kind: Kind
    gap: Literal["control", "contradiction", "signature"]
    id: str
    severity: Severity
    owner: Owner
    due: date | None = None
    answers: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    exception: ControlException | None = None


def endings(
    found: Assessment, policy: Policy, response: Response
) -> tuple[Ending, ...]:
    """Return one ending a gap, the most severe first, then by the day it is due."""
    all_ = [
        *_signature(found, response),
        *_contradictions(found, policy, response),
        *_controls(found, policy, response),
    ]
    return tuple(sorted(all_, key=_turn))


def _turn(ending: Ending) -> tuple[object, ...]:
    due = ending.due.toordinal() if ending.due else 0
    return SEVERITIES.index(ending.severity), due, ending.id


def _signature(found: Assessment, response: Response) -> Iterator[Ending]:
    for item in found.knock_outs:
        if item.kind == "signature":
            owner = owner_of((), response)
            yield Ending("rejection", "signature", item.id, "critical", owner)


def _contradictions(
    found: Assessment, policy: Policy, response: Response
) -> Iterator[Ending]:
    open_ = {*found.open_contradictions, *(c.id for c in found.contradictions)}
    for rule in policy.contradictions:
        if rule.id in open_:
            reads = fields_read(parse(rule.when))
            rejected = _rejects(found, "contradiction", rule.id)
            kind: Kind = "rejection" if rejected else "clause"
            owner = owner_of(reads, response)
            yield Ending(
                kind, "contradiction", rule.id, rule.severity, owner, None, reads, reads
            )


def _controls(
    found: Assessment, policy: Policy, response: Response
) -> Iterator[Ending]:
    granted = {e.exception.control: e.exception for e in found.exceptions if e.in_force}
    for result in found.controls:
        if result.status in _OPEN or result.points.exact < result.possible.exact:
            control = policy.by_id[result.id]
            answers = telling_answers(result, control, found)
            fix = control.remediation
            kind = _kind(result, found, has_clause=control.clause is not None)
            yield Ending(
                kind,
                "control",
                result.id,
                result.severity,
                owner_of(answers, response),
                found.as_of + timedelta(days=fix.days) if fix else None,
                answers,
                result.reads,
                granted.get(result.id) if kind == "exception" else None,
            )


def _kind(result: ControlResult, found: Assessment, *, has_clause: bool) -> Kind:
    if _rejects(found, "control", result.id):
        return "rejection"
    if result.status == "excepted":
        return "exception"
    return "clause" if has_clause else "uncovered"


def _rejects(found: Assessment, gap: str, name: str) -> bool:
    """Tell whether the vendor is rejected because of this unmet knock-out."""
    unmet = {(item.kind, item.id) for item in found.knock_outs}
    return found.decision == "reject" and (gap, name) in unmet
