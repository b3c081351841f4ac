"""Yearly loss with one vendor: seeded draws, the same ones for every vendor.

Each kind of loss draws from a generator of its own, seeded by the exposure's seed and
the loss's id, so no loss and no order of losses touches another's draws. Nothing that
differs between vendors enters the draws: the events drawn are those of a vendor that
lost every point, and each carries a mark in [0, 1). A vendor has the events whose mark
is below its frequency factor's share of the worst one. Thinning a Poisson process so
leaves a Poisson process with the vendor's own rate, and a vendor with more gaps has
the same events, at least as dear, and further ones. Every step from there is monotone
in floating point too, so more points lost lower no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.comparison.factors import factors, most_events, worst_factors
from audit.comparison.model import LossFigures
from audit.comparison.payback import payback

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from audit.assessment.model import Assessment
    from audit.comparison.exposure import Exposure, Loss, Range
    from audit.comparison.factors import Factors
    from audit.comparison.payback import Payback
    from audit.offer.cost import Cost
    from audit.offer.demand import Demand
    from audit.offer.model import Offer

    Numbers = NDArray[np.float64]

#: Years and events drawn at once; both bound the memory and nothing of the vendor's
#: enters them.
MAX_YEARS, MAX_EVENTS = 1 << 13, 1 << 21
#: ISO 3, series R10: evenly spread on a logarithmic axis.
PREFERRED = (100, 125, 160, 200, 250, 315, 400, 500, 630, 800)
#: Percent of years whose losses may be too small for the curve.
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of loss with one vendor.

    ``share`` is the part of the worst vendor's events that this one has, ``credit``
    what it pays back for each.
    """

    loss: Loss
    draws: np.random.Generator
    worst: float
    share: float
    magnitude: float
    records: float
    credit: float


@dataclass(frozen=True, slots=True)
class _Years:
    """One kind of loss, year by year, before and after service credits."""

    gross: Numbers
    after_credit: Numbers


def losses(
    exposure: Exposure,
    assessment: Assessment,
    demand: Demand,
    offer: Offer | None = None,
    cost: Cost | None = None,
) -> LossFigures:
    """Return the figures of a year's loss; without an offer nothing is paid back.

    The figures are rounded to whole units, half to even, each on its own: the sum of
    ``by_loss`` may differ from ``expected`` by half a unit a loss and half a unit.
    """
    import numpy as np

    terms = payback(offer, cost)
    ordered = sorted(exposure.losses, key=lambda loss: loss.id)
    raised = {loss.id: factors(loss, assessment) for loss in ordered}
    kinds = [_kind(loss, raised[loss.id], exposure, demand, terms) for loss in ordered]
    gross, by_loss = 0.0, dict.fromkeys(raised, 0.0)
    net = np.zeros(exposure.trials)
    for start, count in _chunks(exposure):
        drawn = [_draw(kind, count) for kind in kinds]
        gross += sum(float(year.gross.sum()) for year in drawn)
        for name, kept in zip(
            raised, _kept(kinds, drawn, exposure, terms), strict=True
        ):
            by_loss[name] += float(kept.sum())
            net[start : start + count] += kept
    net.sort()
    return LossFigures(
        gross=round(gross / net.size),
        by_loss={name: round(total / net.size) for name, total in by_loss.items()},
        factors=raised,
        **_figures(net),
    )


def numpy_version() -> str:
    """Return numpy's version: another one may draw other numbers (NEP 19)."""
    import numpy as np

    return np.__version__


def _chunks(exposure: Exposure) -> Iterator[tuple[int, int]]:
    """Yield the first year and the number of years of each chunk."""
    busiest = max(Fraction(1), *(most_events(loss) for loss in exposure.losses))
    size = max(1, min(MAX_YEARS, int(MAX_EVENTS / busiest)))
    for start in range(0, exposure.trials, size):
        yield start, min(size, exposure.trials - start)


def _kind(
    loss: Loss, raised: Factors, exposure: Exposure, demand: Demand, terms: Payback
) -> _Kind:
    import numpy as np

    key = int.from_bytes(sha256(loss.id.encode()).digest())
    seed = np.random.SeedSequence(exposure.seed, spawn_key=(key,))
    worst = worst_factors(loss)["frequency"]
    return _Kind(
        loss=loss,
        draws=np.random.Generator(np.random.PCG64(seed)),
        worst=float(worst),
        share=float(raised["frequency"] / worst),
        magnitude=float(raised["magnitude"]),
        records=float(demand.records),
        credit=float(terms.credit) if loss.paid_by == "service_credit" else 0.0,
    )


