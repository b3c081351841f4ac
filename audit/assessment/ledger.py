"""The additive ledger: every control's points, summing exactly to the score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audit.assessment.judge import Judged
    from audit.policy.model import Policy

ZERO, HUNDRED = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many points each control can give, by control id."""

    possible: Mapping[str, Fraction]
    counted: tuple[Judged, ...]

    def total(self, worth: Callable[[Judged], Fraction]) -> Fraction:
        """Return Σ possible × worth, in [0, 100]."""
        return sum((self.points(j, worth) for j in self.counted), ZERO)

    def points(self, judged: Judged, worth: Callable[[Judged], Fraction]) -> Fraction:
        """Return the points that one control gives."""
        return self.possible.get(judged.compiled.control.id, ZERO) * worth(judged)

    def domain_total(
        self, domain: str, worth: Callable[[Judged], Fraction]
    ) -> Fraction | None:
        """Return the domain's own score; None when none of its controls counts."""
        own = [j for j in self.counted if j.compiled.control.domain == domain]
        whole = sum((j.compiled.control.weight for j in own), ZERO)
        if not own:
            return None
        got = sum((j.compiled.control.weight * worth(j) for j in own), ZERO)
        return HUNDRED * got / whole


def open_ledger(policy: Policy, judged: Iterable[Judged]) -> Ledger:
    """Share 100 points among the controls that count.

    A control's share is 100 · W_d / ΣW · w_c / Σw_d over the domains and controls
    that count, so the sum over the controls equals the weighted domain mean.
    """
    counted = tuple(j for j in judged if j.status != "not_applicable")
    within: dict[str, Fraction] = defaultdict(Fraction)
    for item in counted:
        within[item.compiled.control.domain] += item.compiled.control.weight
    weights = {d.id: d.weight for d in policy.domains if d.id in within}
    whole = sum(weights.values(), ZERO)
    possible = {
        item.compiled.control.id: HUNDRED
        * weights[item.compiled.control.domain]
        / whole
        * item.compiled.control.weight
        / within[item.compiled.control.domain]
        for item in counted
    }
    return Ledger(possible, counted)


def worth_of_score(judged: Judged) -> Fraction:
    """Return k · a, an exception's compensation included."""
    return judged.credit * judged.factor


def worth_before_exceptions(judged: Judged) -> Fraction:
    """Return k · a as if no exception had been granted."""
    return judged.unwaived


def worth_as_claimed(judged: Judged) -> Fraction:
    """Return k: the vendor's word taken as truth."""
    return judged.credit


def worth_as_verified(judged: Judged) -> Fraction:
    """Return k where the evidence reaches the control's floor, else nothing."""
    return judged.verified


def worth_of_words(judged: Judged) -> Fraction:
    """Return k · a where the assurance is only claimed (the gaming index)."""
    if judged.status == "excepted" or judged.level > 0:
        return ZERO
    return worth_of_score(judged)
