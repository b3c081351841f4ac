"""An unmet knock-out caps the rating, and nothing then accepts the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.proofs.logic import OutOfTime
from audit.proofs.model import NOT_BORNE_OUT, OUT_OF_TIME, Finding
from audit.proofs.ratio import best

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.assessment.model import Assessment
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionRule
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Statement
    from audit.proofs.model import Verdict, Written

CLAIM = (
    "with an unmet knock-out the rating is never above its cap and no decision rule "
    "accepts, not even with conditions, whatever the score"
)


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield every knock-out's cap, then every rule that accepts."""
    capped = list(_unmet(ground))
    try:
        wishes = _granted(ground)
    except OutOfTime:
        yield Finding("every knock-out", "unknown", OUT_OF_TIME)
        return
    for name, cap, unmet in capped:
        yield _cap(ground, name, cap, unmet, wishes)
    for number, rule in enumerate(ground.plan.policy.decision, 1):
        if rule.decision != "reject":
            subject = f"rule {number} ({rule.decision})"
            yield _rule(ground, subject, rule, capped, wishes)


def _unmet(ground: Ground) -> Iterator[tuple[str, str, Statement]]:
    """Yield every knock-out: its id, its cap, and when it is not met."""
    for control in ground.plan.controls:
        if control.cap is not None:
            unmet = ground.terms.standing(control).unmet
            yield control.control.id, control.cap, unmet
    for rule in ground.plan.contradictions:
        if rule.cap is not None:
            yield rule.contradiction.id, rule.cap, ground.terms.active(rule)


def _cap(
    ground: Ground, name: str, cap: str, unmet: Statement, wishes: Sequence[Statement]
) -> Finding:
    """Show on the best response without it that the engine lowers the rating."""
    floors = {rating.id: rating.min_score for rating in ground.plan.policy.ratings}
    subject = f"{name} caps the rating at {cap}"
    try:
        written = _best(ground, unmet, wishes)
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if written is None:
        verdict: Verdict = "unknown" if ground.cut() else "proved"
        return Finding(subject, verdict, "no response leaves it unmet")
    found = ground.judge(written)
    if name not in {item.id for item in found.knock_outs}:
        return Finding(subject, "unknown", NOT_BORNE_OUT)
    above = floors[found.rating] > floors[cap]

    def shows(judged: Assessment) -> bool:
        return floors[judged.rating] > floors[cap]

    return Finding(
        subject, "refuted" if above else "proved", examples=(written,), shows=shows
    )


def _granted(ground: Ground) -> list[Statement]:
    """Return what the best response grants: no contradiction, passes, answers."""
    controls = sorted(ground.plan.controls, key=lambda c: -c.weight)
    logic, terms = ground.logic, ground.terms
    wishes = [
        *(logic.no(terms.active(rule)) for rule in ground.plan.contradictions),
        *(terms.standing(compiled).passed for compiled in controls),
        *(ground.world.counts(link_id) for link_id in ground.world.answers),
    ]
    example = logic.find_best((), wishes)
    return [] if example is None else [w for w in wishes if example.holds(w)]


def _best(
    ground: Ground, unmet: Statement, wishes: Sequence[Statement]
) -> Written | None:
    """Return the best response with a knock-out unmet, backed by evidence."""
    example = ground.logic.find_best([unmet], wishes)
    return None if example is None else ground.write(example, backed=True)


def _rule(
    ground: Ground,
    subject: str,
    rule: DecisionRule,
    capped: list[tuple[str, str, Statement]],
    wishes: Sequence[Statement],
) -> Finding:
    if not capped:
        return Finding(subject, "proved", "there is no knock-out")
    why = _stops(ground.plan.policy, rule, {cap for _, cap, _ in capped})
    if why:
        return Finding(subject, "proved", why)

    def shows(judged: Assessment) -> bool:
        return bool(judged.knock_outs) and judged.decision == rule.decision

    safe = True
    try:
        for _, _, unmet in capped:
            if _too_low(ground, rule, unmet):
                continue
            safe = False
            written = _best(ground, unmet, wishes)
            if written is not None and shows(ground.judge(written)):
                note = "it sets no 'knock_outs_at_most: 0'"
                return Finding(subject, "refuted", note, (written,), shows)
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if safe:
        return Finding(subject, "proved", "its score is out of reach with a knock-out")
    note = "it sets no 'knock_outs_at_most: 0', but no response was found"
    return Finding(subject, "unknown", note)


def _too_low(ground: Ground, rule: DecisionRule, unmet: Statement) -> bool:
    """Tell whether the rule's score is above any that a knock-out leaves."""
    wanted = max(rule.when.score_at_least or 0, rule.when.verified_score_at_least or 0)
    if not wanted or ground.cut():
        return False
    top = best(ground, lambda way: max(way.scores), [unmet])
    return top is None or top.bound < wanted


def _stops(policy: Policy, rule: DecisionRule, caps: set[str]) -> str:
    """Return what keeps a rule from accepting with a knock-out; empty if nothing."""
    test = rule.when
    if test.knock_outs_at_most == 0:
        return "it allows no knock-out"
    floors = {rating.id: rating.min_score for rating in policy.ratings}
    top = max(floors[cap] for cap in caps)
    if test.rating_at_least and floors[test.rating_at_least] > top:
        return "it asks for a rating above every cap"
    if test.residual_at_most is None:
        return ""
    levels = [level.id for level in policy.residual.levels]
    least = min(
        levels.index(policy.residual.matrix[tier.id][rating])
        for tier in policy.inherent.tiers
        for rating, floor in floors.items()
        if floor <= top
    )
    below = levels.index(test.residual_at_most) < least
    return "it asks for a residual risk below what any cap leaves" if below else ""