def _draw(kind: _Kind, count: int) -> _Years:
    """Draw so many years: the events, what each costs, which of them happen here."""
    import numpy as np

    loss, draws = kind.loss, kind.draws
    events = draws.poisson(kind.worst * _pert(loss.frequency, draws, count))
    year = np.repeat(np.arange(count), events)
    marks = draws.random(year.size)
    cost = _pert(loss.fixed, draws, year.size)
    if loss.share is not None and loss.per_record is not None:
        share = _pert(loss.share, draws, year.size)
        cost += kind.records * share * _pert(loss.per_record, draws, year.size)
    cost *= kind.magnitude * (marks < kind.share)
    after = np.maximum(cost - kind.credit, 0.0)
    return _Years(
        gross=np.bincount(year, cost, minlength=count).astype(np.float64),
        after_credit=np.bincount(year, after, minlength=count).astype(np.float64),
    )


def _pert(given: Range, draws: np.random.Generator, count: int) -> Numbers:
    """Draw from a PERT distribution: a beta one, scaled to low … high.

    Its mean is (low + 4 · likely + high) / 6. Where low = high nothing is drawn.
    """
    import numpy as np

    width = given.high - given.low
    if not width:
        return np.full(count, float(given.low))
    left = 1 + 4 * (given.likely - given.low) / width
    right = 1 + 4 * (given.high - given.likely) / width
    return float(given.low) + float(width) * draws.beta(
        float(left), float(right), count
    )


def _kept(
    kinds: list[_Kind], drawn: list[_Years], exposure: Exposure, terms: Payback
) -> Iterator[Numbers]:
    """Yield what each loss leaves to the buyer, year by year.

    The vendor pays min(recoverable × loss, cap) for all losses under liability
    together; each of them keeps the same share max(1 - recoverable, 1 - cap / loss).
    """
    import numpy as np

    liable = np.zeros(drawn[0].gross.size)
    for kind, years in zip(kinds, drawn, strict=True):
        if kind.loss.paid_by == "liability":
            liable += years.gross
    capped = np.divide(float(terms.cap), liable, np.ones_like(liable), where=liable > 0)
    share = np.maximum(float(1 - exposure.recoverable), 1 - capped)
    for kind, years in zip(kinds, drawn, strict=True):
        yield (
            years.gross * share
            if kind.loss.paid_by == "liability"
            else years.after_credit
        )


def _figures(net: Numbers) -> dict[str, Any]:
    """Return what the sorted net losses of all years tell.

    The quantile q is the smallest drawn loss that at least q of all years do not
    exceed.
    """
    years = net.size

    def quantile(percent: int) -> int:
        return round(float(net[-(-years * percent // 100) - 1]))

    return {
        "expected": round(float(net.sum()) / years),
        "median": quantile(50),
        "p90": quantile(90),
        "p95": quantile(95),
        "p99": quantile(99),
        "any_loss": Points(exact=_exceeding(net, 0)),
        "curve": tuple(_curve(net)),
    }


def _exceeding(net: Numbers, loss: int) -> Fraction:
    """Return the share of years that exceed a loss, in percent."""
    years = net.size
    return Fraction(100 * (years - int(net.searchsorted(float(loss), "right"))), years)


def _curve(net: Numbers) -> Iterator[tuple[int, Fraction]]:
    """Yield the loss exceedance curve at preferred numbers, evenly on a log axis.

    It starts at the last loss that all years with a loss exceed but half a percent of
    all years, and ends at the first that no tenth of a percent exceeds.
    """
    sizes = dict.fromkeys(n * 10**k // 100 for k in range(30) for n in PREFERRED)
    shares = [(size, Fraction(round(10 * _exceeding(net, size)), 10)) for size in sizes]
    high = sum(shares[0][1] - share < HALF for _, share in shares)
    low = sum(share > 0 for _, share in shares)
    if low:
        yield from shares[high - 1 : low + 1]
