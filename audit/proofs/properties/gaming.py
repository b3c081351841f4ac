"""What bare words can earn at best, and that they are never accepted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, NOT_BORNE_OUT, OUT_OF_TIME, Finding
from audit.proofs.ratio import Best, best

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import Assessment
    from audit.policy.verdicts import DecisionTest
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
        score = best(ground, lambda way: way.scores[0], words)
    except OutOfTime:
        yield Finding("best score on claims", "unknown", OUT_OF_TIME)
        return
    if score is None:
        raise ValueError("a response without any answer always exists")
    yield _bound(ground, score)
    for number, rule in enumerate(ground.plan.policy.decision, 1):
        if rule.decision == "accept":
            subject = f"rule {number} (accept) on claims alone"
            try:
                yield _rule(ground, subject, rule.when, words, score)
            except OutOfTime:
                yield Finding(subject, "unknown", OUT_OF_TIME)


def _bound(ground: Ground, score: Best) -> Finding:
    subject = "best score on claims"
    shown = f"{float(score.bound):.2f} ({score.bound})"
    if ground.cut():
        return Finding(subject, "unknown", CUT_SHORT)
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
) -> Finding:
    why = _too_low(ground, test, score) or _unverified(ground, test, words)
    if why and ground.cut():
        return Finding(subject, "unknown", CUT_SHORT)
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
    example = logic.find_best(needed, wishes)
    if example is None and ground.cut():
        return Finding(subject, "unknown", CUT_SHORT)
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


def _too_low(ground: Ground, test: DecisionTest, score: Best) -> str:
    """Return what score or rating a rule wants beyond the best; empty if none."""
    floors = {rating.id: rating.min_score for rating in ground.plan.policy.ratings}
    wanted = max(test.score_at_least or 0, floors.get(test.rating_at_least or "", 0))
    if score.bound >= wanted:
        return ""
    return f"it wants a score of {wanted}, and none is above {float(score.bound):.2f}"


def _unverified(ground: Ground, test: DecisionTest, words: list[Statement]) -> str:
    """Return what verified score a rule wants beyond the best; empty if none."""
    wanted = test.verified_score_at_least
    if wanted is None:
        return ""
    verified = best(ground, lambda way: way.verified[0], words)
    if verified is None or verified.bound >= wanted:
        return ""
    reached = f"{float(verified.bound):.2f}"
    return f"it wants a verified score of {wanted}, and none is above {reached}"
