"""Whole parts say exactly what the fractions of the policy say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.conditions.model import LEVELS
from audit.policy.compile import Plan, compile_policy
from audit.policy.model import Policy
from audit.policy.worth import in_proportion
from audit.questionnaire.model import Questionnaire
from tests.builders import control, domain, policy, questionnaire, yes

ASKED = Questionnaire.model_validate(questionnaire())
SHARES = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
CREDITS = st.integers(1, 999).map(lambda n: Decimal(n) / 1000)
WEIGHTS = st.integers(1, 10**6).map(lambda n: Decimal(n) / 1000)
steady = settings(deadline=None)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    controls = [
        control(
            f"C-{number}",
            yes("q-a"),
            domain=draw(st.sampled_from(["security", "privacy"])),
            weight=draw(WEIGHTS),
            evidence_floor=draw(st.sampled_from(LEVELS)),
            partial={"credit": draw(CREDITS), "rule": yes("q-b")},
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    record = Policy.model_validate(
        policy(
            *controls,
            assurance={level: draw(SHARES) for level in LEVELS},
            compensation=draw(SHARES),
            domains=[domain("security", draw(WEIGHTS)), domain("privacy")],
        )
    )
    return compile_policy(record, ASKED, "", "")


@steady
@given(plans())
def test_parts_are_the_credits_and_factors_themselves(plan: Plan) -> None:
    assert Fraction(plan.compensation, plan.whole) == plan.policy.compensation
    for compiled in plan.controls:
        partial = compiled.control.partial
        assert partial is not None
        floor = LEVELS.index(compiled.control.evidence_floor)
        for way, credit in zip(compiled.ways, (1, partial.credit), strict=True):
            assert Fraction(way.credit, plan.whole) == credit
            for level, factor in enumerate(plan.worth):
                met = level >= floor
                earned = Fraction(way.scores[level], plan.whole)
                assert earned == (credit if met else credit * factor)
                assert way.verified[level] == (way.credit if met else 0)


@steady
@given(plans())
def test_weights_keep_their_proportions(plan: Plan) -> None:
    first = plan.controls[0]
    for compiled in plan.controls:
        exact = compiled.control.weight / first.control.weight
        assert Fraction(compiled.weight, first.weight) == exact
    weights = {d.id: d.weight for d in plan.policy.domains}
    exact = weights["security"] / weights["privacy"]
    assert Fraction(plan.shares["security"], plan.shares["privacy"]) == exact


@steady
@given(st.lists(st.fractions(min_value=Fraction(1, 99), max_value=99), max_size=6))
def test_whole_numbers_in_proportion_lose_nothing(weights: list[Fraction]) -> None:
    whole = in_proportion(weights)
    total, exact = sum(whole), sum(weights)
    assert [Fraction(n, total) for n in whole] == [w / exact for w in weights]
