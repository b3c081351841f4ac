"""Why a control came out differently: every kind of reason, and no other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.assessment.diff import diff
from audit.assessment.model import Assessment
from audit.assessment.reading import read_assessment
from audit.assessment.why import Between, Why
from tests import builders as b

READS = {"A": frozenset({"q-a"}), "B": frozenset({"q-b"})}
RULES = b.policy(
    b.control("A", evidence_floor="documented"), b.control("B", b.no("q-b"))
)
CERT = b.item("cert", expires="2026-07-31")
BACKED = {"q-a": b.given(True, "cert"), "q-b": False}
LATER = date(2026, 8, 1)


def assessed(answers: dict[str, Any] = BACKED, **known: Any) -> Assessment:
    return b.run(RULES, b.response(answers, CERT), **known)


def why(before: Assessment, after: Assessment, **known: Any) -> dict[str, Any]:
    between = Between(before, after, READS, **known)
    changes = diff(before, after, known.get("answers", ())).controls
    return {change.id: between.why(change) for change in changes}


def test_expired_evidence_is_named() -> None:
    found = why(assessed(), assessed(as_of=LATER))
    assert found == {"A": (Why("evidence", ("cert",)),)}


def test_a_changed_answer_is_named() -> None:
    after = assessed({"q-a": b.given(False, "cert"), "q-b": False})
    found = why(assessed(), after, answers=frozenset({"q-a", "q-b"}))
    assert found == {"A": (Why("answer", ("q-a",)),)}


def test_an_exception_that_began_is_told() -> None:
    open_gap = {"q-a": False, "q-b": False}
    after = assessed(open_gap, waivers=[b.waiver("A")])
    assert why(assessed(open_gap), after) == {"A": (Why("exception"),)}


def test_a_rejected_answer_is_told_as_the_reviews() -> None:
    after = assessed(review=[b.judgement("q-b", "rejected")])
    assert why(assessed(), after) == {"B": (Why("review", ("q-b",)),)}


def test_a_control_that_is_defined_differently_is_told() -> None:
    after = b.run(
        b.policy(b.control("A", b.no("q-a")), b.control("B", b.no("q-b"))),
        b.response(BACKED, CERT),
    )
    found = why(assessed(), after, redefined=frozenset({"A"}))
    assert found == {"A": (Why("policy"),)}


def test_only_a_share_of_the_points_is_told_as_such() -> None:
    more = b.policy(
        b.control("A", evidence_floor="documented"),
        b.control("B", b.no("q-b")),
        b.control("C", b.yes("q-c")),
    )
    after = b.run(more, b.response(BACKED, CERT))
    assert why(assessed(), after)["B"] == (Why("share"),)


def test_a_date_that_came_due_is_named() -> None:
    asked = b.questionnaire(b.question("q-a", "date"))
    rules = b.policy(b.control("A", {"answer": "q-a", "within": "1 mo"}))
    sides = [
        b.run(rules, b.response({"q-a": "2026-05-20"}), asked, as_of=day)
        for day in (b.DAY, LATER)
    ]
    found = why(*sides, dated=frozenset({"q-a"}))
    assert found == {"A": (Why("time", ("q-a",)),)}


def test_what_has_no_known_reason_is_not_given_one_bad() -> None:
    after = assessed({"q-a": b.given(False, "cert"), "q-b": False})
    assert why(assessed(), after) == {"A": (Why("other"),)}


@pytest.mark.parametrize("known", [{}, {"waivers": [b.waiver("A")]}])
def test_a_recorded_assessment_is_read_back_as_it_was(known: dict[str, Any]) -> None:
    found = assessed({"q-a": b.given(False, "cert")}, **known)
    assert read_assessment(found.plain()) == found


def test_what_is_no_assessment_is_not_read_bad() -> None:
    data = assessed().plain()
    with pytest.raises(ValueError, match="decision"):
        read_assessment({**data, "decision": "perhaps"})
