"""The smallest change of weights that levels two candidates, exactly.

Let w be the weights, Σw = 1, and d the first candidate's values less the second's; the
first leads by D = Σ w·d ≥ 0. Wanted are weights w' ≥ 0 with Σw' = 1 and Σ w'·d ≤ 0 that
move the least share of weight, m = ½·Σ|w' - w|.

Every w' is w - t + g, where t ≤ w is what is taken and g what is given, both ≥ 0 and
each with the sum m. The lead shrinks by Σ t·d - Σ g·d. For a given m

* Σ g·d is least when all of it is given to a criterion where d is least, say e;
* Σ t·d is greatest when weight is taken where d is greatest, all that is there before
  the next: the fractional knapsack, in which all weight costs the same.

So the lead can shrink by at most R(m) = Σ t·(d - d_e), with t taken by falling d. R is
continuous and grows with m until all weight is on e, where the lead is d_e. The answer
is the m at which R(m) = D; it exists if d_e < 0. If d_e ≥ 0 the first is nowhere worse,
and no weights put the second ahead: at best both are level because nothing counts in
which they differ.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.comparison.model import Flip

if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = Mapping[str, Fraction]

ZERO = Fraction(0)


def flip(
    weights: Values, first: tuple[str, Values], second: tuple[str, Values]
) -> Flip:
    """Return the smallest change that levels the first with the second candidate.

    ``weights`` and both candidates' values are by criterion.
    """
    (leader, ours), (follower, theirs) = first, second
    whole = sum(weights.values(), ZERO)
    shares = {name: weight / whole for name, weight in weights.items()}
    leads = {name: ours[name] - theirs[name] for name in weights}
    lead = sum((shares[name] * leads[name] for name in weights), ZERO)
    given = min(leads, key=lambda name: (leads[name], name))
    if lead <= 0:
        return Flip(
            first=leader, second=follower, possible=True, moved=ZERO, weights=shares
        )
    if leads[given] >= 0:
        return Flip(first=leader, second=follower, possible=False)
    taken = _take(shares, leads, lead, given)
    moved = sum(taken.values(), ZERO)
    changed = {name: share - taken.get(name, ZERO) for name, share in shares.items()}
    changed[given] += moved
    return Flip(
        first=leader,
        second=follower,
        possible=True,
        moved=moved,
        taken=taken,
        given=given,
        weights=changed,
    )


def _take(
    shares: Values, leads: Values, lead: Fraction, given: str
) -> dict[str, Fraction]:
    """Take weight by falling lead until nothing of the whole lead is left."""
    taken: dict[str, Fraction] = {}
    for name in sorted(shares, key=lambda name: (-leads[name], name)):
        gain = leads[name] - leads[given]
        taken[name] = min(shares[name], lead / gain)
        lead -= taken[name] * gain
        if lead == 0:
            break
    return taken


def nearest_flip(
    weights: Values, candidates: Mapping[str, Values], order: tuple[str, ...]
) -> Flip | None:
    """Return the smallest of the changes that take the lead from the first.

    With these weights nobody is ahead of the first: on the way there, whoever overtook
    it would have been level with it after a smaller change.
    """
    if len(order) < 2:
        return None
    leader, *others = order
    flips = [
        flip(weights, (leader, candidates[leader]), (other, candidates[other]))
        for other in others
    ]
    reachable = [found for found in flips if found.moved is not None]
    return min(reachable, key=lambda found: found.moved or ZERO, default=flips[0])
