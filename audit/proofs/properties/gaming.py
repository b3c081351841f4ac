"""What bare words can earn at best, and that they are never accepted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.proofs.logic import OutOfTime
from audit.proofs.model import NOT_BORNE_OUT, OUT_OF_TIME, Finding
from audit.proofs.ratio import Best, best

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from audit.assessment.model import Assessment
    from audit.policy.verdicts import DecisionTest
    from audit.policy.worth import Way
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Statement

CLAIM = (
    "the best score without any evidence is known, and no response without evidence "
    "earns 'accept'"
)


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield the best score on claims alone, then every rule that accepts."""
    words = [ground.logic.no(paper) for paper in ground.world.papers.values()]
    try:
        score = best(ground, _as_claimed, words)
        verified = best(ground, _as_verified, words)
    except OutOfTime:
        yield Finding("best score on claims", "unknown", OUT_OF_TIME)
        return
    if score is None or verified is None:
        raise ValueError("a response without any answer always exists")
    yield _bound(ground, score)
    for number, rule in enumerate(ground.plan.policy.decision, 1):
        if rule.decision == "accept":
            subject = f"rule {number} (accept) on claims alone"
            yield _rule(ground, subject, rule.when, words, score, verified)


def _as_claimed(way: Way) -> int:
    return way.scores[0]


def _as_verified(way: Way) -> int:
    return way.verified[0]


def _bound(ground: Ground, score: Best) -> Finding:
    subject = "best score on claims"
    shown = f"{float(score.bound):.2f} ({score.bound})"
    if score.example is None:
        return Finding(subject, "unknown", f"no score is above {shown}")
    written = ground.write(score.example)
    reached = ground.judge(written).scores.score.exact
    if reached != score.bound:
        return Finding(subject, "unknown", f"{shown}: {NOT_BORNE_OUT}")
    return Finding(subject, "proved", shown, (written,))


def _rule(
    ground: Ground,
    subject: str,
    test: DecisionTest,
    words: list[Statement],
    score: Best,
    verified: Best,
) -> Finding:
    why = _out_of_reach(ground, test, score.bound, verified.bound)
    if why:
        return Finding(subject, "proved", why)
    logic, terms, plan = ground.logic, ground.terms, ground.plan
    controls = sorted(plan.controls, key=lambda c: -c.weight)
    needed = [*words, *needs(ground, test)]
    wishes = [
        *(logic.no(terms.active(rule)) for rule in plan.contradictions),
        *(terms.standing(compiled).passed for compiled in controls),
        *(ground.world.counts(link_id) for link_id in ground.world.answers),
    ]
    try:
        example = logic.find_best(needed, wishes)
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if example is None:
        return Finding(subject, "proved", "nobody meets its knock-outs on claims alone")

    def shows(found: Assessment) -> bool:
        return found.decision == "accept" and not any(
            item.assurance != "claimed" for item in found.answers.values()
        )

    written = ground.write(example)
    if shows(ground.judge(written)):
        note = "a response without any evidence is accepted"
        return Finding(subject, "refuted", note, (written,), shows)
    note = "neither a bound nor an accepted response was found"
    return Finding(subject, "unknown", note)


def needs(ground: Ground, test: DecisionTest) -> list[Statement]:
    """Return what a rule wants of knock-outs, critical controls and contradictions."""
    logic, terms, plan = ground.logic, ground.terms, ground.plan
    found: list[Statement] = []
    if test.contradictions_at_most == 0:
        found += [logic.no(terms.active(rule)) for rule in plan.contradictions]
    if test.failed_critical_at_most == 0:
        critical = [c for c in plan.controls if c.control.severity == "critical"]
        found += [logic.no(terms.standing(c).unmet) for c in critical]
    if test.knock_outs_at_most == 0:
        capped = [c for c in plan.controls if c.cap is not None]
        found += [logic.no(terms.standing(c).unmet) for c in capped]
        rules = [rule for rule in plan.contradictions if rule.cap is not None]
        found += [logic.no(terms.active(rule)) for rule in rules]
    return found


def _out_of_reach(
    ground: Ground, test: DecisionTest, score: Fraction, verified: Fraction
) -> str:
    """Return which test no such response passes; empty if none is sure to fail."""
    policy = ground.plan.policy
    floors = {rating.id: rating.min_score for rating in policy.ratings}
    wanted = test.score_at_least or 0
    if test.rating_at_least is not None:
        wanted = max(wanted, floors[test.rating_at_least])
    if score < wanted:
        return (
            f"it wants a score of {wanted}, and at most {float(score):.2f} is reached"
        )
    least = test.verified_score_at_least or 0
    if verified < least:
        return (
            f"it wants a verified score of {least}, and at most {float(verified):.2f} "
            "is reached"
        )
    return ""
