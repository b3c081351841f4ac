"""The additive ledger: every control's points, summing exactly to the score.

Points are counted in *grains*, so many of which make a point that every control can
give a whole number of them. Sums are whole numbers until a result is read off.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from audit.assessment.judge import Judged
    from audit.policy.compile import Plan

    Worth = Callable[[Judged], int]

HUNDRED = 100


class Entry(NamedTuple):
    """A judged control; ``rate`` is the grains that each part of its credit gives.

    The rate of a control that does not count is 0.
    """

    judged: Judged
    rate: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries in the policy's order, and those that count by domain.

    A point has so many ``grains``, a whole credit so many parts (``whole``).
    """

    entries: Sequence[Entry]
    domains: Mapping[str, Sequence[Entry]]
    grains: int
    whole: int

    def total(self, worth: Worth) -> Fraction:
        """Return Σ possible × worth, in [0, 100]."""
        return Fraction(_earned(self.entries, worth), self.grains)

    def controls_in(self, domain: str) -> int:
        """Return how many controls of the domain count."""
        return len(self.domains.get(domain, ()))

    def domain_total(self, domain: str, worth: Worth) -> Fraction | None:
        """Return the domain's own score; None when none of its controls counts."""
        own = self.domains.get(domain)
        if own is None:
            return None
        possible = self.whole * sum([entry.rate for entry in own])
        return Fraction(HUNDRED * _earned(own, worth), possible)


def _earned(entries: Iterable[Entry], worth: Worth) -> int:
    return sum([rate * worth(judged) for judged, rate in entries])


def open_ledger(plan: Plan, judged: Sequence[Judged]) -> Ledger:
    """Share 100 points among the controls that count.

    A control's share is 100 · W_d / ΣW · w_c / Σw_d over the domains and controls
    that count, so the sum over the controls equals the weighted domain mean.
    """
    weights: dict[str, int] = defaultdict(int)
    for item in judged:
        if item.counts:
            weights[item.compiled.control.domain] += item.compiled.weight
    common = lcm(*weights.values())
    rates = {d: HUNDRED * plan.shares[d] * (common // w) for d, w in weights.items()}
    entries: list[Entry] = []
    domains: dict[str, list[Entry]] = {domain: [] for domain in weights}
    for item in judged:
        if not item.counts:
            entries.append(Entry(item, 0))
            continue
        domain = item.compiled.control.domain
        entries.append(Entry(item, rates[domain] * item.compiled.weight))
        domains[domain].append(entries[-1])
    shares = sum(plan.shares[domain] for domain in weights)
    # Where no control counts there is nothing to share, and no point to divide.
    return Ledger(entries, domains, plan.whole * common * shares or 1, plan.whole)


def worth_of_score(judged: Judged) -> int:
    """Return k · a, an exception's compensation included."""
    return judged.score


def worth_before_exceptions(judged: Judged) -> int:
    """Return k · a as if no exception had been granted."""
    return judged.unwaived


def worth_as_claimed(judged: Judged) -> int:
    """Return k: the vendor's word taken as truth."""
    return judged.credit


def worth_as_verified(judged: Judged) -> int:
    """Return k where the evidence reaches the control's floor, else nothing."""
    return judged.verified


def worth_of_words(judged: Judged) -> int:
    """Return k · a where the assurance is only claimed (the gaming index)."""
    if judged.status == "excepted" or judged.level > 0:
        return 0
    return worth_of_score(judged)
