"""The best score that answers can reach, exactly.

A score is a mean of means: of the controls in a domain, then of the domains. Both have
denominators that the answers change. So each domain is driven up on its own, from an
example to a better one, until the solver proves that none is better. Then one response
is looked for that is best in every domain at once. Where domains stand in each other's
way, the cases are split: one of them has to yield, and the highest bound goes first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from audit.policy.compile import CompiledControl
    from audit.policy.worth import Way
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Example, Statement

    #: what a way earns, in the plan's parts
    Worth = Callable[[Way], int]

#: parts looked at, and domains that may be empty, before an exact answer is given up
MOST_SPLITS = 60
MOST_FREE = 6

#: a case of a control in scope (no two hold at once), with weight and earned parts
Term = tuple["Statement", int, int]


@dataclass(frozen=True, slots=True)
class Best:
    """What no score is above, and a response that reaches it if one was found."""

    bound: Fraction
    example: Example | None

    @property
    def exact(self) -> bool:
        """Tell whether the bound is reached."""
        return self.example is not None


@dataclass(frozen=True, slots=True)
class _Split:
    """Some of all responses: what is given of them; no domain is above its top."""

    given: tuple[Statement, ...]
    tops: Mapping[str, Fraction]

    def bound(self, shares: Mapping[str, int]) -> Fraction:
        """Return what no score in this part is above."""
        total = sum(shares[domain] for domain in self.tops)
        weighed = sum((shares[d] * top for d, top in self.tops.items()), Fraction(0))
        return 100 * weighed / total if total else Fraction(0)


def best(ground: Ground, worth: Worth, given: Sequence[Statement] = ()) -> Best | None:
    """Return the best score under conditions; None when nobody meets them."""
    start = ground.logic.find(*given)
    if start is None:
        return None
    terms, shares = _terms(ground, worth), ground.plan.shares
    tops = {d: _top(ground, own, given, start) for d, own in terms.items()}
    queue = list(_by_presence(ground, terms, tops, tuple(given)))
    for _ in range(MOST_SPLITS):
        queue.sort(key=lambda split: split.bound(shares))
        if not queue:
            break
        split = queue.pop()
        reach = {d: _at_least(ground, terms[d], top) for d, top in split.tops.items()}
        example = ground.logic.find(*split.given, *reach.values())
        if example is not None:
            return Best(split.bound(shares), example)
        queue += _yielding(ground, terms, split, reach)
    return Best(
        max((split.bound(shares) for split in queue), default=Fraction(0)), None
    )


def _by_presence(
    ground: Ground,
    terms: dict[str, list[Term]],
    tops: dict[str, Fraction],
    given: tuple[Statement, ...],
) -> Iterator[_Split]:
    """Yield a part for every choice of domains that no control may count in."""
    logic = ground.logic
    empty = {d: logic.no(logic.some(s for s, _, _ in own)) for d, own in terms.items()}
    free = [d for d in terms if logic.find(*given, empty[d]) is not None]
    free = sorted(free, key=tops.__getitem__)[:MOST_FREE]
    for size in range(len(free) + 1):
        for gone in combinations(free, size):
            kept = {d: top for d, top in tops.items() if d not in gone}
            there = [logic.no(empty[d]) for d in free if d not in gone]
            yield _Split((*given, *there, *(empty[d] for d in gone)), kept)


def _yielding(
    ground: Ground,
    terms: dict[str, list[Term]],
    split: _Split,
    reach: Mapping[str, Statement],
) -> Iterator[_Split]:
    """Yield the parts in which one of the domains that clash stays below its top."""
    given = split.given
    for domain in _clash(ground, split, reach):
        below = ground.logic.no(reach[domain])
        start = ground.logic.find(*given, below)
        if start is not None:
            top = _top(ground, terms[domain], (*given, below), start)
            yield _Split((*given, below), {**split.tops, domain: top})
        given = (*given, reach[domain])


def _clash(ground: Ground, split: _Split, reach: Mapping[str, Statement]) -> list[str]:
    """Return domains that cannot all be best at once, none of them too many."""
    clash = list(reach)
    for domain in reach:
        rest = [reach[d] for d in clash if d != domain]
        if ground.logic.find(*split.given, *rest) is None:
            clash.remove(domain)
    return clash


def _terms(ground: Ground, worth: Worth) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for compiled in ground.plan.controls:
        found[compiled.control.domain] += _cases(ground, compiled, worth)
    return found


def _cases(ground: Ground, compiled: CompiledControl, worth: Worth) -> Iterator[Term]:
    """Yield the ways a control in scope can come out, with what each earns."""
    logic, standing = ground.logic, ground.terms.standing(compiled)
    earned = [worth(way) for way in compiled.ways]
    yield standing.unmet, compiled.weight, 0
    if len(earned) == 1:
        yield standing.passed, compiled.weight, earned[0]
        return
    rule, partial = standing.held
    both = [rule, partial], max(earned)
    alone = [rule, logic.no(partial)], earned[0]
    for parts, parts_earned in (both, alone, ([standing.partly], earned[1])):
        yield logic.every(parts), compiled.weight, parts_earned


def _top(
    ground: Ground, terms: list[Term], given: Sequence[Statement], start: Example
) -> Fraction:
    """Return the best mean of a domain's controls, in whole credits."""
    whole = ground.plan.whole
    found, level = start, Fraction(0)
    while True:
        level = max(level, _mean(found, terms, whole))
        above = _at_least(ground, terms, level, strictly=True)
        better = ground.logic.find(*given, above)
        if better is None:
            return level
        found = better


def _mean(example: Example, terms: list[Term], whole: int) -> Fraction:
    held = [(weight, earned) for is_it, weight, earned in terms if example.holds(is_it)]
    weights = sum(weight for weight, _ in held)
    if not weights:
        return Fraction(0)
    return Fraction(sum(weight * earned for weight, earned in held), weights * whole)


def _at_least(
    ground: Ground, terms: list[Term], level: Fraction, *, strictly: bool = False
) -> Statement:
    """Return whether a domain's mean reaches a level (or lies above it)."""
    whole = ground.plan.whole
    weights = [
        (is_it, weight * (earned * level.denominator - whole * level.numerator))
        for is_it, weight, earned in terms
    ]
    return ground.logic.enough(weights, 1 if strictly else 0)
