"""No two controls exclude each other; every contradiction can be met and avoided."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, NOT_BORNE_OUT, OUT_OF_TIME, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.compile import CompiledContradiction, CompiledControl
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Example

CLAIM = (
    "two controls that read the same answer and apply together can be passed "
    "together; every contradiction can be found and can be avoided"
)


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield every pair that shares a question, then every contradiction."""
    wishes = [ground.terms.standing(c).passed for c in ground.plan.controls]
    best = ground.logic.find_best((), wishes)
    controls = [c for c in ground.plan.controls if _can_pass(ground, c, best)]
    for one, other in combinations(controls, 2):
        if not set(one.reads).isdisjoint(other.reads):
            yield _pair(ground, one, other, best)
    for contradiction in ground.plan.contradictions:
        yield from _contradiction(ground, contradiction)


def _can_pass(ground: Ground, compiled: CompiledControl, best: Example | None) -> bool:
    """Leave out what nobody can pass: that is told once, not with every pair."""
    standing = ground.terms.standing(compiled)
    if best is not None and best.holds(standing.passed):
        return True
    try:
        return ground.logic.find(standing.surely, standing.passed) is not None
    except OutOfTime:
        return True


def _pair(
    ground: Ground, one: CompiledControl, other: CompiledControl, best: Example | None
) -> Finding:
    subject = f"{one.control.id} with {other.control.id}"
    stands = [ground.terms.standing(compiled) for compiled in (one, other)]
    apart = [standing.surely for standing in stands]
    both = [*apart, *(standing.passed for standing in stands)]
    if best is not None and all(map(best.holds, both)):
        return Finding(subject, "proved")
    cut = ground.cut(*ground.nodes_of(one), *ground.nodes_of(other))
    try:
        if ground.logic.find(*both) is not None:
            return Finding(subject, "proved")
        if not cut and ground.logic.find(*apart) is None:
            return Finding(subject, "proved", "they never apply together")
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if cut:
        return Finding(subject, "unknown", CUT_SHORT)
    return Finding(
        subject, "refuted", "they apply together, and no response passes both"
    )


def _contradiction(ground: Ground, rule: CompiledContradiction) -> Iterator[Finding]:
    name, terms = rule.contradiction.id, ground.terms
    for what, wanted, reason in (
        ("found", terms.found(rule), "no response ever has it"),
        ("avoided", ground.logic.no(terms.active(rule)), "every response has it"),
    ):
        subject = f"{name} can be {what}"
        read = ground.support(rule.when.node)
        try:
            example = ground.logic.find(wanted)
        except OutOfTime:
            yield Finding(subject, "unknown", OUT_OF_TIME)
            continue
        if example is None:
            cut = ground.cut(rule.when.node)
            yield Finding(
                subject, "unknown" if cut else "refuted", CUT_SHORT if cut else reason
            )
            continue
        judged = ground.judge(ground.write(example, read))
        met = {item.id for item in judged.contradictions}
        avoided = name not in met and name not in judged.open_contradictions
        if (name in met) if what == "found" else avoided:
            yield Finding(subject, "proved")
        else:
            yield Finding(subject, "unknown", NOT_BORNE_OUT)
