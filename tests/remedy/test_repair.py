"""The smallest repair: against brute force, by hand, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.positions import position_of
from audit.remedy.closing import close
from audit.remedy.goal import Goal
from audit.remedy.position import Position
from audit.remedy.repair import Repair, Unreachable, repair
from audit.remedy.step import Efforts, steps_of
from tests import builders as b
from tests.assessment.cases_for_laws import Situation, situations
from tests.remedy.scenes import (
    cheapest_by_trying,
    of_situation,
    position,
    strictly_decided,
    with_efforts,
)

law = settings(
    max_examples=60,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
GOALS = st.sampled_from(
    [
        Goal("rating", "good"),
        Goal("rating", "fair"),
        Goal("decision", "accept"),
        Goal("decision", "accept_with_conditions"),
        Goal("knock_outs"),
    ]
)
EFFORTS = st.sampled_from(
    [Efforts(), Efforts(Fraction(0)), Efforts(Fraction(1, 3), Fraction(2))]
)
DAYS = st.sampled_from([1, 2, 3, 5, 0.5, 8])


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Position, Goal, Efforts]:
    situation: Situation = strictly_decided(draw(situations()))
    days = draw(st.lists(DAYS, min_size=4, max_size=4))
    rules = with_efforts(situation.policy, days)
    found = position_of(of_situation(replace(situation, policy=rules)))
    return found, draw(GOALS), draw(EFFORTS)


@law
@given(scenes(), st.booleans())
def test_no_set_of_steps_is_cheaper(
    scene: tuple[Position, Goal, Efforts], fewest: bool
) -> None:
    found, goal, efforts = scene
    result = repair(found, goal, efforts, fewest=fewest)
    least = cheapest_by_trying(found, goal, efforts, fewest=fewest)
    if isinstance(result, Unreachable):
        assert least is None
        return
    assert result.certificate.cost == least
    assert result.certificate.proven
    gaps = sum(step.gap == "control" for step in result.steps)
    assert least == (gaps if fewest else result.effort)


@law
@given(scenes(), st.booleans())
def test_the_steps_reach_the_goal_and_none_can_be_spared(
    scene: tuple[Position, Goal, Efforts], fewest: bool
) -> None:
    found, goal, efforts = scene
    result = repair(found, goal, efforts, fewest=fewest)
    if isinstance(result, Unreachable):
        return
    assert result.end == close(found, result.steps)
    assert goal.reached(result.end, found.plan.policy)
    assert result.target.holds(result.steps)
    for step in result.steps:
        rest = [other for other in result.steps if other is not step]
        assert not result.target.holds(rest)


def by_greed(found: Position, goal: Goal, efforts: Efforts) -> Fraction | None:
    """Return the cost of taking the dearest gap a day first; None without a way."""
    taken: list[Any] = []
    steps = [s for s in steps_of(found, efforts) if s.feasible]
    steps.sort(key=lambda s: (s.gap == "control", -s.score / (s.effort or 1), s.id))
    while not goal.reached(close(found, taken), found.plan.policy):
        if not steps:
            return None
        taken.append(steps.pop(0))
    return sum((s.effort for s in taken), Fraction(0))


@law
@given(scenes())
def test_greed_is_never_cheaper(scene: tuple[Position, Goal, Efforts]) -> None:
    found, goal, efforts = scene
    result = repair(found, goal, efforts)
    greedy = by_greed(found, goal, efforts)
    if greedy is not None:
        assert isinstance(result, Repair)
        assert result.certificate.cost <= greedy


def shares(*weights: int, efforts: tuple[Any, ...], **over: Any) -> b.Plain:
    """Return a policy with controls of these weights, one question each."""
    names = "ABCDEFGH"[: len(weights)]
    controls = [b.control(n, weight=w) for n, w in zip(names, weights, strict=True)]
    return with_efforts(b.policy(*controls, **over), list(efforts))


def asked(rules: b.Plain, **over: b.Plain) -> b.Plain:
    ids = [f"q-{c['id'].lower()}" for c in rules["controls"]]
    more = over.pop("questions", ())
    return b.questionnaire(
        *(b.question(i, allow_not_applicable=True) for i in ids), *more
    )


def no_to_all(rules: b.Plain, **over: Any) -> b.Plain:
    return {f"q-{c['id'].lower()}": False for c in rules["controls"]} | over


def by_hand(
    rules: b.Plain, goal: Goal, answers: b.Plain | None = None, **more: Any
) -> Any:
    found = position(rules, no_to_all(rules, **(answers or {})), asked(rules))
    return repair(found, goal, Efforts(), **more)


def ids(result: Any) -> set[str]:
    assert isinstance(result, Repair), result
    return {step.id for step in result.steps}


def test_two_gaps_beat_the_one_with_the_most_points_a_day() -> None:
    # Wanted: 50. A day of A wins 10, of B 8.7, of C 8. Who takes A needs B too: 7 days.
    rules = shares(40, 26, 24, 10, efforts=(4, 3, 3, 9))
    result = by_hand(rules, Goal("rating", "fair"))
    assert ids(result) == {"B", "C"}
    assert result.effort == result.certificate.cost == result.certificate.exact == 6
    assert result.end.scores.score.exact == result.end.scores.verified.exact == 50
    assert (result.end.rating, result.end.decision) == (
        "fair",
        "accept_with_conditions",
    )


def test_fewest_gaps_is_another_question_than_least_effort() -> None:
    rules = shares(50, 20, 20, 10, efforts=(9, 2, 2, 2))
    assert ids(by_hand(rules, Goal("rating", "fair"))) == {"B", "C", "D"}
    few = by_hand(rules, Goal("rating", "fair"), fewest=True)
    assert ids(few) == {"A"}
    assert (few.certificate.cost, few.effort) == (1, 9)


def test_of_equally_cheap_sets_the_smaller_is_taken() -> None:
    rules = shares(50, 25, 25, efforts=(4, 2, 2))
    assert ids(by_hand(rules, Goal("rating", "fair"))) == {"A"}
    dear = shares(30, 30, 20, 20, efforts=(9, 1, 9, 2))
    few = by_hand(dear, Goal("rating", "fair"), fewest=True)
    assert ids(few) == {"B", "D"}


def test_a_goal_that_is_reached_asks_for_nothing() -> None:
    rules = shares(50, 50, efforts=(1, 1))
    found = position(rules, {"q-a": True, "q-b": True}, asked(rules))
    for goal in (
        Goal("rating", "fair"),
        Goal("decision", "accept"),
        Goal("knock_outs"),
    ):
        result = repair(found, goal, Efforts())
        assert ids(result) == set()
        assert (result.certificate.cost, result.certificate.proven) == (0, True)


def test_a_goal_that_is_not_reached_asks_for_something_bad() -> None:
    rules = shares(50, 50, efforts=(1, 1))
    found = position(rules, {"q-a": True, "q-b": False}, asked(rules))
    assert ids(repair(found, Goal("decision", "accept"), Efforts())) == {"B"}


def test_a_knock_out_must_go_whatever_it_costs() -> None:
    rules = shares(10, 45, 45, efforts=(30, 1, 1))
    rules["controls"][0]["knock_out"] = True
    assert ids(by_hand(rules, Goal("rating", "fair"))) == {"A", "B"}
    result = by_hand(rules, Goal("knock_outs"))
    assert (ids(result), result.end.rating) == ({"A"}, "poor")


def test_a_knock_out_that_caps_at_the_goal_may_stay_bad() -> None:
    rules = shares(10, 45, 45, efforts=(30, 1, 1))
    rules["controls"][0]["knock_out"] = {"rating": "fair"}
    assert ids(by_hand(rules, Goal("rating", "fair"))) == {"B", "C"}
    assert "A" in ids(by_hand(rules, Goal("rating", "good")))


def decided(*tests: b.Plain, controls: b.Plain | None = None) -> b.Plain:
    rules = controls or shares(40, 30, 20, 10, efforts=(4, 3, 2, 1))
    return {**rules, "decision": [{"decision": "accept", "when": t} for t in tests]}


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        ({"score_at_least": 30}, {"B"}),
        ({"score_at_least": 31}, {"B", "D"}),
        ({"verified_score_at_least": 70}, {"A", "B"}),
        ({"rating_at_least": "good"}, {"A", "B", "D"}),
        ({"residual_at_most": "low"}, {"B", "C"}),
        ({"score_at_least": 20, "verified_score_at_least": 30}, {"B"}),
    ],
)
def test_every_number_of_a_decision_rule_is_a_demand(
    test: b.Plain, wanted: set[str]
) -> None:
    result = by_hand(decided(test), Goal("decision", "accept"))
    days = {"A": 4, "B": 3, "C": 2, "D": 1}
    assert result.certificate.cost == sum(days[name] for name in wanted)
    assert result.certificate.exactly


def test_the_number_of_failed_critical_controls_is_a_demand() -> None:
    rules = decided({"failed_critical_at_most": 1})
    for control in rules["controls"][:3]:
        control["severity"] = "critical"
    assert ids(by_hand(rules, Goal("decision", "accept"))) == {"B", "C"}
    loose = decided({"failed_critical_at_most": 3}, controls=rules)
    assert ids(by_hand(loose, Goal("decision", "accept"))) == set()


def test_the_cheapest_of_several_rules_is_taken() -> None:
    rules = decided({"score_at_least": 90}, {"verified_score_at_least": 20})
    result = by_hand(rules, Goal("decision", "accept"))
    assert (ids(result), result.target.rule) == ({"C"}, 2)
    assert result.certificate.programs == 2
    assert result.certificate.proven


def test_a_better_decision_than_wanted_will_do() -> None:
    rules = decided({"score_at_least": 20})
    assert ids(by_hand(rules, Goal("decision", "accept_with_conditions"))) == {"C"}


def clashing(**over: Any) -> b.Plain:
    """Return a policy whose answers to A and B contradict each other."""
    rules = shares(40, 30, 20, 10, efforts=(4, 3, 2, 1))
    both = {"all": [b.no("q-a"), b.no("q-b")]}
    return {**rules, "contradictions": [b.contradiction("X-1", both, **over)]}


def test_a_contradiction_that_must_go_is_a_step_of_its_own() -> None:
    rules = decided({"contradictions_at_most": 0}, controls=clashing())
    result = by_hand(rules, Goal("decision", "accept"))
    assert [(s.id, s.work, s.effort) for s in result.steps] == [("X-1", "correct", 0)]
    loose = decided({"contradictions_at_most": 1}, controls=clashing())
    assert ids(by_hand(loose, Goal("decision", "accept"))) == set()


def test_evidence_counts_only_after_contradicting_answers_are_corrected() -> None:
    rules = decided({"score_at_least": 40}, controls=clashing())
    rules["controls"][0]["evidence_floor"] = "documented"
    found = position(rules, no_to_all(rules), asked(rules))
    goal = Goal("decision", "accept")
    free = repair(found, goal, Efforts())
    assert free.certificate.cost == 4
    dear = repair(found, goal, Efforts(correction=Fraction(10)))
    assert "A" not in ids(dear)
    assert dear.certificate.cost == cheapest_by_trying(
        found, goal, Efforts(correction=Fraction(10))
    )
    only = decided({"score_at_least": 61}, controls=rules)
    most = position(only, no_to_all(only), asked(only))
    result = repair(most, goal, Efforts(correction=Fraction(10)))
    assert result.steps[0].id == "X-1"
    assert result.certificate.cost == 17


def test_a_claim_needs_no_corrected_answers_bad() -> None:
    rules = decided({"score_at_least": 61}, controls=clashing())
    found = position(rules, no_to_all(rules), asked(rules))
    result = repair(found, Goal("decision", "accept"), Efforts(correction=Fraction(10)))
    assert "X-1" not in ids(result)


def test_open_answers_are_given_where_the_coverage_demands_it() -> None:
    rules = decided({"coverage_at_least": 75, "score_at_least": 10})
    found = position(rules, {"q-a": False}, asked(rules))
    result = repair(found, Goal("decision", "accept"), Efforts())
    (step, *_) = result.steps
    assert (step.gap, step.questions) == ("questions", 2)
    assert ids(result) == {"open-questions", "D"}
    assert result.end.coverage.exact == 75
    answered = position(rules, no_to_all(rules), asked(rules))
    assert ids(repair(answered, Goal("decision", "accept"), Efforts())) == {"D"}


def test_a_missing_signature_is_a_step_where_the_policy_wants_one() -> None:
    rules = decided({"score_at_least": 20})
    rules["responses"] = {"signature": "required"}
    result = by_hand(rules, Goal("decision", "accept"))
    assert (result.steps[0].gap, result.steps[0].work) == ("signature", "sign")
    assert result.end.decision == "accept"


def refused(result: Any) -> list[tuple[int | None, list[str]]]:
    assert isinstance(result, Unreachable), result
    return [(t.rule, [d.kind for d in t.refused]) for t in result.targets]


def test_the_inherent_tier_can_stand_in_the_way() -> None:
    rules = decided({"residual_at_most": "low"})
    row = {"good": "medium", "fair": "medium", "poor": "high"}
    residual = {**rules["residual"], "matrix": {"small": row, "great": row}}
    result = by_hand({**rules, "residual": residual}, Goal("decision", "accept"))
    assert refused(result) == [(1, ["residual"])]
    row = {"good": "low", "fair": "medium", "poor": "high"}
    residual = {**rules["residual"], "matrix": {"small": row, "great": row}}
    reached = by_hand({**rules, "residual": residual}, Goal("decision", "accept"))
    assert reached.end.rating == "good"


def test_a_refused_not_applicable_can_stand_in_the_way() -> None:
    rules = shares(40, 30, 20, 10, efforts=(4, 3, 2, 1))
    rules["controls"][0]["knock_out"] = True
    result = by_hand(rules, Goal("rating", "good"), {"q-a": b.na()})
    assert refused(result) == [(None, ["score", "caps"])]
    assert refused(by_hand(rules, Goal("knock_outs"), {"q-a": b.na()}))
    assert ids(by_hand(rules, Goal("knock_outs"))) == {"A"}


def test_no_rule_may_give_the_decision() -> None:
    rules = decided({"score_at_least": 20})
    rules["decision"][0]["decision"] = "accept_with_conditions"
    result = by_hand(rules, Goal("decision", "accept"))
    assert refused(result) == []
    assert ids(by_hand(rules, Goal("decision", "accept_with_conditions"))) == {"C"}


def test_an_earlier_rule_can_take_the_decision_away() -> None:
    rules = decided({"score_at_least": 20})
    first = {"decision": "accept_with_conditions", "when": {"score_at_least": 10}}
    rules["decision"].insert(0, first)
    assert refused(by_hand(rules, Goal("decision", "accept"))) == [(2, [])]
    rules["decision"].reverse()
    assert ids(by_hand(rules, Goal("decision", "accept"))) == {"C"}
