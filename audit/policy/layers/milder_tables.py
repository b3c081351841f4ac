"""In what are the tables of a policy milder: from evidence to decision."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audit.conditions.model import LEVELS
from audit.policy.layers.milder import Milder
from audit.policy.verdicts import DecisionTest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from audit.policy.layers.milder import Pair
    from audit.policy.model import Policy
    from audit.policy.verdicts import DecisionRule, Factor

_DECISIONS = ("reject", "accept_with_conditions", "accept")


def milder_tables(pair: Pair) -> Iterator[Milder]:
    """Yield what makes more of the same evidence, score, rating or risk."""
    yield from _factors(pair)
    yield from _domains(pair)
    yield from _inherent(pair)
    yield from _ratings(pair)
    yield from _residual(pair)
    yield from _decision(pair)


def _factors(pair: Pair) -> Iterator[Milder]:
    old, new = pair.old, pair.new
    for level in LEVELS:
        before, after = (getattr(p.assurance, level) for p in (old, new))
        if after > before:
            message = f"'{level}' is worth {_number(after)}, not {_number(before)}"
            place = f"assurance.{level}"
            yield Milder(place, "assurance", f"/assurance/{level}", message)
    if new.compensation > old.compensation:
        more, less = _number(new.compensation), _number(old.compensation)
        message = f"an exception gives {more}, not {less}"
        yield Milder("compensation", "compensation", "/compensation", message)
    cap = pair.cap_rank(new, True)
    if cap is not None and cap > (pair.cap_rank(old, True) or 0):
        message = "a knock-out leaves a better rating possible than before"
        yield Milder("knock_out", "knock_out", "/knock_out", message)
    if old.responses.signature == "required" != new.responses.signature:
        message = "a response need not be signed any more"
        yield Milder("responses", "responses", "/responses", message)


def _number(exact: Fraction) -> str:
    return f"{float(exact):g}"


def _domains(pair: Pair) -> Iterator[Milder]:
    before = {domain.id: domain.weight for domain in pair.old.domains}
    for index, domain in enumerate(pair.new.domains):
        weight = before.get(domain.id, domain.weight)
        if domain.weight != weight:
            message = (
                f"it weighs {_number(domain.weight)}, not {_number(weight)}: "
                "what some lose by that others gain"
            )
            pointer = f"/domains/{index}/weight"
            yield Milder(f"{domain.id}.weight", "weight", pointer, message)


def _inherent(pair: Pair) -> Iterator[Milder]:
    old, new = pair.old.inherent, pair.new.inherent
    if old == new:
        return
    known = {factor.id: factor for factor in new.factors}
    for factor in old.factors:
        if factor.id not in known or not _counts(pair, factor, known[factor.id]):
            message = f"the factor '{factor.id}' may give fewer points than before"
            place = f"inherent.{factor.id}"
            yield Milder(place, "inherent", "/inherent/factors", message)
    starts = {tier.id: tier.min_points for tier in new.tiers}
    if _tiers(pair.old) != _tiers(pair.new) or any(
        starts[tier.id] > tier.min_points for tier in old.tiers
    ):
        message = "a tier starts later than before, or there are other tiers"
        yield Milder("inherent.tiers", "inherent", "/inherent/tiers", message)


def _counts(pair: Pair, old: Factor, new: Factor) -> bool:
    """Tell whether whatever gave points gives no fewer now."""
    return all(
        any(n.points >= o.points and pair.tighter(o.when, n.when) for n in new.scores)
        for o in old.scores
    )


def _tiers(policy: Policy) -> list[str]:
    return [t.id for t in sorted(policy.inherent.tiers, key=lambda t: t.min_points)]


def _rated(policy: Policy) -> list[str]:
    return [r.id for r in sorted(policy.ratings, key=lambda r: r.min_score)]


def _ratings(pair: Pair) -> Iterator[Milder]:
    if _rated(pair.old) != _rated(pair.new):
        message = "the ratings are others, or in another order"
        yield Milder("ratings", "ratings", "/ratings", message)
        return
    before = {rating.id: rating.min_score for rating in pair.old.ratings}
    for index, rating in enumerate(pair.new.ratings):
        if rating.min_score < before[rating.id]:
            message = (
                f"'{rating.id}' starts at {_number(rating.min_score)}, not "
                f"{_number(before[rating.id])}"
            )
            pointer = f"/ratings/{index}/min_score"
            yield Milder(f"ratings.{rating.id}", "ratings", pointer, message)


def _residual(pair: Pair) -> Iterator[Milder]:
    old, new = pair.old.residual, pair.new.residual
    levels = [level.id for level in old.levels]
    comparable = (
        levels == [level.id for level in new.levels]
        and _tiers(pair.old) == _tiers(pair.new)
        and _rated(pair.old) == _rated(pair.new)
    )
    if not comparable:
        message = "levels, tiers or ratings are others, so the risks cannot be compared"
        yield Milder("residual", "residual", "/residual", message)
        return
    if not _falls(pair.new):
        message = "a worse rating or tier comes to a lower risk"
        yield Milder("residual", "residual", "/residual/matrix", message)
    for tier, row in old.matrix.items():
        for rating, level in row.items():
            now = new.matrix[tier][rating]
            if levels.index(now) < levels.index(level):
                message = f"{tier} × {rating} is '{now}' instead of '{level}'"
                place, pointer = f"{tier}.{rating}", f"/residual/matrix/{tier}/{rating}"
                yield Milder(f"residual.{place}", "residual", pointer, message)


def _falls(policy: Policy) -> bool:
    """Tell whether neither a worse rating nor a worse tier ever lowers the risk."""
    levels = [level.id for level in policy.residual.levels]
    ratings, tiers = _rated(policy)[::-1], _tiers(policy)
    risk = {
        (t, r): levels.index(policy.residual.matrix[t][r])
        for t in tiers
        for r in ratings
    }
    worse = [((t, a), (t, b)) for t in tiers for a, b in pairwise(ratings)]
    worse += [((a, r), (b, r)) for r in ratings for a, b in pairwise(tiers)]
    return all(risk[one] <= risk[other] for one, other in worse)


def _decision(pair: Pair) -> Iterator[Milder]:
    for policy in (pair.old, pair.new):
        order = [_DECISIONS.index(rule.decision) for rule in policy.decision]
        if order != sorted(order, reverse=True):
            message = (
                f"the rules of '{policy.id}' do not go from the best decision to the "
                "worst, so they cannot be compared"
            )
            yield Milder("decision", "decision", "/decision", message)
            return
    for index, rule in enumerate(pair.new.decision):
        if rule.decision != "reject" and not any(
            _DECISIONS.index(old.decision) >= _DECISIONS.index(rule.decision)
            and _harder(pair, rule, old)
            for old in pair.old.decision
        ):
            message = f"rule {index + 1} ({rule.decision}) may hold where none did"
            yield Milder("decision", "decision", f"/decision/{index}", message)


def _harder(pair: Pair, new: DecisionRule, old: DecisionRule) -> bool:
    """Tell whether whatever meets the new test meets the old one."""
    levels = [level.id for level in pair.old.residual.levels]
    orders = {"rating_at_least": _rated(pair.old), "residual_at_most": levels}
    for name in DecisionTest.model_fields:
        limit, before = getattr(new.when, name), getattr(old.when, name)
        if before is None:
            continue
        if limit is None:
            return False
        if name in orders:
            if limit not in orders[name]:
                return False
            limit, before = (orders[name].index(level) for level in (limit, before))
        if (limit < before) if name.endswith("_at_least") else (limit > before):
            return False
    return True
