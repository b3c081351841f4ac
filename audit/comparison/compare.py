"""Compare candidates: pure, exact, the same bytes for the same inputs in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from audit.assessment.model import Points, Subject
from audit.comparison.model import Candidate, Comparison, DomainScore
from audit.comparison.premium import money
from audit.comparison.rank import best_first, counts_price, ranks, why_unranked
from audit.comparison.stability import stability
from audit.comparison.values import criterion_values, known_of, total
from audit.offer.price import price

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.comparison.criteria import Criteria
    from audit.comparison.exposure import Exposure
    from audit.comparison.model import Stability
    from audit.offer.cost import Cost
    from audit.offer.demand import Demand
    from audit.offer.model import Offer
    from audit.policy.compile import Plan
    from audit.response.model import Response

T = TypeVar("T")
OPEN = frozenset({"fail", "unknown", "partial", "error", "excepted"})


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """A record with the id, version and digest of its document."""

    record: T
    subject: Subject


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate: what it answered, what that came to, and what it offers."""

    plan: Plan
    response: Response
    assessment: Assessment
    assessment_digest: str
    offer: Given[Offer] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What all candidates are compared by; anything but the day may be left out."""

    as_of: date
    engine: str = "0"
    demand: Given[Demand] | None = None
    criteria: Given[Criteria] | None = None
    exposure: Given[Exposure] | None = None


def compare(entries: Sequence[Entry], setting: Setting) -> Comparison:
    """Return the comparison of checked entries: the ranked first, best before worst."""
    found = [_candidate(entry, setting) for entry in entries]
    found = _ranked(found)
    found.sort(key=_best_before_worst)
    first = entries[0].assessment
    return Comparison(
        engine=setting.engine,
        as_of=setting.as_of,
        questionnaire=first.questionnaire,
        policy=first.policy,
        demand=_subject(setting.demand),
        criteria=_subject(setting.criteria),
        exposure=_subject(setting.exposure),
        currency=setting.demand.record.currency if setting.demand else None,
        candidates=tuple(found),
        spread=_spread(found),
        stability=_stability(found, setting),
        money=money(setting.exposure.record, found) if setting.exposure else None,
    )


def _subject(given: Given[Any] | None) -> Subject | None:
    return given.subject if given else None


def _candidate(entry: Entry, setting: Setting) -> Candidate:
    a, offer = entry.assessment, entry.offer
    demand = setting.demand.record if setting.demand else None
    cost = price(offer.record, demand) if offer and demand else None
    return Candidate(
        id=a.response.id,
        vendor=a.vendor,
        country=entry.response.vendor.country,
        response=a.response,
        assessment_digest=entry.assessment_digest,
        as_of=a.as_of,
        decision=a.decision,
        rating=a.rating,
        inherent=a.inherent.tier,
        residual=a.residual,
        scores=a.scores,
        gaming_index=a.gaming_index,
        coverage=a.coverage,
        knock_outs=a.knock_outs,
        contradictions=len(a.contradictions) + len(a.open_contradictions),
        open_controls=sum(control.status in OPEN for control in a.controls),
        domains=tuple(DomainScore(id=d.id, score=d.score) for d in a.domains),
        facts=_facts(entry, setting),
        offer=_subject(offer),
        cost=cost,
        **_valued(entry, cost, setting),
        **_lost(entry, cost, setting),
    )


def _facts(entry: Entry, setting: Setting) -> dict[str, Any]:
    """Return the chosen answers with their state; what was not asked says so."""
    names = setting.criteria.record.facts if setting.criteria else ()
    facts = {}
    for name in names:
        state = entry.assessment.answers[name].state
        facts[name] = {"state": state}
        if state == "answered":
            facts[name]["value"] = entry.response.answers[name].value
    return facts


def _valued(entry: Entry, cost: Cost | None, setting: Setting) -> dict[str, Any]:
    """Return the criteria's values and, for who may rank, the total."""
    if setting.criteria is None:
        return {}
    criteria = setting.criteria.record
    known = known_of(entry.plan, entry.response, entry.assessment, cost)
    values = criterion_values(criteria, known)
    offer = entry.offer.record if entry.offer else None
    why = why_unranked(
        entry.assessment, offer, setting.as_of, priced=counts_price(criteria)
    )
    whole = total(criteria, values)
    ends = {name: Points(exact=exact) for name, exact in whole._asdict().items()}
    ends["total"] = ends.pop("value")
    return {"values": values, "unranked": why, **ends}


def _lost(entry: Entry, cost: Cost | None, setting: Setting) -> dict[str, Any]:
    from audit.comparison.loss import losses

    if setting.exposure is None or setting.demand is None:
        return {}
    offer = entry.offer.record if entry.offer else None
    demand, exposure = setting.demand.record, setting.exposure.record
    return {"loss": losses(exposure, entry.assessment, demand, offer, cost)}


def _rankable(candidates: Iterable[Candidate]) -> dict[str, Fraction]:
    return {
        c.id: c.total.exact
        for c in candidates
        if c.total is not None and c.unranked is None
    }


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    places = ranks(_rankable(candidates))
    return [c.model_copy(update={"rank": places.get(c.id)}) for c in candidates]


def _best_before_worst(c: Candidate) -> tuple[bool, int, Fraction, str]:
    """Order by rank, then the unranked by falling score; the id settles the rest."""
    return (c.rank is None, c.rank or 0, -c.scores.score.exact, c.id)


def _spread(candidates: list[Candidate]) -> tuple[str, ...]:
    """Return the domains by the distance of their scores, the widest first."""
    scores: dict[str, list[Fraction]] = {}
    for c in candidates:
        for domain in c.domains:
            mine = scores.setdefault(domain.id, [])
            mine += [domain.score.exact] if domain.score else []
    apart = {
        name: max(all_) - min(all_) if all_ else 0 for name, all_ in scores.items()
    }
    return best_first({name: Fraction(wide) for name, wide in apart.items()})


def _stability(candidates: list[Candidate], setting: Setting) -> Stability | None:
    if setting.criteria is None:
        return None
    values = {c.id: c.values for c in candidates if c.rank is not None}
    return stability(setting.criteria.record, values)
