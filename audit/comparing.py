"""Compare candidates: their assessments, offers, and how the buyer weighs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from audit import dossier
from audit.assessment.model import Subject
from audit.canonical import canonical, digest_bytes
from audit.cases import Assessed, engine_version
from audit.comparison.check import check_entries
from audit.comparison.check_criteria import check_criteria, check_currency
from audit.comparison.check_exposure import check_exposure
from audit.comparison.compare import Entry, Given, Setting, compare
from audit.comparison.criteria import Criteria
from audit.comparison.exposure import Exposure
from audit.comparison.rank import counts_price
from audit.documents import Document, refuse, validate
from audit.errors import InputError, Problem
from audit.offer.check import check_demand, check_offer
from audit.offer.check_fit import check_fit
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.report.comparison.record import ComparisonRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from audit.comparison.model import Comparison
    from audit.policy.compile import Plan

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True)
class Wanted:
    """The buyer's documents and the vendors' offers, as they were read."""

    as_of: date
    demand: Document | None = None
    criteria: Document | None = None
    exposure: Document | None = None
    offers: tuple[Document, ...] = ()
    engine: str = field(default_factory=engine_version)


@dataclass(frozen=True)
class Compared:
    """A comparison with everything it was made from, in the order of its candidates."""

    wanted: Wanted
    candidates: tuple[Assessed, ...]
    offers: tuple[Document | None, ...]
    comparison: Comparison
    record: ComparisonRecord


def compare_candidates(candidates: Sequence[Assessed], wanted: Wanted) -> Compared:
    """Check every document and compare; pure, so it can be replayed.

    Raises:
        InputError: a document is wrong, or candidates cannot stand side by side.
    """
    _refuse_alone(wanted)
    problems = tuple(check_entries([_entry(each, None) for each in candidates]))
    if problems:
        raise InputError.of(*problems)
    setting = _setting(wanted, candidates[0])
    offers = _offers(wanted, setting, candidates)
    entries = [
        _entry(each, _given(offers.get(each.response.vendor.name)))
        for each in candidates
    ]
    comparison = compare(entries, setting)
    by_id = {each.response.response_id: each for each in candidates}
    ordered = tuple(by_id[c.id] for c in comparison.candidates)
    found = [offers.get(each.response.vendor.name) for each in ordered]
    return Compared(
        wanted=wanted,
        candidates=ordered,
        offers=tuple(item.document if item else None for item in found),
        comparison=comparison,
        record=_record(comparison, ordered[0].plan, setting, found),
    )


def _record(
    comparison: Comparison, plan: Plan, setting: Setting, offers: list[_Read | None]
) -> ComparisonRecord:
    """Return the comparison with what gives its ids their texts."""
    return ComparisonRecord(
        comparison=comparison,
        policy=plan.policy,
        questionnaire=plan.questionnaire,
        comparison_digest=digest_bytes(comparison_bytes(comparison)),
        demand=setting.demand.record if setting.demand else None,
        criteria=setting.criteria.record if setting.criteria else None,
        exposure=setting.exposure.record if setting.exposure else None,
        offers={
            c.id: offer.record
            for c, offer in zip(comparison.candidates, offers, strict=True)
            if offer
        },
    )


def comparison_bytes(comparison: Comparison) -> bytes:
    """Return the comparison's canonical bytes."""
    return canonical(comparison.plain())


@dataclass(frozen=True)
class _Read:
    """An offer with its document."""

    record: Offer
    document: Document


def _refuse_alone(wanted: Wanted) -> None:
    """Refuse offers or losses without the demand that they are counted for."""
    if wanted.demand is not None or not (wanted.offers or wanted.exposure):
        return
    what = "offers cannot be priced" if wanted.offers else "losses cannot be drawn"
    message = f"{what} without a demand"
    raise InputError.of(Problem("comparison-demand", message, hint="add --demand"))


def _setting(wanted: Wanted, first: Assessed) -> Setting:
    plan = first.plan
    demand = criteria = exposure = None
    if wanted.demand is not None:
        demand = validate(Demand, wanted.demand)
        refuse(check_demand(demand), wanted.demand)
    if wanted.criteria is not None:
        criteria = validate(Criteria, wanted.criteria)
        problems = list(check_criteria(criteria, plan.questionnaire, plan.policy))
        if demand is not None:
            problems += check_currency(criteria, demand.currency)
        elif counts_price(criteria):
            message = "prices count, and there is no demand to price offers for"
            problems.append(
                Problem("comparison-demand", message, hint="add --demand and --offer")
            )
        refuse(problems, wanted.criteria)
    if wanted.exposure is not None and demand is not None:
        exposure = validate(Exposure, wanted.exposure)
        refuse(check_exposure(exposure, plan.policy, demand), wanted.exposure)
    return Setting(
        as_of=wanted.as_of,
        engine=wanted.engine,
        demand=_named(demand, wanted.demand),
        criteria=_named(criteria, wanted.criteria),
        exposure=_named(exposure, wanted.exposure),
    )


def _named(record: Any, document: Document | None) -> Given[Any] | None:
    if record is None or document is None:
        return None
    subject = Subject(id=record.id, version=record.version, digest=document.digest)
    return Given(record, subject)


def _given(read: _Read | None) -> Given[Offer] | None:
    return _named(read.record, read.document) if read else None


def _entry(assessed: Assessed, offer: Given[Offer] | None) -> Entry:
    digest = digest_bytes(dossier.assessment_bytes(assessed))
    return Entry(assessed.plan, assessed.response, assessed.assessment, digest, offer)


def _offers(
    wanted: Wanted, setting: Setting, candidates: Sequence[Assessed]
) -> dict[str, _Read]:
    """Return the offers by vendor; one for nobody or a second one is refused."""
    known = [each.response.vendor.name for each in candidates]
    found: dict[str, _Read] = {}
    for document in wanted.offers:
        offer = validate(Offer, document)
        problems = list(check_offer(offer))
        if setting.demand is not None:
            problems += check_fit(offer, setting.demand.record)
        if offer.vendor not in known:
            message = f"'{offer.vendor}' is no candidate"
            hint = f"candidates: {', '.join(known)}"
            problems.append(Problem("offer-vendor", message, "/vendor", hint))
        if offer.vendor in found:
            message = f"'{offer.vendor}' has another offer already"
            hint = f"that one is {found[offer.vendor].document.file}"
            problems.append(Problem("offer-twice", message, "/vendor", hint))
        refuse(problems, document)
        found[offer.vendor] = _Read(offer, document)
    return found
