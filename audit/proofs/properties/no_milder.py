"""No control is easier than in the policy below: the exact check beside the quick one.

Both policies become one that holds every changed control twice. The layers' own check
(``audit/policy/layers``) looks at structure and runs at every load; this one tries all
answers, and so must never disagree with what that one let through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.policy.compile import compile_policy
from audit.proofs.ground import lay_ground
from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, OUT_OF_TIME, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.compile import CompiledControl, Plan
    from audit.policy.model import Control
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Statement

CLAIM = (
    "no control earns more, is surer or leaves the scope more often than in the policy "
    "below the last layer, but for what is relaxed with leave"
)
#: Put before the id of a control as it is below.
_BELOW = "BELOW-"
_ASKED = ("applies_when", "rule", "partial")


class _Twins(NamedTuple):
    """A changed control in both policies."""

    new: CompiledControl
    old: CompiledControl


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield every changed control; those that are milder with leave are left out."""
    if ground.below is None:
        return
    joint = _joint(ground.plan, ground.below)
    both = lay_ground(joint, ground.as_of, ground.logic.seconds)
    known = {c.control.id: c for c in joint.controls}
    relaxed = {r.subject for layer in joint.policy.layers[-1:] for r in layer.relaxed}
    for name, compiled in known.items():
        if f"{_BELOW}{name}" in known:
            twins = _Twins(compiled, known[f"{_BELOW}{name}"])
            if relaxed.isdisjoint(f"{name}.{respect}" for respect in _ASKED):
                yield _compare(both, twins)


def _joint(plan: Plan, below: Plan) -> Plan:
    new, old = plan.policy, below.policy
    changed = [
        control.model_copy(update={"id": f"{_BELOW}{control.id}"})
        for control in old.controls
        if control.id in new.by_id and _asks_otherwise(control, new.by_id[control.id])
    ]
    policy = new.model_copy(update={"controls": (*new.controls, *changed)})
    return compile_policy(
        policy, plan.questionnaire, plan.policy_digest, plan.questionnaire_digest
    )


def _asks_otherwise(old: Control, new: Control) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in _ASKED)


def _compare(ground: Ground, twins: _Twins) -> Finding:
    name = twins.new.control.id
    subject = f"{name} is no milder than below"
    nodes = (*ground.nodes_of(twins.new), *ground.nodes_of(twins.old))
    try:
        example = ground.logic.find(ground.logic.some(_gains(ground, twins)))
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if example is not None:
        written = ground.write(example, ground.support(*nodes))
        return Finding(subject, "refuted", "this response gains", (written,))
    if ground.cut(*nodes):
        return Finding(subject, "unknown", CUT_SHORT)
    return Finding(subject, "proved")


def _gains(ground: Ground, twins: _Twins) -> Iterator[Statement]:
    """Yield every way to be better off where the control applied below."""
    logic = ground.logic
    new, old = (ground.terms.standing(compiled) for compiled in twins)
    yield logic.every([old.within, logic.no(new.within)])
    for way, held in zip(twins.new.ways, new.held, strict=True):
        as_good = [
            (before, kept)
            for before, kept in zip(twins.old.ways, old.held, strict=True)
            if before.credit >= way.credit
        ]
        met = logic.some(kept for _, kept in as_good)
        yield logic.every([old.surely, held, logic.no(met)])
        sure = ground.world.truth(way.condition.node, sure=True).yes
        as_sure = logic.some(
            logic.every([kept, ground.world.truth(b.condition.node, sure=True).yes])
            for b, kept in as_good
        )
        yield logic.every([old.surely, held, sure, logic.no(as_sure)])
