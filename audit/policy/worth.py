"""What controls can earn, in whole parts of one unit.

Every credit, with and without its assurance factor, and the compensation are multiples
of ``1 / whole``. So an assessment adds whole numbers, and stays exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING, Literal

from audit.conditions.model import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.conditions.evaluate import Compiled
    from audit.policy.model import Policy

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Way:
    """A condition that meets a control, and what it then earns, in parts of 1.

    ``credit`` is k; by level of assurance, ``scores`` is k · a and ``verified`` the
    credit that evidence at the control's floor bears out.
    """

    status: Literal["pass", "partial"]
    condition: Compiled
    credit: int
    scores: tuple[int, ...]
    verified: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How many parts of 1 a policy's credits are counted in; its factors by level."""

    whole: int
    factors: tuple[Fraction, ...]

    def parts(self, number: Fraction) -> int:
        """Return a credit in parts."""
        return int(number * self.whole)

    def way(
        self,
        status: Literal["pass", "partial"],
        condition: Compiled,
        credit: Fraction,
        floor: int,
    ) -> Way:
        """Return a way to meet a control whose evidence floor is a level."""
        full, levels = self.parts(credit), list(enumerate(self.factors))
        scores = (full if n >= floor else self.parts(credit * a) for n, a in levels)
        verified = (full if n >= floor else 0 for n, _ in levels)
        return Way(status, condition, full, tuple(scores), tuple(verified))


def scale_of(policy: Policy) -> Scale:
    """Return the scale with the fewest parts in which all credits are whole."""
    factors = tuple(getattr(policy.assurance, level) for level in LEVELS)
    credits_ = [ONE, *(c.partial.credit for c in policy.controls if c.partial)]
    earned = [k * a for k, a in product(credits_, [ONE, *factors])]
    whole = lcm(*(number.denominator for number in (*earned, policy.compensation)))
    return Scale(whole, factors)


def in_proportion(weights: Iterable[Fraction]) -> tuple[int, ...]:
    """Return whole numbers in the same proportion."""
    given = tuple(weights)
    common = lcm(*(weight.denominator for weight in given))
    return tuple(int(weight * common) for weight in given)
