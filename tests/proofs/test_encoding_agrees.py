"""What is proved is about the engine: its truth and that of the statements agree."""

from __future__ import annotations

import random
from typing import Any

import pytest

from audit.cases import check_policy, check_questionnaire, check_response
from audit.conditions.evaluate import Facts
from audit.documents import validate
from audit.policy.compile import Plan, compile_policy
from audit.policy.model import Policy
from audit.proofs.ground import Ground, conditions_of, lay_ground
from audit.proofs.logic import Example
from audit.proofs.variables import Many, One, Table
from audit.proofs.world import Truth
from audit.response.answers import read_answers
from tests.builders import (
    DAY,
    contradiction,
    control,
    document,
    given,
    policy,
    questionnaire,
    response,
)
from tests.proofs.every_kind import QUESTIONS, condition, value

ASKED = questionnaire(*QUESTIONS)


def plan_of(rng: random.Random, size: int) -> Plan:
    """Return a policy whose contradictions are random conditions: any may stand there."""
    found = [contradiction(f"X-{n}", condition(rng)) for n in range(size)]
    rules = policy(control("A", {"answer": "flag", "is": True}), contradictions=found)
    asked = check_questionnaire(document(ASKED))
    checked = check_policy(document(rules), asked.record)
    return compile_policy(checked.record, asked.record, checked.digest, asked.digest)


def truths_of(plan: Plan, response: dict[str, Any]) -> list[bool | None]:
    """Return what the engine makes of every condition."""
    asked = check_questionnaire(document(ASKED))
    read = check_response(document(response), asked).record
    book = read_answers(read, plan.questionnaire, plan.gates, DAY)
    facts = Facts(book.values, {}, DAY)
    return [rule.when.run(facts)[0] for rule in plan.contradictions]


def truth_in(example: Example, truth: Truth) -> bool | None:
    yes, no = example.holds(truth.yes), example.holds(truth.no)
    assert not (yes and no)
    return True if yes else False if no else None


def atoms_of(ground: Ground) -> list[Any]:
    """Return all that can be chosen freely: given or not, which case, which options."""
    found: list[Any] = []
    for answer in ground.world.answers.values():
        found += [answer.given, answer.waived, *_within(answer.value)]
    return found


def _within(inner: Any) -> list[Any]:
    if isinstance(inner, One):
        return [is_it for _, is_it in inner.cases]
    if isinstance(inner, Many):
        return [chosen for _, chosen in inner.codes]
    assert isinstance(inner, Table)
    cells = [c for row in inner.rows for c in row.cells.values()]
    rows = [row.there for row in inner.rows]
    return [
        *rows,
        *(c.given for c in cells),
        *(a for c in cells for a in _within(c.value)),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_condition_says_of_every_example_what_the_engine_says(seed: int) -> None:
    rng = random.Random(seed)
    plan = plan_of(rng, 25)
    ground = lay_ground(plan, DAY, 20)
    atoms = atoms_of(ground)
    seen = set()
    for _ in range(3):
        wishes = [a if rng.random() < 0.6 else ground.logic.no(a) for a in atoms]
        rng.shuffle(wishes)
        example = ground.logic.find_best((), wishes)
        assert example is not None
        own = truths_of(plan, ground.write(example).response)
        for rule, truth in zip(plan.contradictions, own, strict=True):
            assert truth_in(example, ground.world.truth(rule.when.node)) is truth
            seen.add(truth)
    assert seen == {True, False, None}


@pytest.mark.parametrize("seed", range(12))
def test_every_response_there_is_has_an_example_that_stands_for_it(seed: int) -> None:
    """Without this a proof would say nothing of values between the cases."""
    rng = random.Random(1000 + seed)
    plan = plan_of(rng, 12)
    ground = lay_ground(plan, DAY, 20)
    logic = ground.logic
    for _ in range(6):
        chosen = [q["link_id"] for q in QUESTIONS if rng.random() < 0.8]
        answers = {link_id: given(value(rng, link_id)) for link_id in chosen}
        own = truths_of(plan, response(answers))
        wanted = []
        for rule, truth in zip(plan.contradictions, own, strict=True):
            here = ground.world.truth(rule.when.node)
            wanted.append(here.yes if truth is True else logic.no(here.yes))
            wanted.append(here.no if truth is False else logic.no(here.no))
        assert logic.find(*wanted) is not None


def test_a_statement_that_is_wrong_would_be_noticed_bad() -> None:
    """The first test can fail: opposite statements disagree with the engine."""
    plan = plan_of(random.Random(3), 25)
    ground = lay_ground(plan, DAY, 20)
    example = ground.logic.find(
        *(answer.given for answer in ground.world.answers.values())
    )
    assert example is not None
    own = truths_of(plan, ground.write(example).response)
    turned = [
        truth_in(example, Truth(*reversed(ground.world.truth(node))))
        for node in list(conditions_of(plan))[1:]
    ]
    assert turned != own


def judged_plan(rng: random.Random) -> Plan:
    """Return a policy of random controls; nobody need find it sensible."""
    controls = [
        control(
            f"C-{n}",
            condition(rng),
            partial={"credit": 0.5, "rule": condition(rng)},
            **({"applies_when": condition(rng, 1)} if rng.random() < 0.6 else {}),
        )
        for n in range(12)
    ]
    found = [contradiction(f"X-{n}", condition(rng)) for n in range(4)]
    asked = check_questionnaire(document(ASKED))
    rules = validate(Policy, document(policy(*controls, contradictions=found)))
    return compile_policy(rules, asked.record, asked.digest, asked.digest)


@pytest.mark.parametrize("seed", range(12))
def test_controls_and_contradictions_stand_as_the_engine_judges_them(seed: int) -> None:
    rng = random.Random(2000 + seed)
    plan = judged_plan(rng)
    ground = lay_ground(plan, DAY, 20)
    atoms = atoms_of(ground)
    for _ in range(3):
        wishes = [a if rng.random() < 0.6 else ground.logic.no(a) for a in atoms]
        rng.shuffle(wishes)
        example = ground.logic.find_best((), wishes)
        assert example is not None
        found = ground.judge(ground.write(example))
        status = {item.id: item.status for item in found.controls}
        for compiled in plan.controls:
            stands, own = (
                ground.terms.standing(compiled),
                status.get(compiled.control.id),
            )
            assert example.holds(stands.within) is (own is not None)
            assert example.holds(stands.passed) is (own == "pass")
            assert example.holds(stands.partly) is (own == "partial")
            assert example.holds(stands.unmet) is (own in {"fail", "unknown"})
        met = {item.id for item in found.contradictions}
        for rule in plan.contradictions:
            name = rule.contradiction.id
            active = name in met or name in found.open_contradictions
            assert example.holds(ground.terms.found(rule)) is (name in met)
            assert example.holds(ground.terms.active(rule)) is active
