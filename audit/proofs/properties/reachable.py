"""Every rating, tier, residual level and decision is what some response comes to.

One response is enough to show it. They are looked for along walks: from the best
response of each inherent tier, answer by answer into silence, so that the score falls
in small steps. What no walk meets is refuted only by a proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.proofs.logic import OutOfTime
from audit.proofs.model import Finding
from audit.proofs.properties.gaming import needs
from audit.proofs.ratio import best
from audit.proofs.writing import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import Assessment
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionTest, Tier
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Statement
    from audit.proofs.model import Written

CLAIM = (
    "every rating, inherent tier, residual level and decision is what some response "
    "comes to"
)
_DECISIONS = ("accept", "accept_with_conditions", "reject")

#: what is looked for: "rating", "tier", "residual" or "decision", and its id
Goal = tuple[str, str]


@dataclass(slots=True)
class _Search:
    """What is still looked for, and what showed the rest."""

    left: set[Goal]
    met: dict[Goal, Written] = field(default_factory=dict)

    def take(self, found: Assessment, written: Written) -> None:
        """Note what an assessment came to."""
        for goal in _comes_to(found):
            if goal in self.left:
                self.left.remove(goal)
                self.met[goal] = written


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield every goal with a response that meets it, or why none does."""
    goals = list(_goals(ground.plan.policy))
    search, late = _Search(set(goals)), ""
    tiers: dict[str, bool] = {}
    try:
        for tier in ground.plan.policy.inherent.tiers:
            tiers[tier.id] = _walk_tier(ground, tier, search)
    except OutOfTime:
        late = "the time for one question ran out"
    for kind, name in goals:
        subject = f"{kind} {name}"
        if (kind, name) in search.met:
            written = search.met[kind, name]
            yield Finding(subject, "proved", examples=(written,))
        else:
            try:
                blind = late or ground.cut()
                why = "" if blind else _never(ground, kind, name, tiers)
            except OutOfTime:
                why = ""
            note = why or late or "no response was found, and no proof that none exists"
            yield Finding(subject, "refuted" if why else "unknown", note)


def _goals(policy: Policy) -> Iterator[Goal]:
    yield from (("rating", rating.id) for rating in policy.ratings)
    yield from (("tier", tier.id) for tier in policy.inherent.tiers)
    yield from (("residual", level.id) for level in policy.residual.levels)
    ruled = {rule.decision for rule in policy.decision} | {"reject"}
    yield from (("decision", name) for name in _DECISIONS if name in ruled)


def _comes_to(found: Assessment) -> tuple[Goal, ...]:
    return (
        ("rating", found.rating),
        ("tier", found.inherent.tier),
        ("residual", found.residual),
        ("decision", found.decision),
    )


def _walk_tier(ground: Ground, tier: Tier, search: _Search) -> bool:
    """Walk down from the best response of a tier; tell whether there is any."""
    logic, terms, plan = ground.logic, ground.terms, ground.plan
    capped = [c for c in plan.controls if c.cap is not None]
    others = sorted(
        (c for c in plan.controls if c.cap is None), key=lambda c: -c.weight
    )
    wishes = [
        *(logic.no(terms.active(rule)) for rule in plan.contradictions),
        *(terms.standing(c).passed for c in (*capped, *others)),
        *(ground.world.counts(link_id) for link_id in ground.world.answers),
    ]
    example = logic.find_best(_in_tier(ground, tier), wishes)
    if example is None:
        return False
    written = ground.write(example, backed=True)
    search.take(ground.judge(written), written)
    for link_id in _steps(ground, written):
        if not search.left:
            break
        written = without(written, link_id)
        search.take(ground.judge(written), written)
    return True


