"""Both engines say the same of every response, to the last fraction."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from audit.assessment.assess import assess
from audit.columnar.columns import STATES, lent_of, state_of
from audit.columnar.ingest import ingest
from audit.columnar.library import pl
from audit.policy.compile import Plan, compile_policy
from audit.response.check import check
from tests.columnar.both import by_rows, differences, of_assessment
from tests.columnar.population import BLOCK, POLICIES, cases, plan_of

CONTACT, SAAS = POLICIES[:2], POLICIES[2:]
#: Ten thousand responses; those of contact centres are judged by two policies.
BLOCKS = [
    *((CONTACT, n * BLOCK) for n in range(4)),
    *((SAAS, n * BLOCK) for n in range(6)),
]


@pytest.mark.parametrize(
    ("names", "start"), BLOCKS, ids=lambda it: it[0] if isinstance(it, tuple) else None
)
def test_random_responses_come_out_the_same(names: tuple[str, ...], start: int) -> None:
    given = cases(names, range(start, start + BLOCK))
    frame = ingest(plan_of(names[0]).questionnaire, given)
    for name in names:
        assert differences(plan_of(name), given, frame) == [], name


def test_the_random_responses_reach_every_outcome() -> None:
    given = cases(CONTACT, range(200))
    said = [by_rows(plan_of(CONTACT[0]), one) for one in given]
    controls = [v for row in said for v in row.values() if isinstance(v, tuple)]
    reasons = Counter(reason for _, reason in controls)
    assert len(reasons) == 11
    assert min(reasons.values()) > 5
    for word, most in (("decision", 3), ("rating", 4), ("residual", 3)):
        assert len({row[word] for row in said}) >= most, word
    assert {bool(row["open"]) for row in said} == {True, False}
    assert {bool(row["found"]) for row in said} == {True, False}
    states = {s for one in given for s in assess_states(one)}
    assert states >= {"not_asked", "withheld", "declined", "unknown", "not_applicable"}


def assess_states(given: Any) -> set[str]:
    done = assess(plan_of(CONTACT[0]), given)
    return {answer.state for answer in done.answers.values()}


@pytest.mark.parametrize("names", [CONTACT, SAAS], ids=["contact-centre", "saas"])
def test_the_random_responses_are_ones_that_pass_the_check(
    names: tuple[str, ...],
) -> None:
    plan = plan_of(names[0])
    digest = plan.questionnaire_digest
    found = [
        problem
        for number, one in enumerate(cases(names, range(120)))
        if number % 4
        for problem in check(one.response, plan.questionnaire, digest)
    ]
    assert found == []


def test_what_is_compared_is_what_the_assessment_says() -> None:
    plan = plan_of(SAAS[0])
    for one in cases(SAAS, range(60)):
        assert by_rows(plan, one) == of_assessment(assess(plan, one))


def changed(plan: Plan, control: str, old: str, new: str) -> Plan:
    """Return the plan with an operator of one control's rule exchanged."""
    controls = [
        c.model_copy(update={"rule": _exchanged(c.rule, old, new)})
        if c.id == control
        else c
        for c in plan.policy.controls
    ]
    policy = plan.policy.model_copy(update={"controls": tuple(controls)})
    assert policy != plan.policy
    return compile_policy(
        policy, plan.questionnaire, plan.policy_digest, plan.questionnaire_digest
    )


def _exchanged(rule: Any, old: str, new: str) -> Any:
    if isinstance(rule, list):
        return [_exchanged(part, old, new) for part in rule]
    if not isinstance(rule, dict):
        return rule
    return {
        new if key == old else key: _exchanged(part, old, new)
        for key, part in rule.items()
    }


def controls_with(plan: Plan, operator: str) -> list[str]:
    return [c.id for c in plan.policy.controls if f"'{operator}'" in repr(c.rule)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_most", "below"),
        ("at_least", "above"),
        ("includes_all", "includes_any"),
        ("every_row", "any_row"),
        ("in", "not_in"),
    ],
)
def test_an_operator_that_is_off_is_found_bad(old: str, new: str) -> None:
    plan, given = plan_of(SAAS[0]), cases(SAAS, range(300))
    for control in controls_with(plan, old)[:2]:
        found = differences(plan, given, other=changed(plan, control, old, new))
        assert found
        assert all(control in line for line in found)


def test_an_answer_that_becomes_not_applicable_is_found_bad() -> None:
    plan, given = plan_of(SAAS[0]), cases(SAAS, range(60))
    frame = ingest(plan.questionnaire, given)
    name = state_of(plan.controls[0].reads[0])
    first = pl.int_range(pl.len()) == 7
    waived = pl.lit("not_applicable", dtype=STATES)
    other = frame.with_columns(pl.when(first).then(waived).otherwise(name).alias(name))
    assert other[name][7] != frame[name][7]
    (line,) = differences(plan, given, other)
    assert line.startswith("case-7: ")


def test_a_level_that_is_off_by_one_is_found_bad() -> None:
    plan, given = plan_of(SAAS[0]), cases(SAAS, range(200))
    frame = ingest(plan.questionnaire, given)
    name = lent_of(plan.controls[0].reads[0])
    higher = frame.with_columns(pl.col(name).fill_null(0) + 1)
    assert differences(plan, given, higher)


def test_another_day_is_found_bad() -> None:
    plan, given = plan_of(SAAS[0]), cases(SAAS, range(200))
    frame = ingest(plan.questionnaire, given)
    later = [replace(one, as_of=one.as_of.replace(year=2030)) for one in given]
    assert differences(plan, later, frame) == []
    assert differences(plan, [later[0], *given[1:]], frame)
