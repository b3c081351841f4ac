"""Forecasts: every change is told on its day, and no change is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.assessment.assess import Inputs, weigh
from audit.assessment.forecast import Forecast, forecast, outlook
from audit.assessment.inputs import Exceptions
from audit.assessment.turning import turning_days
from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import window_end, window_start
from audit.evidence.model import Observation
from audit.policy.compile import Plan, compile_policy
from audit.policy.model import Policy
from audit.questionnaire.model import Questionnaire
from audit.response.model import Response
from tests import builders as b

DAY = b.DAY
UNTIL = DAY + timedelta(days=200)
NEAR = st.dates(DAY - timedelta(days=120), DAY + timedelta(days=150))
WINDOWS = ["0 d", "3 wk", "1 mo", "2 mo", "90 d"]


def dated(name: str, **over: Any) -> dict[str, Any]:
    return b.question(name, "date", **over)


ASKED = b.questionnaire(
    b.question("q-a"),
    dated("q-when"),
    dated("q-late", enable_when={"answer": "q-when", "within": "45 d"}),
    b.question(
        "q-certs",
        "table",
        columns=[
            {"id": "until", "text": b.text("Until"), "type": "date"},
            {"id": "whole", "text": b.text("Whole"), "type": "boolean"},
        ],
    ),
)


def plan_of(*controls: dict[str, Any], **over: Any) -> Plan:
    questionnaire = Questionnaire.model_validate(ASKED)
    policy = Policy.model_validate(b.policy(*controls, **over))
    return compile_policy(policy, questionnaire, b.DIGEST, b.DIGEST)


CONTROLS = (
    b.control("A", evidence_floor="documented"),
    b.control(
        "WHEN",
        {"answer": "q-when", "within": "1 mo"},
        partial={"credit": "0.5", "rule": {"answer": "q-when", "within": "90 d"}},
    ),
    b.control(
        "LATE",
        {"none": [{"answer": "q-late", "older_than": "3 wk"}]},
        applies_when={"answer": "q-when", "within": "60 d"},
    ),
    b.control(
        "CERTS",
        {
            "answer": "q-certs",
            "any_row": {
                "all": [
                    {"column": "until", "valid_on": "as_of"},
                    {"column": "whole", "is": True},
                ]
            },
        },
        evidence_floor="independent",
    ),
    b.control("EVID", {"evidence": {"kind": "policy", "valid": True}}),
)
PLAN = plan_of(
    *CONTROLS,
    contradictions=[
        b.contradiction(
            "CLASH",
            {"all": [b.yes("q-a"), {"answer": "q-when", "older_than": "75 d"}]},
        )
    ],
)


def inputs_of(
    answers: dict[str, Any], *items: dict[str, Any], waivers: Any = ()
) -> Inputs:
    return Inputs(
        response=Response.model_validate(b.response(answers, *items)),
        response_digest=b.DIGEST,
        as_of=DAY,
        observed={
            i["id"]: Observation(id=i["id"], sha256=b.SHA, size=1) for i in items
        },
        exceptions=Exceptions.model_validate(
            {"vendor": "Northline Contact", "exceptions": list(waivers)}
        ),
    )


def day_by_day(plan: Plan, inputs: Inputs, until: date) -> list[tuple[date, Any]]:
    """Every change of the verdict, found by judging every single day."""
    changes, now = [], outlook(weigh(plan, inputs))
    for number in range(1, (until - inputs.as_of).days + 1):
        day = inputs.as_of + timedelta(days=number)
        then = outlook(weigh(plan, replace(inputs, as_of=day)))
        if then != now:
            changes.append((day, then))
        now = then
    return changes


def told(found: Forecast) -> list[tuple[date, Any]]:
    return [(step.day, step.after) for step in found.steps]


@st.composite
def cases(draw: st.DrawFn) -> Inputs:
    names = ["e1", "e2"]
    items = [
        b.item(
            name,
            draw(st.sampled_from(["documented", "independent"])),
            issued=draw(NEAR).isoformat(),
            expires=draw(NEAR).isoformat(),
        )
        for name in names
    ]
    backing = st.lists(st.sampled_from(names), unique=True)
    rows = st.lists(
        st.fixed_dictionaries(
            {"until": NEAR.map(date.isoformat), "whole": st.booleans()}
        ),
        min_size=1,
        max_size=3,
    )
    answers = {
        "q-a": b.given(True, *draw(backing)),
        "q-when": b.given(draw(NEAR).isoformat(), *draw(backing)),
        "q-late": b.given(draw(NEAR).isoformat()),
        "q-certs": b.given(draw(rows), *draw(backing)),
    }
    silent = draw(st.sets(st.sampled_from(sorted(answers)), max_size=2))
    waivers = [
        b.waiver(
            draw(st.sampled_from(["WHEN", "CERTS"])),
            granted=draw(NEAR).isoformat(),
            expires=draw(NEAR).isoformat(),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    kept = {name: answers[name] for name in answers if name not in silent}
    return inputs_of(kept, *items, waivers=waivers)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_no_change_is_missed_and_none_is_made_up(inputs: Inputs) -> None:
    found = forecast(PLAN, inputs, UNTIL)
    assert told(found) == day_by_day(PLAN, inputs, UNTIL)
    assert all(step.causes for step in found.steps)


@pytest.mark.parametrize("window", WINDOWS)
@given(day=st.dates(date(1900, 1, 1), date(2200, 1, 1)))
@settings(max_examples=30, deadline=None)
def test_a_window_is_left_on_its_end_and_not_a_day_before(
    window: str, day: date
) -> None:
    length = OPERATORS["within"].prepare(window, None)  # type: ignore[arg-type]
    (end,) = window_end(day, length)
    assert window_start(end, length) > day >= window_start(end - timedelta(1), length)


def test_a_window_beyond_the_calendar_never_ends() -> None:
    assert list(window_end(date(9999, 6, 1), (12, "mo"))) == []


def test_an_answers_age_is_told_as_the_cause() -> None:
    found = forecast(PLAN, inputs_of({"q-a": True, "q-when": "2026-05-20"}), UNTIL)
    (first, *_) = found.steps
    assert (first.day, first.causes[0].kind) == (date(2026, 6, 21), "date_passed")
    assert first.causes[0].subject == "q-when"
    assert first.after.score < first.before.score


def test_an_expired_document_counts_from_the_day_after() -> None:
    plan = plan_of(b.control("A", evidence_floor="documented"))
    cert = b.item("cert", expires="2026-07-31")
    inputs = inputs_of({"q-a": b.given(True, "cert")}, cert)
    (step,) = forecast(plan, inputs, UNTIL).steps
    assert step.day == date(2026, 8, 1)
    assert step.causes == (("evidence_expired", "cert"),)
    assert (step.before.decision, step.after.decision) == (
        "accept", "accept_with_conditions",
    )  # fmt: skip


def test_what_bears_on_nothing_that_changed_is_no_cause() -> None:
    plan = plan_of(b.control("A", evidence_floor="documented"))
    items = [b.item(name, expires="2026-07-31") for name in ("cert", "other")]
    inputs = inputs_of({"q-a": b.given(True, "cert")}, *items)
    assert len(turning_days(plan, inputs, UNTIL)[date(2026, 8, 1)]) == 2
    (step,) = forecast(plan, inputs, UNTIL).steps
    assert step.causes == (("evidence_expired", "cert"),)


def test_a_contradiction_that_ripens_is_foretold() -> None:
    clash = {"all": [b.yes("q-a"), {"answer": "q-when", "older_than": "75 d"}]}
    plan = plan_of(
        b.control("A", evidence_floor="documented"),
        contradictions=[b.contradiction("CLASH", clash)],
    )
    cert = b.item("cert", expires="2027-12-31")
    answers = {"q-a": b.given(True, "cert"), "q-when": "2026-03-20"}
    inputs = inputs_of(answers, cert)
    (step,) = forecast(plan, inputs, UNTIL).steps
    assert step.day == date(2026, 6, 4)
    assert step.causes == (("date_passed", "q-when"),)
    assert told(forecast(plan, inputs, UNTIL)) == day_by_day(plan, inputs, UNTIL)


def test_an_exception_counts_to_its_last_day() -> None:
    plan = plan_of(b.control("A"), b.control("B", b.no("q-a")))
    inputs = inputs_of({"q-a": True}, waivers=[b.waiver("B", expires="2026-06-30")])
    (step,) = forecast(plan, inputs, UNTIL).steps
    assert (step.day, step.causes) == (date(2026, 7, 1), (("exception_ended", "B"),))


def test_nothing_changes_after_the_last_day_bad() -> None:
    plan = plan_of(b.control("A", evidence_floor="documented"))
    cert = b.item("cert", expires="2026-07-31")
    inputs = inputs_of({"q-a": b.given(True, "cert")}, cert)
    assert forecast(plan, inputs, date(2026, 7, 31)).steps == ()
    endless = b.item("cert", expires="9999-12-31")
    inputs = inputs_of({"q-a": b.given(True, "cert")}, endless)
    assert forecast(plan, inputs, date.max).steps == ()


def test_a_policy_judges_nobody_after_leave_to_relax_it_ran_out() -> None:
    layer = {
        "id": "milder",
        "version": "1.0.0",
        "digest": b.DIGEST,
        "relaxed": [
            {
                "subject": "A.rule",
                "respect": "rule",
                "reason": b.text("For the summer."),
                "approver": "CISO",
                "expires": "2026-07-31",
            }
        ],
    }
    plan = plan_of(b.control("A", evidence_floor="documented"), layers=[layer])
    cert = b.item("cert", expires="2026-07-31")
    found = forecast(plan, inputs_of({"q-a": b.given(True, "cert")}, cert), UNTIL)
    assert (found.ends, found.steps) == (date(2026, 8, 1), ())
