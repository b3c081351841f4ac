"""The ranking of the demo vendors, every figure but the assessment's by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

import audit
from audit import pipeline
from audit.cases import Assessed
from audit.comparison.check_criteria import check_criteria, check_currency
from audit.comparison.criteria import Criteria
from audit.comparison.model import CriterionValue
from audit.comparison.rank import counts_price, ranks, why_unranked
from audit.comparison.stability import stability
from audit.comparison.values import Interval, criterion_values, known_of, total
from audit.demo_run import POLICY
from audit.documents import read_document, validate
from audit.offer.cost import Cost
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.offer.price import price
from audit.questionnaire.localisation import LANGUAGES
from tests.comparison.ranked import cost, share_ahead

F = Fraction
DAY = date(2026, 11, 24)
DEMO = Path(audit.__file__).parent / "demo"
#: EUR a month, near what the demo offers come to and easy to reckon with.
MONTHS = {"northline": 155_000, "dialog-plus": 110_500, "goldvoice": 100_000}
WORDS = F(3, 5)  # what a bare claim is worth by the baseline policy


@lru_cache
def assessed(vendor: str) -> Assessed:
    folder = DEMO / "vendors" / vendor
    review, exceptions = folder / "review.json", folder / "exceptions.json"
    case = pipeline.open_case(
        POLICY,
        folder / "response.json",
        DAY,
        review=review if review.exists() else None,
        exceptions=exceptions if exceptions.exists() else None,
    )
    return pipeline.assess_case(case)


@lru_cache
def demo_criteria() -> Criteria:
    return validate(Criteria, read_document(DEMO / "selection" / "criteria.yaml"))


def values(vendor: str, paid: Cost | None = None) -> tuple[CriterionValue, ...]:
    found = assessed(vendor)
    paid = paid or cost(MONTHS[vendor])
    known = known_of(found.plan, found.response, found.assessment, paid)
    return criterion_values(demo_criteria(), known)


def one(exact: F | int) -> Interval:
    return Interval(F(exact), F(exact), F(exact))


def words(exact: F | int) -> Interval:
    """Return what an answer without evidence is worth below its floor."""
    return Interval(F(0), WORDS * exact, F(exact))


NOTHING = one(0)
#: Subject → what it is worth, by the lines and tables of the criteria.
BY_HAND: dict[str, dict[str, Interval]] = {
    "northline": {
        "ops-02-actual": words(F(568, 7)),  # 78.4 % from 50 to 85
        "ops-03-satisfaction": words(80),  # 88 % from 60 to 95
        "ops-03-quality-score": one(86),  # 91.5 % from 70 to 95
        "ops-01-dashboard": one(100),
        "ops-04-experience": one(60),  # 3 of 5 rows
        "hrs-03-attrition": words(F(195, 2)),  # 21.5 % from 80 to 20
        "base": one(25),  # 155,000 from 180,000 to 80,000
        "ops-06-duration": words(F(640, 9)),  # 56 d from 120 to 30
        "ops-06-parallel-run": one(50),  # 14 of 28 d
        "ops-06-rollback": one(100),
        "ops-06-security-tasks": words(100),  # all of them
    },
    "dialog-plus": {
        "ops-02-actual": words(F(326, 7)),  # 66.3 %
        "ops-03-satisfaction": NOTHING,
        "ops-03-quality-score": NOTHING,
        "ops-01-dashboard": one(50),
        "ops-04-experience": one(60),
        "hrs-03-attrition": words(F(160, 3)),  # 48 %
        "base": one(F(139, 2)),
        "ops-06-duration": words(F(260, 3)),  # 42 d
        "ops-06-parallel-run": NOTHING,
        "ops-06-rollback": NOTHING,
        "ops-06-security-tasks": words(55),  # 20 + 20 + 15
    },
    "goldvoice": {
        "ops-02-actual": NOTHING,
        "ops-03-satisfaction": NOTHING,
        "ops-03-quality-score": NOTHING,
        "ops-01-dashboard": one(50),
        "ops-04-experience": one(60),
        "hrs-03-attrition": words(10),  # 74 %
        "base": one(80),
        "ops-06-duration": words(100),  # 10 d is beyond the best end
        "ops-06-parallel-run": NOTHING,
        "ops-06-rollback": NOTHING,
        "ops-06-security-tasks": words(20),
    },
}
#: Criterion → low, value, high, from the weights 3 3 2 2, 1 1 and 3 2 2 3.
CRITERIA_BY_HAND: dict[str, dict[str, Interval]] = {
    "northline": {
        "service": Interval(
            F(372, 10), (F(5112, 35) + 144 + 372) / 10, (F(1704, 7) + 240 + 372) / 10
        ),
        "experience": Interval(F(30), F(237, 4), F(315, 4)),
        "price": one(25),
        "transfer": Interval(F(30), F(608, 10), (F(640, 3) + 600) / 10),
    },
    "dialog-plus": {
        "service": Interval(F(10), (F(2934, 35) + 100) / 10, (F(978, 7) + 100) / 10),
        "experience": Interval(F(30), F(46), F(170, 3)),
        "price": one(F(139, 2)),
        "transfer": Interval(F(0), F(255, 10), F(425, 10)),
    },
    "goldvoice": {
        "service": one(10),
        "experience": Interval(F(30), F(33), F(35)),
        "price": one(80),
        "transfer": Interval(F(0), F(216, 10), F(36)),
    },
}
WEIGHTS = {"security": 40, "service": 20, "experience": 10, "price": 20, "transfer": 10}


def interval(found) -> Interval:
    return Interval(found.low.exact, found.value.exact, found.high.exact)


def by_hand(vendor: str) -> dict[str, Interval]:
    scores = assessed(vendor).assessment.scores
    ends = (scores.verified, scores.score, scores.claimed)
    security = Interval(*(points.exact for points in ends))
    return {"security": security, **CRITERIA_BY_HAND[vendor]}


def total_by_hand(vendor: str, end: int) -> F:
    found = by_hand(vendor)
    return sum((WEIGHTS[name] * found[name][end] for name in WEIGHTS), F(0)) / 100


def test_the_demo_criteria_fit_their_questionnaire_policy_and_demand() -> None:
    plan = assessed("northline").plan
    demand = validate(Demand, read_document(DEMO / "selection" / "demand.yaml"))
    criteria = demo_criteria()
    assert list(check_criteria(criteria, plan.questionnaire, plan.policy)) == []
    assert list(check_currency(criteria, demand.currency)) == []
    assert list(check_currency(criteria, "UAH")) != []
    assert {c.id: c.weight for c in criteria.criteria} == WEIGHTS
    for item in (criteria, *criteria.criteria):
        assert set(item.title) == set(LANGUAGES)
    assert len(set(criteria.facts)) == len(criteria.facts) > 15


@pytest.mark.parametrize("vendor", BY_HAND)
def test_every_measure_of_every_vendor_is_as_by_hand(vendor: str) -> None:
    measures = [m for value in values(vendor) for m in value.measures]
    found = {m.subject: interval(m) for m in measures}
    assert found.pop("score") == by_hand(vendor)["security"]
    assert found == BY_HAND[vendor]


@pytest.mark.parametrize("vendor", BY_HAND)
def test_every_criterion_and_total_is_as_by_hand(vendor: str) -> None:
    found = values(vendor)
    assert {value.id: interval(value) for value in found} == by_hand(vendor)
    sums = [total_by_hand(vendor, end) for end in range(3)]
    assert list(total(demo_criteria(), found)) == sums


def offers() -> dict[str, Offer]:
    folder = DEMO / "selection" / "offers"
    return {
        vendor: validate(Offer, read_document(folder / f"{vendor}.yaml"))
        for vendor in MONTHS
    }


def test_the_knocked_out_vendor_does_not_rank_however_cheap_it_is() -> None:
    assert counts_price(demo_criteria())
    found = {
        vendor: why_unranked(assessed(vendor).assessment, offer, DAY, priced=True)
        for vendor, offer in offers().items()
    }
    assert found == {"northline": None, "dialog-plus": None, "goldvoice": "knock_out"}


def test_the_anchors_of_the_price_tell_the_demo_offers_apart() -> None:
    demand = validate(Demand, read_document(DEMO / "selection" / "demand.yaml"))
    worth = {
        vendor: values(vendor, price(offer, demand))[3].value.exact
        for vendor, offer in offers().items()
    }
    assert len(set(worth.values())) == 3
    assert 0 < min(worth.values()) < max(worth.values()) < 100


def test_the_ranking_and_how_sure_it_is_are_as_by_hand() -> None:
    trials = 50_000
    ranked = {vendor: values(vendor) for vendor in ("dialog-plus", "northline")}
    totals = {vendor: total_by_hand(vendor, 1) for vendor in ranked}
    assert ranks(totals) == {"northline": 1, "dialog-plus": 2}
    found = stability(demo_criteria(), ranked, trials, 5)
    leads = {
        name: by_hand("northline")[name].value - by_hand("dialog-plus")[name].value
        for name in WEIGHTS
    }
    assert found.flip is not None
    assert (found.flip.first, found.flip.second) == ("northline", "dialog-plus")
    # Northline leads most in service, Dialog Plus in price: weight goes between them.
    assert max(leads, key=lambda name: leads[name]) == "service"
    moved = (totals["northline"] - totals["dialog-plus"]) / (
        leads["service"] - leads["price"]
    )
    assert 0 < moved < F(20, 100)
    assert found.flip.moved == moved
    assert (found.flip.given, found.flip.taken) == ("price", {"service": moved})
    assert found.pareto == ("dialog-plus", "northline")
    overlap = total_by_hand("dialog-plus", 2) >= total_by_hand("northline", 0)
    assert overlap
    assert found.level == (("northline", "dialog-plus"),)
    share = share_ahead(tuple(leads.values()))
    first = {item.id: item.ranks for item in found.acceptability}
    spread = 4 * float(share * (1 - share) / trials) ** 0.5
    assert abs(float(first["northline"][0] - share)) < spread
    assert first["dialog-plus"] == tuple(reversed(first["northline"]))
