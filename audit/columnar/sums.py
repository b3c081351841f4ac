"""The sums of every domain, and what the exact totals are asked for.

The ledger shares 100 points among the domains and controls that count. In columns it
needs of each domain only the weight that counts and the credit that is earned of it.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.columnar.earning import WORTHS
from audit.columnar.judging import col, counts
from audit.columnar.library import pl
from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from audit.policy.compile import CompiledControl, Plan

HUNDRED = 100
_MOST = 2**63 - 1


def domains(plan: Plan) -> dict[str, list[CompiledControl]]:
    """Return the controls by domain."""
    found: dict[str, list[CompiledControl]] = defaultdict(list)
    for control in plan.controls:
        found[control.control.domain].append(control)
    return found


def heaviest(plan: Plan) -> dict[str, int]:
    """Return the greatest weight that each domain can have."""
    return {name: sum(c.weight for c in own) for name, own in domains(plan).items()}


def check_room(plan: Plan) -> None:
    """Refuse a plan whose sums could leave 64 bits; UnknownKind."""
    if plan.whole * max(heaviest(plan).values()) > _MOST:
        message = "the policy's weights or credits have too many decimals"
        hint = "round them, or assess the responses one by one"
        raise UnknownKind.of(Problem("bulk-weights", message, "/controls", hint))


def weight_of(domain: str) -> str:
    """Name the column of the weight that counts."""
    return f"{domain} weight"


def earned_of(domain: str, worth: str) -> str:
    """Name the column of what is earned."""
    return f"{domain} {worth}"


def by_domain(plan: Plan) -> list[pl.Expr]:
    """Return for every domain the weight that counts, and what is earned of it."""
    found = []
    for domain, controls in domains(plan).items():
        weights = [counts(c).cast(pl.Int64) * _whole(c.weight) for c in controls]
        found.append(pl.sum_horizontal(weights).alias(weight_of(domain)))
        for worth in WORTHS:
            parts = [col(c, worth) * _whole(c.weight) for c in controls]
            found.append(pl.sum_horizontal(parts).alias(earned_of(domain, worth)))
    return found


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int64)


def limits(plan: Plan) -> list[tuple[str, Fraction]]:
    """Return every total that is compared with a limit, and the limit."""
    found = [("score", rating.min_score) for rating in plan.policy.ratings]
    for rule in plan.policy.decision:
        asked = {
            "score": rule.when.score_at_least,
            "verified": rule.when.verified_score_at_least,
        }
        found += [(worth, n) for worth, n in asked.items() if n is not None]
    return list(dict.fromkeys(found))


def reaches(worth: str, limit: Fraction) -> str:
    """Name the column that tells whether a total reaches a limit."""
    return f"{worth} reaches {limit}"


def tenths(worth: str) -> str:
    """Name the column of a total in tenths of a point, rounded half to even."""
    return f"{worth} tenths"


def exactly(worth: str) -> str:
    """Name the column of a total as a fraction, written ``p/q`` and not reduced."""
    return f"{worth} exact"
