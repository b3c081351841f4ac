"""What a repair, and the lack of one, is told in."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from audit.remedy.goal import Goal
from audit.remedy.repair import Repair, repair
from audit.remedy.step import Efforts
from audit.report.remedy.plain import plain_repair
from audit.report.remedy.repair import RepairView, build_repair
from tests import builders as b
from tests.remedy.scenes import position
from tests.remedy.test_repair import asked, clashing, decided, no_to_all, shares

LANGUAGES = ("en", "uk", "ru")


def view(
    rules: b.Plain, goal: Goal, answers: b.Plain | None = None, language: str = "en"
) -> RepairView:
    found = position(rules, no_to_all(rules, **(answers or {})), asked(rules))
    result = repair(found, goal, Efforts())
    return build_repair(result, found, Efforts(), language, fewest=False)


def cells(found: RepairView, column: int) -> list[str]:
    return [row[column].text for row in found.steps.rows]


def test_effort_and_score_run_on_from_step_to_step() -> None:
    found = view(shares(40, 26, 24, 10, efforts=(4, 3, 3, 9)), Goal("rating", "fair"))
    assert cells(found, 4) == ["3", "3"]
    assert cells(found, 5) == ["3", "6"]
    assert cells(found, 6) == ["26", "24"]
    assert cells(found, 7) == ["26.0", "50.0"]
    assert found.summary == "Steps: 2; controls to close: 2; effort in person-days: 6."


def test_the_proof_names_cost_bound_gap_and_choices() -> None:
    found = view(shares(40, 26, 24, 10, efforts=(4, 3, 3, 9)), Goal("rating", "fair"))
    (line,) = (text for text in found.certificate if text.startswith("Optimal"))
    assert "Optimal: 6 person-days" in line
    assert "nothing below 6 possible (gap 0, integer programs: 1" in line
    assert line.endswith("in the one taken: 4).")
    assert found.certificate[-1].startswith("Proven once more in whole numbers")


@pytest.mark.parametrize(
    ("change", "start"),
    [
        (
            {"bound": 4.0},
            "Not proven minimal: 6 person-days was found, and less than 4",
        ),
        ({"exact": Fraction(5)}, "In whole numbers alone, less than 5 person-days"),
        ({"exact": None}, "The second proof, in whole numbers, was too large"),
    ],
)
def test_a_weaker_proof_is_told_as_what_it_is_bad(
    change: dict[str, Any], start: str
) -> None:
    rules = shares(40, 26, 24, 10, efforts=(4, 3, 3, 9))
    found = position(rules, no_to_all(rules), asked(rules))
    result = repair(found, Goal("rating", "fair"), Efforts())
    assert isinstance(result, Repair)
    weaker = replace(result, certificate=replace(result.certificate, **change))
    told = build_repair(weaker, found, Efforts(), "en", fewest=False).certificate
    assert any(line.startswith(start) for line in told)
    assert not all(line.startswith(("Checked", "Optimal", "Proven")) for line in told)


def test_answers_to_correct_are_named() -> None:
    rules = decided({"contradictions_at_most": 0}, controls=clashing())
    found = view(rules, Goal("decision", "accept"))
    assert cells(found, 2) == ["correct these answers: q-a, q-b"]


def test_a_control_without_stated_effort_is_an_assumption_of_its_own() -> None:
    rules = b.policy(b.control("A"), b.control("B"))
    found = view(rules, Goal("rating", "good"))
    assert any("1 person-days each: A, B." in line for line in found.assumptions)
    stated = view(shares(50, 50, efforts=(1, 1)), Goal("rating", "good"))
    assert not any("No effort in the policy" in line for line in stated.assumptions)


def refusals(rules: b.Plain, goal: Goal, answers: b.Plain | None = None) -> str:
    found = view(rules, goal, answers)
    assert found.summary == "Closing gaps does not reach the goal."
    assert not found.steps.rows
    assert not found.certificate
    return "\n".join(found.refusals)


def test_what_is_called_not_applicable_is_named_as_no_work() -> None:
    rules = shares(40, 30, 20, 10, efforts=(4, 3, 2, 1))
    rules["controls"][0]["knock_out"] = True
    text = refusals(rules, Goal("rating", "good"), {"q-a": b.na()})
    assert "the score reaches 60.0 at most, 80.0 is needed" in text
    assert "these stay open, and 0 at most are allowed: A" in text
    assert (
        "no work closes it; the assessor may confirm it, or the vendor answers: A."
        in text
    )


def test_the_verified_score_and_the_rule_are_named() -> None:
    rules = decided({"verified_score_at_least": 70})
    text = refusals(rules, Goal("decision", "accept"), {"q-a": b.na()})
    assert text.startswith("By rule 1 of the policy: the verified score reaches 60.0")


def test_a_policy_without_such_a_decision_says_so() -> None:
    rules = decided({"score_at_least": 20})
    rules["decision"][0]["decision"] = "accept_with_conditions"
    assert refusals(rules, Goal("decision", "accept")) == (
        "No rule of the policy gives this decision."
    )


def test_an_earlier_rule_is_named() -> None:
    rules = decided({"score_at_least": 20})
    first = {"decision": "accept_with_conditions", "when": {"score_at_least": 10}}
    rules["decision"].insert(0, first)
    text = refusals(rules, Goal("decision", "accept"))
    assert (
        text
        == "By rule 2 of the policy: an earlier rule of the policy decides otherwise."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_step_is_told_in_every_language(language: str) -> None:
    demands = {
        "contradictions_at_most": 0,
        "coverage_at_least": 100,
        "score_at_least": 90,
    }
    rules = decided(demands, controls=clashing())
    rules["responses"] = {"signature": "required"}
    rules["controls"][2]["evidence_floor"] = "documented"
    answers = {"q-a": False, "q-b": False, "q-c": True}
    found = position(rules, answers, asked(rules))
    result = repair(found, Goal("decision", "accept"), Efforts())
    assert isinstance(result, Repair)
    assert {step.work for step in result.steps} == {
        "sign", "correct", "answer", "evidence", "requirement",
    }  # fmt: skip
    told = build_repair(result, found, Efforts(), language, fewest=False)
    texts = [cell.text for row in told.steps.rows for cell in row]
    assert all(texts)
    assert not any(re.search(r"[{}]", text) for text in texts)
    plain = plain_repair(result, found, Efforts(), language)
    assert [step["id"] for step in plain["steps"]] == [s.id for s in result.steps]
    assert plain["after"]["decision"] == "accept"
