"""Neither silence nor an unconfirmed N/A ever pays.

Two responses are compared: the same but for one question, answered in any way at all
in the first, left out (or answered N/A) in the second. What is proved of each control,
contradiction, factor and question gives the rest by adding up; docs/proofs.md says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.conditions.model import fields_read
from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, NOT_BORNE_OUT, OUT_OF_TIME, Finding
from audit.proofs.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.assessment.model import Assessment
    from audit.conditions.model import Node
    from audit.policy.compile import CompiledControl
    from audit.policy.model import Policy
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Example, Statement
    from audit.proofs.world import World

    Gain = Callable[[Assessment, Assessment], bool]

SILENCE = (
    "leaving an answer out, or declining it, raises no control, score, coverage, "
    "rating or decision above what any answer in its place gives"
)
NOT_APPLICABLE = (
    "an N/A that nobody confirmed raises no control, score, coverage, rating or "
    "decision above what any answer in its place gives"
)
_DECISIONS = ("reject", "accept_with_conditions", "accept")


@dataclass(frozen=True, slots=True)
class _Pays:
    """A way to gain: what it says, when it happens, how two assessments show it."""

    what: str
    happens: Statement
    shown: Gain


def silence(ground: Ground) -> Iterator[Finding]:
    """Yield whether leaving out each question pays, then what the tables do with it."""
    for link_id in ground.world.answers:
        yield _compare(ground, link_id, ground.world.silenced(link_id), "left out")
    yield from _tables(ground.plan.policy)


def not_applicable(ground: Ground) -> Iterator[Finding]:
    """Yield whether an N/A to each question that allows it pays."""
    for link_id, question in ground.world.questions.items():
        if question.allow_not_applicable:
            yield _compare(
                ground, link_id, ground.world.waived(link_id), "answered N/A"
            )
    yield from _tables(ground.plan.policy)


def _compare(ground: Ground, link_id: str, other: World, how: str) -> Finding:
    subject, logic = f"{link_id} {how}", ground.logic
    ways = [w for w in _ways(ground, other) if not w.happens.eq(logic.false)]
    spoken = ground.world.counts(link_id)
    try:
        if logic.find(spoken, logic.some(way.happens for way in ways)) is None:
            cut = any(ground.cut(node) for node in _read_with(ground, other.changed))
            if cut:
                return Finding(subject, "unknown", CUT_SHORT)
            return Finding(subject, "proved")
        found = _first(ground, spoken, ways)
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if found is None:
        return Finding(subject, "unknown", OUT_OF_TIME)
    way, example = found
    pair = ground.write(example), ground.write(example, world=other)
    if not way.shown(ground.judge(pair[0]), ground.judge(pair[1])):
        return Finding(subject, "unknown", f"{way.what}: {NOT_BORNE_OUT}")
    return Finding(subject, "refuted", way.what, pair, way.shown)


def _read_with(ground: Ground, changed: frozenset[str]) -> Iterator[Node]:
    """Yield the conditions of whatever reads one of the questions."""
    for compiled in ground.plan.controls:
        if not changed.isdisjoint(ground.direct(compiled)):
            yield from ground.nodes_of(compiled)
    for rule in ground.plan.contradictions:
        if not changed.isdisjoint(rule.reads):
            yield rule.when.node
    for _, scores in ground.plan.factors:
        yield from (
            w.node for w, _ in scores if not changed.isdisjoint(fields_read(w.node))
        )
    yield from (ground.world.gates[i] for i in changed if i in ground.world.gates)


def _first(
    ground: Ground, spoken: Statement, ways: list[_Pays]
) -> tuple[_Pays, Example] | None:
    for way in ways:
        example = ground.logic.find(spoken, way.happens)
        if example is not None:
            return way, example
    return None


def _ways(ground: Ground, other: World) -> Iterator[_Pays]:
    """Yield every way in which the other world could be the better one."""
    world, logic = ground.world, ground.logic
    after = Terms(other)
    for compiled in ground.plan.controls:
        if not other.changed.isdisjoint(ground.direct(compiled)):
            yield from _of_control(ground, compiled, after)
    for rule in ground.plan.contradictions:
        if not other.changed.isdisjoint(rule.reads):
            name = rule.contradiction.id
            lost = [ground.terms.active(rule), logic.no(after.active(rule))]
            yield _Pays(f"it hides {name}", logic.every(lost), _hides(name))
    for factor, scores in ground.plan.factors:
        for when, _ in scores:
            ends = [other.truth(when.node).no, logic.no(world.truth(when.node).no)]
            what = f"it lowers the inherent risk ({factor.id})"
            yield _Pays(what, logic.every(ends), _lowers(factor.id))
    yield from _coverage(ground, other)


def _coverage(ground: Ground, other: World) -> Iterator[_Pays]:
    """Yield that more answers count, or that fewer questions are left to answer."""
    world, logic, changed = ground.world, ground.logic, sorted(other.changed)
    for now, before in (
        (other.counts, world.counts),
        (lambda i: other.asked(i).no, lambda i: world.asked(i).no),
    ):
        more = [*((now(i), 1) for i in changed), *((before(i), -1) for i in changed)]
        yield _Pays("it raises the coverage", logic.enough(more, 1), _covers)


def _of_control(
    ground: Ground, compiled: CompiledControl, after: Terms
) -> Iterator[_Pays]:
    logic, name = ground.logic, compiled.control.id
    here, there = ground.terms.standing(compiled), after.standing(compiled)
    left = logic.every([here.within, logic.no(there.within)])
    yield _Pays(f"it takes {name} out of scope", left, _leaves(name))
    for way, before, then in zip(compiled.ways, here.held, there.held, strict=True):
        gained = logic.every([then, logic.no(before)])
        yield _Pays(f"it meets {name}", gained, _meets(name))
        node = way.condition.node
        surer = [
            then,
            after.world.truth(node, sure=True).yes,
            logic.no(logic.every([before, ground.world.truth(node, sure=True).yes])),
        ]
        yield _Pays(f"it makes {name} surer", logic.every(surer), _meets(name))


def _credit(found: Assessment, name: str) -> object:
    return next((item.credit for item in found.controls if item.id == name), 0)


def _meets(name: str) -> Gain:
    return lambda one, other: _credit(other, name) > _credit(one, name)  # type: ignore[operator]


def _leaves(name: str) -> Gain:
    return lambda one, other: (
        name in {c.id for c in one.controls}
        and name in {c.id for c in other.out_of_scope}
    )


def _hides(name: str) -> Gain:
    return lambda one, other: name in _met(one) and name not in _met(other)


def _met(found: Assessment) -> set[str]:
    return {*found.open_contradictions, *(item.id for item in found.contradictions)}


def _lowers(name: str) -> Gain:
    def points(found: Assessment) -> int:
        return next(f.points for f in found.inherent.factors if f.id == name)

    return lambda one, other: points(other) < points(one)


def _covers(one: Assessment, other: Assessment) -> bool:
    return other.asked < one.asked or other.answered > one.answered


def _tables(policy: Policy) -> Iterator[Finding]:
    """Yield whether a worse rating or tier never gives a better end."""
    levels = [level.id for level in policy.residual.levels]
    ratings = [r.id for r in sorted(policy.ratings, key=lambda r: -r.min_score)]
    tiers = [t.id for t in sorted(policy.inherent.tiers, key=lambda t: t.min_points)]
    risk = {
        (tier, rating): levels.index(policy.residual.matrix[tier][rating])
        for tier in tiers
        for rating in ratings
    }
    steps = [((t, a), (t, b)) for t in tiers for a, b in pairwise(ratings)]
    steps += [((a, r), (b, r)) for r in ratings for a, b in pairwise(tiers)]
    wrong = [f"{b} is better than {a}" for a, b in steps if risk[b] < risk[a]]
    yield _finite("the residual risk never falls with a worse rating or tier", wrong)
    order = [_DECISIONS.index(rule.decision) for rule in policy.decision]
    wrong = [
        f"rule {n + 2} is better than the one before"
        for n, (a, b) in enumerate(pairwise(order))
        if b > a
    ]
    yield _finite("the decision rules go from the best to the worst", wrong)


def _finite(subject: str, wrong: list[str]) -> Finding:
    return Finding(subject, "refuted" if wrong else "proved", "; ".join(wrong))
