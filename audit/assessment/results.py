"""From what was judged to the records of the assessment."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from audit.assessment import ledger as book_of_points
from audit.assessment.model import (
    Contradicted,
    ControlResult,
    DomainResult,
    NotApplicableClaim,
    OutOfScope,
    Points,
)
from audit.conditions.explain import explain
from audit.conditions.model import LEVELS, fields_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.assessment.facts import Ground
    from audit.assessment.judge import Judged
    from audit.assessment.ledger import Ledger
    from audit.conditions.evaluate import Facts
    from audit.policy.compile import CompiledControl
    from audit.policy.model import Policy

ONE = Fraction(1)


def control_results(ledger: Ledger, facts: Facts) -> tuple[ControlResult, ...]:
    """Return what each control in scope came to, in the policy's order."""
    # The same few numbers come up again and again: equal ones are one record.
    share = cache(Fraction)

    @cache
    def points(grains: int) -> Points:
        return Points(exact=Fraction(grains, ledger.grains))

    def result(judged: Judged, rate: int) -> ControlResult:
        compiled, control = judged.compiled, judged.compiled.control
        partial = compiled.partial if judged.status != "pass" else None
        return ControlResult(
            id=control.id,
            domain=control.domain,
            severity=control.severity,
            status=judged.status,
            reason=judged.reason,
            weight=control.weight,
            credit=share(judged.credit, ledger.whole),
            assurance=LEVELS[judged.level],
            factor=share(judged.score, judged.credit) if judged.credit else ONE,
            points=points(rate * judged.score),
            possible=points(rate * ledger.whole),
            reads=compiled.reads,
            trace=explain(compiled.rule, facts, judged.rule),
            partial_trace=explain(partial, facts) if partial else None,
            knock_out=compiled.cap is not None,
        )

    return tuple(result(judged, rate) for judged, rate in ledger.entries)


def out_of_scope(compiled: CompiledControl, ground: Ground) -> OutOfScope:
    """Return the control and the answers that took it out of the scope."""
    gate = compiled.applies
    if gate is None:
        raise ValueError(f"{compiled.control.id} has no scope to leave")
    return OutOfScope(
        id=compiled.control.id,
        reads=fields_read(gate.node),
        trace=explain(gate, ground.facts),
    )


def domain_results(policy: Policy, ledger: Ledger) -> tuple[DomainResult, ...]:
    """Return every domain's own scores."""

    def points(domain: str, worth: Callable[[Judged], int]) -> Points | None:
        exact = ledger.domain_total(domain, worth)
        return None if exact is None else Points(exact=exact)

    return tuple(
        DomainResult(
            id=domain.id,
            weight=domain.weight,
            controls=ledger.controls_in(domain.id),
            score=points(domain.id, book_of_points.worth_of_score),
            claimed=points(domain.id, book_of_points.worth_as_claimed),
            verified=points(domain.id, book_of_points.worth_as_verified),
        )
        for domain in policy.domains
    )


def contradictions(ground: Ground) -> tuple[Contradicted, ...]:
    """Return the contradictions found, with the answers that clash."""
    return tuple(
        Contradicted(
            id=found.contradiction.id,
            severity=found.contradiction.severity,
            reads=found.reads,
            trace=explain(found.when, ground.facts),
        )
        for found in ground.contradicted
    )


def claims(ground: Ground) -> tuple[NotApplicableClaim, ...]:
    """Return what the vendor called not applicable."""
    return tuple(
        NotApplicableClaim(
            link_id=link_id,
            justification=ground.book.answers[link_id].justification or "",
            confirmed=link_id in ground.confirmed,
        )
        for link_id, state in ground.book.states.items()
        if state == "not_applicable"
    )
