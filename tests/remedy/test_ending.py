"""Every open gap ends exactly once: as a clause, an exception or a rejection."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from audit.policy.model import SEVERITIES
from audit.remedy.ending import Ending, endings
from audit.remedy.telling import telling_answers
from tests import builders as b
from tests.assessment.cases_for_laws import Situation, situations
from tests.remedy.scenes import assessed, of_situation

law = settings(
    max_examples=60,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
CLAUSE = {"clause": b.text("The Provider shall do it.")}


def fix(days: int = 30) -> b.Plain:
    return {"remediation": {"text": b.text("Do it."), "days": days}}


def of(rules: b.Plain, answers: b.Plain, *evidence: b.Plain, **more: Any) -> Any:
    """Return the endings by id of a response to the three plain questions."""
    over = more.pop("over", {})
    full = b.response(answers, *evidence, **over)
    done = assessed(rules, full, more.pop("asked", None), **more)
    found = endings(done.assessment, done.plan.policy, done.response)
    return {ending.id: ending for ending in found}


def kinds(found: dict[str, Ending]) -> dict[str, str]:
    return {name: ending.kind for name, ending in found.items()}


@law
@given(situations())
def test_every_open_gap_ends_exactly_once(situation: Situation) -> None:
    done = of_situation(situation)
    a = done.assessment
    found = endings(a, done.plan.policy, done.response)
    open_ = {
        ("control", c.id)
        for c in a.controls
        if c.points.exact < c.possible.exact
        or c.status in {"fail", "unknown", "partial", "excepted"}
    }
    open_ |= {("contradiction", c.id) for c in a.contradictions}
    open_ |= {("contradiction", name) for name in a.open_contradictions}
    assert Counter((e.gap, e.id) for e in found) == Counter(open_)


@law
@given(situations())
def test_only_unmet_knock_outs_of_a_rejected_vendor_reject(
    situation: Situation,
) -> None:
    done = of_situation(situation)
    a = done.assessment
    unmet = {(k.kind, k.id) for k in a.knock_outs} if a.decision == "reject" else set()
    found = endings(a, done.plan.policy, done.response)
    assert {(e.gap, e.id) for e in found if e.kind == "rejection"} == unmet


def test_nothing_open_ends_in_nothing_bad() -> None:
    rules = b.policy(b.control("A"), b.control("B", evidence_floor="documented"))
    answers = {"q-a": True, "q-b": b.given(True, "doc")}
    assert of(rules, answers, b.item("doc")) == {}


def test_a_gap_with_a_clause_is_a_clause_and_without_one_uncovered() -> None:
    rules = b.policy(b.control("A", **CLAUSE), b.control("B"), b.control("C"))
    found = of(rules, {"q-a": False, "q-b": False, "q-c": True})
    assert kinds(found) == {"A": "clause", "B": "uncovered"}


def test_weak_evidence_alone_is_a_gap() -> None:
    rules = b.policy(b.control("A", evidence_floor="documented", **CLAUSE))
    assert kinds(of(rules, {"q-a": True})) == {"A": "clause"}


def test_an_exception_in_force_is_told_with_who_approved_it() -> None:
    rules = b.policy(b.control("A", **CLAUSE), b.control("B"), b.control("C"))
    answers = {"q-a": False, "q-b": True, "q-c": True}
    found = of(rules, answers, waivers=[b.waiver("A")])
    assert kinds(found) == {"A": "exception"}
    granted = found["A"].exception
    assert (granted.approver, granted.expires) == ("CISO", date(2026, 9, 30))


def test_an_exception_that_has_lapsed_is_none_bad() -> None:
    rules = b.policy(b.control("A", **CLAUSE), b.control("B"), b.control("C"))
    answers = {"q-a": False, "q-b": True, "q-c": True}
    lapsed = b.waiver("A", expires="2026-05-31")
    found = of(rules, answers, waivers=[lapsed])
    assert (found["A"].kind, found["A"].exception) == ("clause", None)


def test_an_exception_does_not_hide_a_reason_for_rejection() -> None:
    strict = {"knock_outs_at_most": 0}
    rules = b.policy(
        b.control("A", knock_out=True, **CLAUSE),
        b.control("B"),
        decision=[{"decision": "accept", "when": strict}],
    )
    found = of(rules, {"q-a": False, "q-b": True}, waivers=[b.waiver("A")])
    assert kinds(found) == {"A": "rejection"}


def test_a_knock_out_of_an_accepted_vendor_is_a_clause_bad() -> None:
    loose = {"knock_outs_at_most": 1}
    rules = b.policy(
        b.control("A", knock_out=True, **CLAUSE),
        b.control("B"),
        decision=[{"decision": "accept", "when": loose}],
    )
    assert kinds(of(rules, {"q-a": False, "q-b": True})) == {"A": "clause"}


def clash(**over: Any) -> b.Plain:
    both = {"all": [b.yes("q-a"), b.no("q-b")]}
    return {"contradictions": [b.contradiction("X-1", both, **over)]}


def test_contradictions_found_or_open_end_in_clauses_of_their_own() -> None:
    rules = b.policy(b.control("A"), **clash())
    found = of(rules, {"q-a": True, "q-b": False})
    assert (found["X-1"].kind, found["X-1"].answers) == ("clause", ("q-a", "q-b"))
    assert found["X-1"].due is None
    silent = of(rules, {"q-a": True})
    assert silent["X-1"].kind == "clause"
    assert of(rules, {"q-a": True, "q-b": True}) == {}


def test_a_contradiction_that_knocks_out_rejects() -> None:
    rules = b.policy(
        b.control("A"),
        decision=[{"decision": "accept", "when": {"knock_outs_at_most": 0}}],
        **clash(knock_out=True),
    )
    assert kinds(of(rules, {"q-a": True, "q-b": False})) == {"X-1": "rejection"}


def test_an_unsigned_response_rejects_where_it_must_be_signed() -> None:
    rules = b.policy(b.control("A"), responses={"signature": "required"})
    assert kinds(of(rules, {"q-a": True})) == {"response-signature": "rejection"}


def test_the_most_severe_come_first_and_then_by_the_day_they_are_due() -> None:
    traits = [("low", 1), ("critical", 60), ("critical", 14), ("high", 5), ("high", 5)]
    rules = b.policy(
        *(
            b.control(f"C-{n}", b.yes("q-a"), severity=severity, **CLAUSE, **fix(days))
            for n, (severity, days) in enumerate(traits)
        )
    )
    found = list(of(rules, {"q-a": False}).values())
    assert [e.id for e in found] == ["C-2", "C-1", "C-3", "C-4", "C-0"]
    assert found[0].due == b.DAY + timedelta(days=14)
    ranks = [(SEVERITIES.index(e.severity), e.due) for e in found]
    assert ranks == sorted(ranks)


PEOPLE = {
    "respondents": [
        {"id": "it", "name": "Ira Tech", "role": "CTO", "email": "ira@example.org"},
        {"id": "law", "name": "Lev Law"},
    ],
    "vendor": {
        "name": "Northline Contact",
        "country": "UA",
        "contact": {"name": "Vira Voice", "phone": "+380"},
    },
}


def owner(rules: b.Plain, answers: b.Plain, over: b.Plain = PEOPLE) -> tuple[str, ...]:
    (found,) = of(rules, answers, over=over).values()
    return found.owner.name, found.owner.role, found.owner.reach


def test_who_gave_the_answer_that_decided_takes_care_of_the_gap() -> None:
    rule = {"all": [b.yes("q-a"), b.yes("q-b")]}
    rules = b.policy(b.control("A", rule, **CLAUSE))
    answers = {
        "q-a": b.given(True, respondent="it"),
        "q-b": b.given(False, respondent="law"),
    }
    assert owner(rules, answers) == ("Lev Law", "", "")
    answers["q-a"]["value"] = False
    assert owner(rules, answers) == ("Ira Tech", "CTO", "ira@example.org")


def test_where_nobody_is_named_the_contact_does_and_else_the_company_bad() -> None:
    rules = b.policy(b.control("A", **CLAUSE))
    assert owner(rules, {"q-a": False}) == ("Vira Voice", "", "+380")
    assert owner(rules, {}) == ("Vira Voice", "", "+380")
    assert owner(rules, {"q-a": False}, {}) == ("Northline Contact", "", "")


@pytest.mark.parametrize(
    ("rule", "answers", "told"),
    [
        ({"all": [b.yes("q-a"), b.yes("q-b")]}, {"q-a": True, "q-b": False}, ["q-b"]),
        ({"all": [b.yes("q-a"), b.yes("q-b")]}, {"q-a": False}, ["q-a"]),
        ({"any": [b.yes("q-a"), b.yes("q-b")]}, {"q-a": False, "q-b": False}, ["q-a", "q-b"]),
        ({"any": [b.yes("q-a"), b.yes("q-b")]}, {"q-a": False}, ["q-b"]),
        ({"none": [b.yes("q-a"), b.yes("q-b")]}, {"q-a": False, "q-b": True}, ["q-b"]),
    ],
)  # fmt: skip
def test_the_answers_that_decided_are_told(
    rule: b.Plain, answers: b.Plain, told: list[str]
) -> None:
    found = of(b.policy(b.control("A", rule)), answers)
    assert list(found["A"].answers) == told


def test_weakly_backed_answers_are_told_the_weakest_first() -> None:
    rule = {"all": [b.yes("q-a"), b.yes("q-b"), b.yes("q-c")]}
    rules = b.policy(b.control("A", rule, evidence_floor="independent"))
    answers = {
        "q-a": b.given(True, "doc"),
        "q-b": b.given(True),
        "q-c": b.given(True, "cert"),
    }
    items = (b.item("doc"), b.item("cert", "independent"))
    assert of(rules, answers, *items)["A"].answers == ("q-b", "q-a")


def test_an_open_scope_asks_for_the_answer_that_decides_it() -> None:
    rules = b.policy(b.control("A", applies_when=b.yes("q-b")), b.control("C"))
    full = b.response({"q-a": True, "q-c": True})
    done = assessed(rules, full)
    (result, _) = done.assessment.controls
    assert result.status == "unknown"
    control = done.plan.policy.by_id["A"]
    assert telling_answers(result, control, done.assessment) == ("q-b",)
