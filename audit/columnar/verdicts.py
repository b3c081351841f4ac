"""From exact totals to rating, inherent tier, residual risk and decision."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from audit.assessment.verdict import SIGNATURE
from audit.columnar.asked import ANSWERED, NOT_APPLICABLE, NOT_ASKED, settled
from audit.columnar.choose import first_of
from audit.columnar.clashes import clash
from audit.columnar.ground import AGREED_OR_HIDDEN, has
from audit.columnar.judging import unmet
from audit.columnar.library import pl
from audit.columnar.sums import reaches
from audit.columnar.trees import rank_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from audit.columnar.trees import Read
    from audit.policy.compile import Plan
    from audit.policy.verdicts import DecisionTest


def counts(plan: Plan, rank: Read) -> list[pl.Expr]:
    """Return what is counted: questions, contradictions, failed controls, points."""
    states = [settled(link_id) for link_id in plan.questionnaire.questions]
    agreed = [
        (settled(i) == NOT_APPLICABLE) & has(pl.col(f"{i} flags"), AGREED_OR_HIDDEN)
        for i in plan.questionnaire.questions
    ]
    clashes = [clash(c.contradiction.id) > 0 for c in plan.contradictions]
    critical = [unmet(c) for c in plan.controls if c.control.severity == "critical"]
    points = [
        pl.max_horizontal(
            [
                pl.when(rank_of(when.node, rank) >= 0).then(points).otherwise(0)
                for when, points in scores
            ]
        )
        for _, scores in plan.factors
    ]
    answered = [state == ANSWERED for state in states]
    return [
        _sum([state != NOT_ASKED for state in states]).alias("asked"),
        _sum([*answered, *agreed]).alias("answered"),
        _sum(clashes).alias("contradictions"),
        _sum(critical).alias("failed_critical"),
        _sum(_unmet_knock_outs(plan)).alias("knock_outs"),
        _sum(points).alias("inherent_points"),
    ]


def _sum(parts: Sequence[pl.Expr]) -> pl.Expr:
    numbers = [part.cast(pl.Int32) for part in parts]
    return pl.sum_horizontal([pl.lit(0, dtype=pl.Int32), *numbers]).cast(pl.Int32)


def _unmet_knock_outs(plan: Plan) -> list[pl.Expr]:
    return [when for _, _, when in knock_outs(plan)]


def unmet_names(plan: Plan) -> pl.Expr:
    """Return the ids of the knock-outs that are not met."""
    names = [pl.when(when).then(pl.lit(name)) for name, _, when in knock_outs(plan)]
    if not names:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list(names).list.drop_nulls()


def knock_outs(plan: Plan) -> list[tuple[str, str, pl.Expr]]:
    """Return every knock-out: id, the best rating it leaves, and when it is unmet."""
    found = []
    if plan.policy.responses.signature != "optional":
        rating = plan.policy.knock_out.rating
        found.append((SIGNATURE, rating, pl.col("signed").not_()))
    found += [
        (c.control.id, c.cap, unmet(c)) for c in plan.controls if c.cap is not None
    ]
    found += [
        (c.contradiction.id, c.cap, clash(c.contradiction.id) > 0)
        for c in plan.contradictions
        if c.cap is not None
    ]
    return found


def ratings(plan: Plan) -> list[pl.Expr]:
    """Return the rating's number from the worst on, before and after knock-outs."""
    ordered = sorted(plan.policy.ratings, key=lambda rating: rating.min_score)
    turns = {rating.id: number for number, rating in enumerate(ordered)}
    reached = [pl.col(reaches("score", rating.min_score)) for rating in ordered]
    uncapped = _sum(reached) - 1
    caps = [
        pl.when(when).then(turns[cap]).otherwise(len(ordered))
        for _, cap, when in knock_outs(plan)
    ]
    capped = pl.min_horizontal([uncapped, *caps]).cast(pl.Int32)
    return [uncapped.alias("uncapped"), capped.alias("capped")]


