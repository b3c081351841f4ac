"""What falls due about a vendor, and how the vendor stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.vendor.dues import Terms, dues, later, next_assessment
from audit.vendor.facts import Answered, Asked, Judged, Lapsing, VendorFacts
from audit.vendor.model import VendorCard
from audit.vendor.standing import Standing, most_urgent_first, standing
from tests.registering.office import card_data

DAY = date(2026, 11, 24)


def facts(card: dict[str, Any] | None = None, **known: Any) -> VendorFacts:
    data = card_data(**{"next_due": None, "status": "approved", **(card or {})})
    return VendorFacts(VendorCard.model_validate(data), **known)


def judged(as_of: date = DAY, score: str = "81.5", decision: str = "accept") -> Judged:
    number = Decimal(score)
    return Judged(
        5, as_of, "p@1.0.0", "r", number, number, number, "good", "low", decision
    )


def answered(**over: Any) -> Answered:
    known = {"recorded": DAY, "authored": DAY, "attested": None, "assessed": True}
    return Answered("resp-1", "q@1.0.0", **{**known, **over})


def due(found: VendorFacts, **terms: Any) -> list[tuple[str, date, str]]:
    return [(d.kind, d.day, d.subject) for d in dues(found, Terms(**terms))]


def stands(found: VendorFacts, as_of: date = DAY) -> Standing:
    return standing(found, as_of, Terms())


def test_the_card_says_when_to_assess_until_it_was_done() -> None:
    wanted = facts({"next_due": "2027-03-01"}, assessments=(judged(),))
    assert next_assessment(wanted) == date(2027, 3, 1)
    done = replace(wanted, assessments=(judged(date(2027, 3, 1)),))
    assert next_assessment(done) == date(2028, 3, 1)
    assert next_assessment(facts({"next_due": "2027-03-01"})) == date(2027, 3, 1)


def test_a_vendor_never_assessed_and_without_a_day_has_none() -> None:
    assert next_assessment(facts()) is None
    assert stands(facts()).name == "not_asked"


@pytest.mark.parametrize(
    ("length", "day"),
    [
        ("12 mo", date(2027, 11, 24)),
        ("1 a", date(2027, 11, 24)),
        ("3 mo", date(2027, 2, 24)),
        ("2 wk", date(2026, 12, 8)),
        ("10 d", date(2026, 12, 4)),
        ("36 h", date(2026, 11, 25)),
        ("9999 a", date.max),
    ],
)
def test_lengths_go_by_the_calendar(length: str, day: date) -> None:
    assert later(DAY, length) == day


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_so_many_months_later_is_never_another_month(day: date, months: int) -> None:
    found = later(day, f"{months} mo")
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(1)).day == 1


def test_everything_with_a_day_falls_due_the_earliest_first() -> None:
    found = facts(
        response=answered(assessed=False, attested=date(2026, 1, 31)),
        open_requests=(Asked("req-1", date(2026, 11, 20)),),
        evidence=(Lapsing("cert", "ISO", date(2027, 1, 10)),),
        exceptions=(Lapsing("IAM-01", "Old system", date(2026, 12, 31)),),
        assessments=(judged(),),
    )
    assert due(found, respond_within=10, assess_within=5) == [
        ("assessment", date(2026, 11, 29), "resp-1"),
        ("response", date(2026, 11, 30), "req-1"),
        ("exception", date(2026, 12, 31), "IAM-01"),
        ("evidence", date(2027, 1, 10), "cert"),
        ("attestation", date(2027, 1, 31), "resp-1"),
        ("reassessment", date(2027, 11, 24), ""),
    ]


def test_an_assessed_response_waits_for_nobody() -> None:
    assert due(facts(response=answered())) == []
    assert due(facts(response=answered(assessed=False))) != []


@pytest.mark.parametrize("status", ["rejected", "ended"])
def test_nothing_falls_due_about_a_closed_vendor_bad(status: str) -> None:
    closed = facts({"status": status, "next_due": "2020-01-01"})
    assert due(closed) == []
    assert stands(closed).name == "closed"


def test_a_day_is_late_when_it_is_over() -> None:
    cert = facts(evidence=(Lapsing("cert", "ISO", DAY),), assessments=(judged(),))
    assert stands(cert).name == "soon"
    assert stands(cert, DAY + timedelta(1)).name == "lapsed"


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (facts({"next_due": "2026-11-23"}), "overdue"),
        (facts(response=answered(assessed=False)), "to_assess"),
        (facts(exceptions=(Lapsing("A", "", date(2026, 11, 23)),)), "lapsed"),
        (facts(response=answered(attested=date(2025, 11, 23))), "lapsed"),
        (facts(open_requests=(Asked("r", DAY),)), "waiting"),
        (facts({"next_due": "2027-02-22"}), "soon"),
        (facts({"next_due": "2027-02-23"}, assessments=(judged(),)), "in_order"),
    ],
)
def test_the_most_urgent_matter_names_the_state(found: VendorFacts, name: str) -> None:
    assert stands(found).name == name


def test_the_worst_comes_first() -> None:
    def one(name: str, **known: Any) -> VendorFacts:
        return facts({"id": name}, **known)

    worse = (judged(decision="reject", score="40.0"),)
    good, better = (judged(score="81.5"),), (judged(score="90.0"),)
    found = [
        one("best", assessments=better),
        one("good", assessments=good),
        one("poor", assessments=worse),
        one("late", assessments=(judged(date(2020, 1, 1)),)),
    ]
    order = most_urgent_first(map(stands, found))
    assert [s.facts.card.id for s in order] == ["late", "poor", "good", "best"]


@pytest.mark.parametrize(
    ("status", "decision", "differs"),
    [
        ("approved", "accept", False),
        ("approved", "reject", True),
        ("conditional", "accept_with_conditions", False),
        ("conditional", "accept", True),
        ("in_assessment", "reject", False),
        ("ended", "reject", False),
    ],
)
def test_a_card_that_says_otherwise_than_the_decision_is_told(
    status: str, decision: str, differs: bool
) -> None:
    found = facts({"status": status}, assessments=(judged(decision=decision),))
    assert stands(found).differs is differs