def _in_tier(ground: Ground, tier: Tier) -> list[Statement]:
    """Return that the inherent points lie in a tier: each factor at its highest."""
    logic = ground.logic
    points: list[tuple[Statement, int]] = []
    for _, scores in ground.plan.factors:
        higher: list[Statement] = []
        for when, worth in sorted(scores, key=lambda score: -score[1]):
            possible = logic.no(ground.world.truth(when.node).no)
            first = [possible, *(logic.no(other) for other in higher)]
            points.append((logic.every(first), worth))
            higher.append(possible)
    starts = sorted(t.min_points for t in ground.plan.policy.inherent.tiers)
    above = [start for start in starts if start > tier.min_points]
    found = [logic.enough(points, tier.min_points)]
    if above:
        found.append(logic.no(logic.enough(points, above[0])))
    return found


def _steps(ground: Ground, written: Written) -> list[str]:
    """Return the answers in the order they are left out: the telling ones last."""
    plan, world = ground.plan, ground.world
    last: set[str] = set()
    for compiled in plan.controls:
        if compiled.cap is not None:
            last.update(ground.support(*ground.nodes_of(compiled)))
    for rule in plan.contradictions:
        last.update(rule.reads)
    for _, scores in plan.factors:
        last.update(ground.support(*(when.node for when, _ in scores)))
    last.update(ground.support(*world.gates.values()))
    given = [
        link_id for link_id in written.response["answers"] if link_id in ground.told
    ]
    return sorted(given, key=lambda link_id: link_id in last)


def _never(ground: Ground, kind: str, name: str, tiers: dict[str, bool]) -> str:
    """Return the proof that no response comes to it; empty if there is none."""
    policy = ground.plan.policy
    if kind == "tier":
        return "" if tiers[name] else "no answers give so many points and no more"
    if kind == "rating":
        return _never_rated(ground, name)
    if kind == "residual":
        cells = [
            (tier.id, rating.id)
            for tier in policy.inherent.tiers
            for rating in policy.ratings
            if policy.residual.matrix[tier.id][rating.id] == name
        ]
        left = [r for t, r in cells if tiers[t] and not _never_rated(ground, r)]
        return "" if left else "no reachable tier and rating lead to it"
    whys = [
        _never_decided(ground, number)
        for number, rule in enumerate(policy.decision)
        if rule.decision == name
    ]
    return "; ".join(whys) if all(whys) else ""


def _never_rated(ground: Ground, name: str) -> str:
    """Return why a rating is too high: even bare claims, taken as true, miss it."""
    floor = next(r.min_score for r in ground.plan.policy.ratings if r.id == name)
    top = best(ground, lambda way: max(way.scores))
    if top is None or top.bound >= floor:
        return ""
    return f"it begins at {floor}, and no score is above {float(top.bound):.2f}"


def _never_decided(ground: Ground, number: int) -> str:
    """Return why a decision rule never gets its turn."""
    rules = ground.plan.policy.decision
    test, subject = rules[number].when, f"rule {number + 1}"
    for before in range(number):
        if _implied(ground.plan.policy, rules[before].when, test):
            return f"{subject} never gets its turn: rule {before + 1} asks for no more"
    if ground.logic.find(*needs(ground, test)) is None:
        return f"{subject}: nobody meets its knock-outs and critical controls"
    top = best(ground, lambda way: max(way.scores))
    floors = {rating.id: rating.min_score for rating in ground.plan.policy.ratings}
    wanted = max(test.score_at_least or 0, test.verified_score_at_least or 0)
    wanted = max(wanted, floors.get(test.rating_at_least or "", 0))
    if top is not None and top.bound < wanted:
        return f"{subject} wants {wanted}, and no score is above {float(top.bound):.2f}"
    return ""


def _implied(policy: Policy, weaker: DecisionTest, stronger: DecisionTest) -> bool:
    """Tell whether whoever passes the one test passes the other."""
    levels = [level.id for level in policy.residual.levels]
    floors = {rating.id: rating.min_score for rating in policy.ratings}
    for name, limit in weaker:
        own = getattr(stronger, name)
        if limit is None:
            continue
        if own is None:
            return False
        if name == "residual_at_most":
            asks_less = levels.index(own) <= levels.index(limit)
        elif name == "rating_at_least":
            asks_less = floors[own] >= floors[limit]
        else:
            asks_less = own <= limit if name.endswith("at_most") else own >= limit
        if not asks_less:
            return False
    return True
