"""Prove the properties of a policy, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.proofs.ground import Ground, lay_ground
from audit.proofs.model import NOT_BORNE_OUT, Finding, Result
from audit.proofs.properties import (
    contradictory,
    gaming,
    knock_outs,
    monotone,
    no_milder,
    passable,
    reachable,
    silence,
)

if TYPE_CHECKING:
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.proofs.model import Written

    #: the whole way of a real case: documents in, assessment out
    Engine = Callable[[Written], Assessment]
    #: told the property and how many of its statements are settled
    Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Property:
    """What is claimed of a policy, and how to find out."""

    claim: str
    findings: Callable[[Ground], Iterator[Finding]]


PROPERTIES: dict[str, Property] = {
    "passable": Property(passable.CLAIM, passable.findings),
    "no-contradiction": Property(contradictory.CLAIM, contradictory.findings),
    "monotone": Property(monotone.CLAIM, monotone.findings),
    "knock-outs-dominate": Property(knock_outs.CLAIM, knock_outs.findings),
    "reachable": Property(reachable.CLAIM, reachable.findings),
    "gaming-bound": Property(gaming.CLAIM, gaming.findings),
    "silence-never-pays": Property(silence.SILENCE, silence.silence),
    "not-applicable-never-pays": Property(
        silence.NOT_APPLICABLE, silence.not_applicable
    ),
    "no-milder": Property(no_milder.CLAIM, no_milder.findings),
}


def prove(
    plan: Plan,
    as_of: date,
    names: Sequence[str],
    seconds: float,
    engine: Engine,
    tell: Tell = lambda _name, _count: None,
    below: Plan | None = None,
) -> tuple[Result, ...]:
    """Return what became of each property; the engine confirms each counterexample.

    ``seconds`` is the most that one question to the solver may take. Only a layered
    policy has one ``below`` it, than which it can be milder.
    """
    ground = lay_ground(plan, as_of, seconds, below)
    results = []
    for name in names:
        if name == "no-milder" and below is None:
            continue
        found: list[Finding] = []
        tell(name, 0)
        for finding in PROPERTIES[name].findings(ground):
            found.append(_confirmed(finding, engine))
            tell(name, len(found))
        results.append(Result(name, PROPERTIES[name].claim, tuple(found)))
    return tuple(results)


def _confirmed(finding: Finding, engine: Engine) -> Finding:
    if finding.verdict != "refuted" or not finding.examples:
        return finding
    if finding.borne_out(tuple(map(engine, finding.examples))):
        return finding
    note = f"{finding.note}: {NOT_BORNE_OUT}"
    return replace(finding, verdict="unknown", note=note, examples=())
