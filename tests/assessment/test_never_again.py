"""Ways to cheat or to be treated unfairly that must stay closed."""

from __future__ import annotations

import json

import pytest

from audit.documents import read_json, read_yaml, validate
from audit.errors import InputError
from audit.policy.compile import compile_policy
from audit.policy.model import Policy
from tests.builders import (
    DIGEST,
    control,
    na,
    no,
    numbers,
    policy,
    question,
    questionnaire,
    record,
    response,
    result,
    run,
    state,
    yes,
)

CRITICAL = policy(
    control("A", severity="critical", weight=20, not_applicable="accept"),
    control("B", severity="critical", weight=20),
    control("C", weight=1),
)
ASKED = questionnaire(
    question("q-a", allow_not_applicable=True),
    question("q-b", allow_not_applicable=True),
    question("q-c"),
)


def test_not_applicable_to_every_critical_does_not_raise_the_score() -> None:
    honest = run(CRITICAL, response({"q-a": False, "q-b": False, "q-c": True}), ASKED)
    evasive = run(CRITICAL, response({"q-a": na(), "q-b": na(), "q-c": True}), ASKED)
    assert numbers(evasive) == numbers(honest)
    assert (evasive.rating, evasive.decision) == ("poor", "reject")
    assert [c.status for c in evasive.controls] == ["fail", "fail", "pass"]


def test_silence_does_not_pay() -> None:
    honest = run(CRITICAL, response({"q-a": True, "q-b": False, "q-c": True}), ASKED)
    silent = run(CRITICAL, response({"q-a": True, "q-c": True}), ASKED)
    nothing = run(CRITICAL, response({}), ASKED)
    assert numbers(silent) == numbers(honest)
    assert numbers(nothing).claimed == 0
    assert nothing.decision == "reject"


@pytest.mark.parametrize(
    "rule",
    [
        {"none": [no("q-a")]},
        {"answer": "q-a", "is_not": False},
        {"none": [{"all": [no("q-a")]}]},
        {"none": [{"answer": "q-a", "answered": True}]},
        {"none": [{"evidence": {"answer": "q-a"}}]},
    ],
)
@pytest.mark.parametrize("silence", [None, na(), state("declined"), state("unknown")])
def test_a_negation_is_never_met_by_silence(rule: dict, silence: dict | None) -> None:
    answers = response({} if silence is None else {"q-a": silence})
    found = run(policy(control("A", rule)), answers, ASKED)
    assert result(found, "A").status in {"unknown", "fail"}
    assert numbers(found).claimed == 0


@pytest.mark.parametrize("word", ["no", "No", "yes", "false", "true", 0, 1, "", []])
def test_a_word_or_number_in_place_of_yes_or_no_is_refused(word: object) -> None:
    with pytest.raises(InputError) as caught:
        run(policy(control("A")), response({"q-a": word}))
    assert [(p.code, p.pointer) for p in caught.value.problems] == [
        ("answer-value", "/answers/q-a/value")
    ]


def test_no_is_never_read_as_yes() -> None:
    assert result(run(policy(), response({"q-a": False})), "A").status == "fail"
    for is_yes in (True, False):
        rules = policy(control("A", {"answer": "q-a", "is": is_yes}))
        status = result(run(rules, response({"q-a": False})), "A").status
        assert status == ("fail" if is_yes else "pass")


def test_a_bare_no_in_yaml_is_text_and_a_rule_that_compares_with_it_is_refused() -> (
    None
):
    written = read_yaml(b"rule: {answer: q-a, is: no}", "p.yaml").data["rule"]
    assert written == {"answer": "q-a", "is": "no"}
    with pytest.raises(InputError, match="write true or false"):
        run(policy(control("A", written)), response({"q-a": False}))


HIDING = questionnaire(
    question("q-a"),
    question("q-b", enable_when=yes("q-a")),
    question("q-c"),
)


def test_a_hidden_question_does_not_empty_other_rules() -> None:
    either = control("E", {"any": [yes("q-b"), yes("q-c")]})
    rules = policy(either, control("C"))
    good = run(rules, response({"q-a": False, "q-c": True}), HIDING)
    bad = run(rules, response({"q-a": False, "q-c": False}), HIDING)
    assert [c.status for c in good.controls] == ["pass", "pass"]
    assert result(bad, "C").status == "fail"
    assert result(bad, "E").status != "pass"
    assert (numbers(good).score, numbers(bad).score) == (100, 0)


def test_an_answer_to_a_hidden_question_is_inert() -> None:
    rules = policy(control("E", {"any": [yes("q-b"), yes("q-c")]}))
    found = run(rules, response({"q-a": False, "q-b": True, "q-c": False}), HIDING)
    assert found.answers["q-b"].state == "not_asked"
    assert numbers(found).claimed == 0


def test_silence_on_the_gate_does_not_hide_what_waits_behind_it() -> None:
    gated = control("B", applies_when=yes("q-a"))
    rules = policy(gated, control("C"))
    found = run(rules, response({"q-c": True}), HIDING)
    assert (result(found, "B").status, numbers(found).score) == ("unknown", 50)
    assert found.answers["q-b"].state == "withheld"


@pytest.mark.parametrize(
    "rule",
    [
        {"answer": "q-nowhere", "is": True},
        {"answer": "q-a", "is": "yes"},
        {"answer": "q-a", "at_least": 3},
        {"answer": "q-a", "equals": True},
        {"all": []},
        {"any": [yes("q-a"), {"answer": "q-nowhere", "is": True}]},
        {"evidence": {"kind": "certifcate"}},
        {},
    ],
)
@pytest.mark.parametrize("place", ["rule", "partial", "applies_when", "contradiction"])
def test_an_error_in_a_rule_is_an_error_and_never_a_skipped_rule(
    rule: dict, place: str
) -> None:
    from tests.builders import contradiction

    rules = policy(control("A"))
    if place == "contradiction":
        rules["contradictions"] = [contradiction("X", rule)]
    elif place == "partial":
        rules["controls"][0]["partial"] = {"credit": 0.5, "rule": rule}
    else:
        rules["controls"][0][place] = rule
    with pytest.raises(InputError) as caught:
        run(rules, response({"q-a": True}))
    pointers = {p.pointer for p in caught.value.problems}
    start = (
        "/contradictions/0/when" if place == "contradiction" else f"/controls/0/{place}"
    )
    assert pointers
    assert all(pointer.startswith(start) for pointer in pointers)
    assert all(p.file and p.line for p in caught.value.problems)


@pytest.mark.parametrize(
    "rule",
    [{"answer": "q-nowhere", "is": True}, {"answer": "q-a", "is": "yes"}, {"all": []}],
)
def test_a_rule_that_slipped_past_the_check_cannot_be_compiled(rule: dict) -> None:
    raw = json.dumps(policy(control("A", rule)), default=float).encode()
    unchecked = validate(Policy, read_json(raw, "p.json"))
    with pytest.raises((KeyError, ValueError, InputError)):
        compile_policy(unchecked, record(), DIGEST, DIGEST)


def test_a_review_of_another_response_is_refused() -> None:
    from audit.cases import Case, assess_case
    from tests.builders import DAY, document

    case = Case(
        questionnaire=document(questionnaire()),
        policy=document(policy()),
        response=document(response({"q-a": True})),
        as_of=DAY,
        observed=(),
        review=document({"response_digest": DIGEST, "judgements": []}),
        engine="test",
    )
    with pytest.raises(InputError, match="another response"):
        assess_case(case)
