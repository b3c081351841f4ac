"""Closing gaps in the ledger is what the engine itself would come to."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.assessment.model import Assessment
from audit.positions import position_of
from audit.remedy.closing import close
from audit.remedy.position import Position
from audit.remedy.step import Efforts, Step, steps_of
from tests import builders as b
from tests.assessment.cases_for_laws import ASKED, Situation, situations
from tests.assessment.test_laws import fallen
from tests.remedy.scenes import assessed, of_situation, position, strictly_decided

law = settings(
    max_examples=60,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
#: A question that is answered always, with the assessor's own word behind it.
ANCHOR = b.question("q-anchor")
WITH_ANCHOR = copy.deepcopy(ASKED)
WITH_ANCHOR["sections"][0]["questions"].append(ANCHOR)


def anchored(situation: Situation) -> Situation:
    raised = b.judgement("q-anchor", "raised", assurance="verified")
    return replace(
        situation,
        answers={**situation.answers, "q-anchor": b.given(True)},
        review=(*situation.review, raised),
        asked=WITH_ANCHOR,
    )


def granting(rules: b.Plain, ids: set[str]) -> b.Plain:
    """Return a policy whose named controls any answer to the anchor meets."""
    controls = []
    for control in rules["controls"]:
        if control["id"] in ids:
            kept = {
                key: value
                for key, value in control.items()
                if key not in {"partial", "applies_when", "not_applicable"}
            }
            rule = {"answer": "q-anchor", "answered": True}
            controls.append({**kept, "rule": rule})
        else:
            controls.append(control)
    return {**rules, "controls": controls}


def numbers_of(found: Assessment) -> dict[str, object]:
    return {
        "scores": found.scores,
        "rating": (found.rating, found.rating_before_knock_outs, found.residual),
        "decision": found.decision,
        "knock_outs": found.knock_outs,
        "domains": found.domains,
        "coverage": (found.answered, found.asked, found.coverage),
        "points": {c.id: (c.status, c.points, c.possible) for c in found.controls},
    }


def control_steps(found: Position) -> list[Step]:
    return [s for s in steps_of(found, Efforts()) if s.gap == "control"]


@law
@given(st.data())
def test_a_closed_control_counts_as_if_the_policy_granted_it(
    data: st.DataObject,
) -> None:
    situation = anchored(strictly_decided(data.draw(situations())))
    found = position_of(of_situation(situation))
    steps = control_steps(found)
    if not steps:
        return
    taken = data.draw(st.lists(st.sampled_from(steps), unique=True, min_size=1))
    granted = granting(situation.policy, {step.id for step in taken})
    engine = of_situation(situation, granted).assessment
    assert numbers_of(close(found, taken)) == numbers_of(engine)


def test_closing_one_control_is_not_what_granting_another_gives_bad() -> None:
    rules = b.policy(b.control("A"), b.control("B", severity="critical"))
    full = b.response({"q-a": False, "q-b": False, "q-anchor": True})
    asked = b.questionnaire(b.question("q-a"), b.question("q-b"), ANCHOR)
    step, _ = control_steps(position_of(assessed(rules, full, asked)))
    granted = assessed(granting(rules, {"A"}), full, asked).assessment
    other = assessed(granting(rules, {"B"}), full, asked).assessment
    found = close(position_of(assessed(rules, full, asked)), [step])
    assert numbers_of(found) == numbers_of(granted)
    assert numbers_of(found) != numbers_of(other)


@law
@given(situations())
def test_closing_nothing_changes_nothing(situation: Situation) -> None:
    found = position_of(of_situation(situation))
    assert close(found, ()) == found.found


@law
@given(situations())
def test_stricter_readings_split_the_scores_among_the_controls(
    situation: Situation,
) -> None:
    found = position_of(of_situation(situation))
    scores = found.found.scores
    points = [[side.points.exact for side in sides] for sides in found.controls]
    sums = [sum(side, Fraction(0)) for side in zip(*points, strict=True)] or [
        Fraction(0)
    ] * 3
    assert sums == [
        scores.score.exact,
        scores.before_exceptions.exact,
        scores.verified.exact,
    ]


@law
@given(st.data())
def test_closing_more_never_lowers_anything(data: st.DataObject) -> None:
    found = position_of(of_situation(data.draw(situations())))
    steps = steps_of(found, Efforts())
    order = data.draw(st.permutations(steps))
    before = found.found
    for number in range(1, len(order) + 1):
        after = close(found, order[:number])
        assert fallen(before, after) == {}
        scores = after.scores
        assert scores.verified.exact <= scores.score.exact <= scores.claimed.exact
        assert sum(c.points.exact for c in after.controls) == scores.score.exact
        before = after


@law
@given(situations())
def test_all_gaps_closed_is_the_best_there_is(situation: Situation) -> None:
    found = position_of(of_situation(situation))
    end = close(found, steps_of(found, Efforts()))
    assert not end.knock_outs
    assert not end.contradictions
    assert not end.open_contradictions
    counted = any(c.status != "not_applicable" for c in end.controls)
    assert end.scores.verified.exact == (100 if counted else 0)


@law
@given(situations())
def test_correcting_answers_wins_no_more_than_the_engine_would_give(
    situation: Situation,
) -> None:
    found = position_of(of_situation(situation))
    corrections = [s for s in steps_of(found, Efforts()) if s.gap == "contradiction"]
    without = {**situation.policy, "contradictions": []}
    engine = of_situation(situation, without).assessment
    assert fallen(close(found, corrections), engine) == {}


def test_an_exception_gives_way_to_the_real_thing() -> None:
    rules = b.policy(b.control("A", knock_out=True), b.control("B"))
    found = position(rules, {"q-a": False, "q-b": True}, waivers=[b.waiver("A")])
    (step,) = (s for s in control_steps(found) if s.id == "A")
    share = found.found.controls[0].possible.exact
    assert (step.score, step.verified) == (share / 2, share)
    assert (step.before_exceptions, step.claimed) == (share, share / 2)
    assert [k.id for k in found.found.knock_outs] == ["A"]
    assert not close(found, [step]).knock_outs


def test_what_is_met_but_backed_too_weakly_is_a_step_of_evidence() -> None:
    rules = b.policy(
        b.control("A", evidence_floor="independent"),
        b.control("B"),
        b.control("C", evidence_floor="documented"),
    )
    answers = {"q-a": b.given(True, "doc"), "q-b": True, "q-c": False}
    full = b.response(answers, b.item("doc"))
    found = position_of(assessed(rules, full))
    steps = {s.id: s for s in control_steps(found)}
    assert {name: step.work for name, step in steps.items()} == {
        "A": "evidence",
        "C": "requirement",
    }
    assert steps["A"].effort == Fraction(1, 2)
    assert steps["A"].score == Fraction(100, 3) * Fraction(15, 100)
    assert steps["A"].claimed == 0


def test_weak_evidence_that_costs_no_points_is_still_a_step_bad() -> None:
    factors = {"claimed": 1, "documented": 1, "independent": 1, "verified": 1}
    rules = b.policy(b.control("A", evidence_floor="independent"), assurance=factors)
    (step,) = control_steps(position(rules, {"q-a": True}))
    assert (step.score, step.verified) == (0, 100)


@pytest.mark.parametrize("reason", ["refused", "unconfirmed"])
def test_no_work_closes_what_the_vendor_calls_not_applicable(reason: str) -> None:
    accept = {"not_applicable": "accept"} if reason == "unconfirmed" else {}
    asked = b.questionnaire(b.question("q-a", allow_not_applicable=True))
    rules = b.policy(b.control("A", **accept))
    (step,) = control_steps(position(rules, {"q-a": b.na()}, asked))
    assert not step.feasible
    (answered,) = control_steps(position(rules, {"q-a": False}, asked))
    assert answered.feasible
