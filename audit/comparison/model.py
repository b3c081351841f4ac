"""The comparison as a frozen record: exact where it decides, seeded where it draws."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from audit.assessment.model import Points, Scores, Subject, UnmetKnockOut
from audit.offer.cost import Cost
from audit.policy.exact import Exact
from audit.policy.verdicts import Decision
from audit.questionnaire.types.base import Day, Model

#: Why a candidate has no rank.
Unranked = Literal["knock_out", "rejected", "no_offer", "offer_expired"]


class DomainScore(Model):
    """A domain's score of one candidate; None where none of its controls applies."""

    id: str
    score: Points | None


class MeasureValue(Model):
    """What one measure came to; ``low`` is what evidence bears out.

    ``subject`` is the domain (``score`` for all of them), the question or the scenario.
    ``reading`` is the number that was measured (score, hours, rows, money, worth of the
    chosen options); None when there is no answer, which is worth nothing.
    """

    subject: str
    kind: Literal["assessment", "answer", "options", "price"]
    weight: Exact
    reading: Exact | None
    factor: Exact
    low: Points
    value: Points
    high: Points


class CriterionValue(Model):
    """A criterion's value for one candidate, low ≤ value ≤ high."""

    id: str
    low: Points
    value: Points
    high: Points
    measures: tuple[MeasureValue, ...]


class LossFigures(Model):
    """Yearly loss, drawn: whole units of the comparison's currency.

    ``gross`` is before, the others after what the vendor pays back. ``any_loss`` is the
    share of years with a loss, in percent; ``curve`` pairs a loss with the share of
    years that exceed it, in percent to a tenth. ``by_loss`` splits ``expected``.
    """

    gross: int
    expected: int
    median: int
    p90: int
    p95: int
    p99: int
    any_loss: Points
    curve: tuple[tuple[int, Exact], ...]
    by_loss: dict[str, int]
    factors: dict[str, dict[Literal["frequency", "magnitude"], Exact]]


class Candidate(Model):
    """One vendor in the comparison."""

    id: str
    vendor: str
    country: str
    response: Subject
    assessment_digest: str
    as_of: Day
    decision: Decision
    rating: str
    inherent: str
    residual: str
    scores: Scores
    gaming_index: Points
    coverage: Points
    knock_outs: tuple[UnmetKnockOut, ...]
    contradictions: int
    open_controls: int
    domains: tuple[DomainScore, ...]
    facts: dict[str, Any]
    offer: Subject | None = None
    cost: Cost | None = None
    values: tuple[CriterionValue, ...] = ()
    total: Points | None = None
    low: Points | None = None
    high: Points | None = None
    rank: int | None = None
    unranked: Unranked | None = None
    loss: LossFigures | None = None


class Flip(Model):
    """The smallest change of weights that takes the lead from the first candidate.

    ``second`` is the candidate that needs the least. ``moved`` is the share of all
    weight that moves, from the criteria in ``taken`` to ``given``; at ``weights`` both
    are level and nobody is ahead. ``possible`` is False when no weights do.
    """

    first: str
    second: str
    possible: bool
    moved: Exact | None = None
    taken: dict[str, Exact] = Field(default_factory=dict)
    given: str | None = None
    weights: dict[str, Exact] = Field(default_factory=dict)


class Acceptability(Model):
    """The share of the weight space in which a candidate takes each rank."""

    id: str
    ranks: tuple[Exact, ...]


class Stability(Model):
    """How sure the ranking is."""

    trials: int
    seed: int
    numpy: str
    acceptability: tuple[Acceptability, ...]
    flip: Flip | None
    pareto: tuple[str, ...]
    #: pairs that cannot be told apart: their intervals overlap
    level: tuple[tuple[str, str], ...]


class Premium(Model):
    """What the dearer vendor may cost before the cheaper one is the better buy.

    Money a year. ``break_even`` = expected loss of the cheaper - of the dearer;
    ``actual`` = price of the dearer - of the cheaper.
    """

    cheaper: str
    dearer: str
    actual: Exact
    break_even: Exact
    #: break_even as a share of the cheaper vendor's yearly price; None if that is 0
    share: Exact | None = None
    #: the dearer vendor, risk counted, costs less
    worth_it: bool


class RiskCost(Model):
    """Price and expected loss of a year, together."""

    id: str
    price: Exact
    loss: Exact
    total: Exact


class Money(Model):
    """Losses beside prices."""

    trials: int
    seed: int
    numpy: str
    risk_costs: tuple[RiskCost, ...]
    premiums: tuple[Premium, ...]


class Comparison(Model):
    """Two to twenty candidates judged by one policy, side by side."""

    format: Literal["audit-comparison/1"] = "audit-comparison/1"
    engine: str
    as_of: Day
    questionnaire: Subject
    policy: Subject
    demand: Subject | None = None
    criteria: Subject | None = None
    exposure: Subject | None = None
    currency: str | None = None
    candidates: Annotated[tuple[Candidate, ...], Field(min_length=2, max_length=20)]
    #: domains and criteria, those that differ most first
    spread: tuple[str, ...]
    stability: Stability | None = None
    money: Money | None = None

    def plain(self) -> dict[str, Any]:
        """Return the JSON form whose canonical bytes are replayed."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """Return the candidates with a rank, best first."""
        have = [c for c in self.candidates if c.rank is not None]
        return tuple(sorted(have, key=lambda c: (c.rank, c.id)))
