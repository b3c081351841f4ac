"""Changes to numbers of the whole policy: domains, assurance, compensation, the cap."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.conditions.model import LEVELS
from audit.policy.model import KnockOut
from audit.workbench.testing.control_settings import beside, ranked
from audit.workbench.testing.verdict_mutants import VerdictMutant, with_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Policy

#: By so much a share of 1 is moved.
SHIFT = Fraction(1, 20)


def policy_settings(policy: Policy) -> Iterator[VerdictMutant]:
    """Yield the policy with one of its numbers changed."""

    def changed(pointer: str, said: str, **over: Any) -> VerdictMutant:
        return VerdictMutant(pointer, said, policy.model_copy(update=over))

    domains = policy.domains if len(policy.domains) > 1 else ()
    for number, domain in enumerate(domains):
        for weight in (domain.weight / 2, domain.weight * 2):
            copy = domain.model_copy(update={"weight": weight})
            said = f"{domain.weight} → {weight}"
            moved = with_item(domains, number, copy)
            yield changed(f"/domains/{number}/weight", said, domains=moved)
    # A factor counts below the floor of some control.
    highest = max(LEVELS.index(c.evidence_floor) for c in policy.controls)
    for level in LEVELS[:highest]:
        share = getattr(policy.assurance, level)
        for other in _shifted(share):
            assurance = policy.assurance.model_copy(update={level: other})
            said = f"{share} → {other}"
            yield changed(f"/assurance/{level}", said, assurance=assurance)
    for other in _shifted(policy.compensation):
        said = f"{policy.compensation} → {other}"
        yield changed("/compensation", said, compensation=other)
    given = [item.knock_out for item in policy.controls]
    given += [item.knock_out for item in policy.contradictions]
    used = any(one is True for one in given)
    for rating in beside(ranked(policy), policy.knock_out.rating) if used else ():
        said = f"{policy.knock_out.rating} → {rating}"
        yield changed("/knock_out/rating", said, knock_out=KnockOut(rating=rating))


def _shifted(share: Fraction) -> Iterator[Fraction]:
    yield from (n for n in (share - SHIFT, share + SHIFT) if 0 <= n <= 1)
