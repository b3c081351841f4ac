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
class Domain:
    """A domain's controls that count, and the points that it shares among them."""

    share: Fraction
    weight: Fraction
    counted: tuple[Judged, ...]

    @property
    def unit(self) -> Fraction:
        """Return the points of a control that weighs 1."""
        return self.share / self.weight

    def earned(self, worth: Callable[[Judged], Fraction]) -> Fraction:
        """Return Σ weight × worth over the domain's controls."""
        return sum((j.compiled.control.weight * worth(j) for j in self.counted), ZERO)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many points each domain and each control can give, by id."""

    domains: Mapping[str, Domain]
    possible: Mapping[str, Fraction]

    def total(self, worth: Callable[[Judged], Fraction]) -> Fraction:
        """Return Σ possible × worth, in [0, 100].

        Summed by domain: the denominators stay small, and the sum is the same.
        """
        return sum((d.unit * d.earned(worth) for d in self.domains.values()), ZERO)

    def points(self, judged: Judged, worth: Callable[[Judged], Fraction]) -> Fraction:
        """Return the points that one control gives."""
        return self.possible.get(judged.compiled.control.id, ZERO) * worth(judged)

    def controls_in(self, domain: str) -> int:
        """Return how many controls of the domain count."""
        return len(self.domains[domain].counted) if domain in self.domains else 0

    def domain_total(
        self, domain: str, worth: Callable[[Judged], Fraction]
    ) -> Fraction | None:
        """Return the domain's own score; None when none of its controls counts."""
        if domain not in self.domains:
            return None
        own = self.domains[domain]
        return HUNDRED * own.earned(worth) / own.weight


def open_ledger(policy: Policy, judged: Iterable[Judged]) -> Ledger:
    """Share 100 points among the controls that count.

    A control's share is 100 · W_d / ΣW · w_c / Σw_d over the domains and controls
    that count, so the sum over the controls equals the weighted domain mean.
    """
    counted: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.status != "not_applicable":
            counted[item.compiled.control.domain].append(item)
    weights = {d.id: d.weight for d in policy.domains if d.id in counted}
    whole = sum(weights.values(), ZERO)
    domains = {
        name: Domain(
            share=HUNDRED * weight / whole,
            weight=sum((j.compiled.control.weight for j in counted[name]), ZERO),
            counted=tuple(counted[name]),
        )
        for name, weight in weights.items()
    }
    possible = {
        item.compiled.control.id: unit * item.compiled.control.weight
        for domain in domains.values()
        for unit in (domain.unit,)
        for item in domain.counted
    }
    return Ledger(domains, possible)


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