def tiers(plan: Plan) -> list[pl.Expr]:
    """Return the inherent tier's number, from the lowest on."""
    ordered = sorted(plan.policy.inherent.tiers, key=lambda tier: tier.min_points)
    reached = [pl.col("inherent_points") >= tier.min_points for tier in ordered]
    return [(_sum(reached) - 1).alias("tier")]


def residuals(plan: Plan) -> list[pl.Expr]:
    """Return the level of residual risk as a number, and both names it comes from."""
    policy = plan.policy
    ordered = sorted(policy.ratings, key=lambda rating: rating.min_score)
    tiers_up = sorted(policy.inherent.tiers, key=lambda tier: tier.min_points)
    levels = [level.id for level in policy.residual.levels]
    cells = [
        levels.index(policy.residual.matrix[tier.id][rating.id])
        for tier in tiers_up
        for rating in ordered
    ]
    place = pl.col("tier") * len(ordered) + pl.col("capped")
    names = [rating.id for rating in ordered]
    return [
        _pick(place, cells).alias("level"),
        _name(pl.col("capped"), names).alias("rating"),
        _name(pl.col("uncapped"), names).alias("rating_before_knock_outs"),
        _name(pl.col("tier"), [tier.id for tier in tiers_up]).alias("inherent"),
    ]


def _pick(place: pl.Expr, cells: Sequence[int]) -> pl.Expr:
    return pl.lit(pl.Series(cells, dtype=pl.Int32)).gather(place)


def _name(place: pl.Expr, names: Sequence[str]) -> pl.Expr:
    return pl.lit(pl.Series(names, dtype=pl.Enum(names))).gather(place)


def decisions(plan: Plan) -> list[pl.Expr]:
    """Return residual risk and decision; the first rule that matches decides."""
    names = ("reject", "accept_with_conditions", "accept")
    kinds = pl.Enum(names)
    reject = pl.lit("reject", dtype=kinds)
    rules = [
        (_holds(plan, rule.when), pl.lit(rule.decision, dtype=kinds))
        for rule in plan.policy.decision
    ]
    decision = first_of([(_unsigned(plan), reject), *rules], reject)
    levels = [level.id for level in plan.policy.residual.levels]
    return [
        _name(pl.col("level"), levels).alias("residual"),
        decision.alias("decision"),
    ]


def _unsigned(plan: Plan) -> pl.Expr:
    if plan.policy.responses.signature == "optional":
        return pl.lit(value=False)
    return pl.col("signed").not_()


def _holds(plan: Plan, test: DecisionTest) -> pl.Expr:
    levels = [level.id for level in plan.policy.residual.levels]
    floors = sorted(plan.policy.ratings, key=lambda rating: rating.min_score)
    ratings = [rating.id for rating in floors]
    parts = [pl.lit(value=True)]
    for name in ("knock_outs", "contradictions", "failed_critical"):
        limit = getattr(test, f"{name}_at_most")
        if limit is not None:
            parts.append(pl.col(name) <= limit)
    if test.residual_at_most is not None:
        parts.append(pl.col("level") <= levels.index(test.residual_at_most))
    if test.rating_at_least is not None:
        parts.append(pl.col("capped") >= ratings.index(test.rating_at_least))
    if test.score_at_least is not None:
        parts.append(pl.col(reaches("score", test.score_at_least)))
    if test.verified_score_at_least is not None:
        parts.append(pl.col(reaches("verified", test.verified_score_at_least)))
    if test.coverage_at_least is not None:
        parts.append(_covers(test.coverage_at_least))
    return reduce(and_, parts)


def _covers(limit: Fraction) -> pl.Expr:
    """Tell whether 100 · answered / asked reaches a limit; nothing asked gives 0."""
    answered, asked = (pl.col(name).cast(pl.Int128) for name in ("answered", "asked"))
    own = answered * (100 * limit.denominator)
    reached = own >= asked * limit.numerator
    return pl.when(asked == 0).then(pl.lit(limit <= 0)).otherwise(reached)
