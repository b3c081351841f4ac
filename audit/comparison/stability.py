"""How sure a ranking is: over all weights, to the next leader, without any weights.

The share of the weight space in which a candidate takes a rank is drawn (stochastic
multicriteria acceptability analysis): every weighting is equally likely. The draws are
those of a seed in a version of numpy; sums are added in a fixed order, so that machines
do not differ in how they multiply matrices.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from audit.comparison.flip import nearest_flip
from audit.comparison.model import Acceptability, Stability
from audit.comparison.pareto import undominated
from audit.comparison.rank import best_first, level_pairs
from audit.comparison.values import total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.comparison.criteria import Criteria
    from audit.comparison.model import CriterionValue

    Row = tuple[Fraction, ...]

TRIALS = 100_000
SEED = 1
#: Draws held in memory at once; the size changes no result.
CHUNK = 8_192


def stability(
    criteria: Criteria,
    ranked: Mapping[str, Sequence[CriterionValue]],
    trials: int = TRIALS,
    seed: int = SEED,
) -> Stability:
    """Return how sure the ranking of the candidates that rank is, by their values."""
    from numpy import __version__

    weights = {criterion.id: criterion.weight for criterion in criteria.criteria}
    values = {
        name: {value.id: value.value.exact for value in found}
        for name, found in ranked.items()
    }
    # By id, so that the order in which criteria are written changes nothing.
    rows = {
        name: tuple(own[criterion] for criterion in sorted(weights))
        for name, own in values.items()
    }
    intervals = {name: total(criteria, found) for name, found in ranked.items()}
    order = best_first({name: own.value for name, own in intervals.items()})
    return Stability(
        trials=trials,
        seed=seed,
        numpy=__version__,
        acceptability=acceptability(rows, trials, seed),
        flip=nearest_flip(weights, values, order),
        pareto=undominated(rows),
        level=level_pairs(intervals),
    )


def acceptability(
    rows: Mapping[str, Row], trials: int, seed: int
) -> tuple[Acceptability, ...]:
    """Return for each candidate the share of weightings that give it each rank."""
    if not rows:
        return ()
    # Candidates with the same values tie under all weights: they are drawn once, for
    # rounding must not tell them apart.
    holders = Counter(rows.values())
    counts = _count_ranks(list(holders), list(holders.values()), trials, seed)
    shares = {
        row: tuple(Fraction(int(count), trials) for count in found)
        for row, found in zip(holders, counts, strict=True)
    }
    return tuple(Acceptability(id=name, ranks=shares[rows[name]]) for name in rows)


def _count_ranks(
    rows: list[Row], holders: list[int], trials: int, seed: int
) -> list[Any]:
    """Count how often each row takes each rank: 1 + the number of better ones."""
    import numpy as np

    values = np.array([[float(value) for value in row] for row in rows])
    people, places = np.array(holders, dtype=np.int16), sum(holders)
    counts = np.zeros((len(rows), places), dtype=np.int64)
    for weights in _weightings(values.shape[1], trials, seed):
        totals = np.zeros((len(rows), weights.shape[1]))
        for weight, column in zip(weights, values.T, strict=True):
            totals += column[:, None] * weight
        better = np.zeros(totals.shape, dtype=np.int16)
        for one, other in combinations(range(len(rows)), 2):
            better[other] += people[one] * (totals[one] > totals[other])
            better[one] += people[other] * (totals[other] > totals[one])
        for number, found in enumerate(better):
            counts[number] += np.bincount(found, minlength=places)
    return list(counts)


def _weightings(criteria: int, trials: int, seed: int) -> Iterator[Any]:
    """Yield weights that are uniform over the simplex but for their sum.

    Independent exponentials, divided by their sum, are uniform (Dirichlet with all
    parameters 1); the sum is the same for all candidates and changes no rank.
    """
    import numpy as np

    draws = np.random.Generator(np.random.PCG64(seed))
    for done in range(0, trials, CHUNK):
        size = min(CHUNK, trials - done)
        yield draws.standard_exponential((size, criteria)).T
