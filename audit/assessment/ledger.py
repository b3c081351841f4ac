"""The additive ledger: every control's points, summing exactly to the score.

Points are counted in *coins*, so many of which make a point that each control can give
a whole number of them. Sums are whole numbers until a result is read off.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audit.assessment.judge import Judged
    from audit.policy.compile import Plan

    Worth = Callable[[Judged], int]

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Ledger:
    """The controls that count, by domain, and the coins that each can give, by id.

    ``whole`` parts of credit make 1.
    """

    counted: Mapping[str, list[Judged]]
    possible: Mapping[str, int]
    coins: int
    whole: int

    def total(self, worth: Worth) -> Fraction:
        """Return Σ possible × worth, in [0, 100]."""
        earned = sum(self._earned(judged, worth) for judged in self.counted.values())
        return Fraction(earned, self.coins * self.whole)

    def points(self, judged: Judged, worth: Worth) -> Fraction:
        """Return the points that one control gives."""
        return Fraction(self._earned([judged], worth), self.coins * self.whole)

    def possible_points(self, judged: Judged) -> Fraction:
        """Return the points that one control could give; 0 when it does not count."""
        return Fraction(self.possible.get(judged.compiled.control.id, 0), self.coins)

    def controls_in(self, domain: str) -> int:
        """Return how many controls of the domain count."""
        return len(self.counted.get(domain, ()))

    def domain_total(self, domain: str, worth: Worth) -> Fraction | None:
        """Return the domain's own score; None when none of its controls counts."""
        own = self.counted.get(domain)
        if not own:
            return None
        possible = sum(self.possible[judged.compiled.control.id] for judged in own)
        return Fraction(HUNDRED * self._earned(own, worth), possible * self.whole)

    def _earned(self, judged: Iterable[Judged], worth: Worth) -> int:
        possible = self.possible
        return sum(possible.get(j.compiled.control.id, 0) * worth(j) for j in judged)


def open_ledger(plan: Plan, judged: Iterable[Judged]) -> Ledger:
    """Share 100 points among the controls that count.

    A control's share is 100 · W_d / ΣW · w_c / Σw_d over the domains and controls
    that count, so the sum over the controls equals the weighted domain mean.
    """
    counted: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.status != "not_applicable":
            counted[item.compiled.control.domain].append(item)
    weights = {d: sum(j.compiled.weight for j in own) for d, own in counted.items()}
    common = lcm(*weights.values())
    possible = {
        item.compiled.control.id: rate * item.compiled.weight
        for domain, own in counted.items()
        for rate in (HUNDRED * plan.shares[domain] * (common // weights[domain]),)
        for item in own
    }
    shares = sum(plan.shares[domain] for domain in counted)
    # Nothing counts when the vendor is out of scope everywhere: no points, no coins.
    return Ledger(dict(counted), possible, shares * common or 1, plan.whole)


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
