"""Each property refutes a policy with its fault planted, and proves the sound twin.

What is refuted by a response was confirmed by the engine on documents; here the
counterexample is assessed once more and looked at.
"""

from __future__ import annotations

from typing import Any

import pytest

from audit.assessment.model import Assessment
from audit.canonical import digest
from audit.cases import Case, assess_case
from audit.proofs.model import Finding
from tests.builders import (
    DAY,
    contradiction,
    control,
    document,
    no,
    option,
    question,
    questionnaire,
    yes,
)
from tests.proofs.proving_tiny import days, prove, refuted, rules

Plain = dict[str, Any]
Q = [question("q-a"), question("q-b"), question("q-c")]


def assessed(rule_set: Plain, finding: Finding, *questions: Plain) -> list[Assessment]:
    """Assess the counterexample as a user would: from its plain data alone."""
    assert finding.examples
    return [
        assess_case(
            Case(
                questionnaire=document(questionnaire(*questions)),
                policy=document(rule_set),
                response=document(example.response),
                as_of=DAY,
                observed=example.observed,
                engine="test",
            )
        ).assessment
        for example in finding.examples
    ]


def short(limit: str, **over: Any) -> Plain:
    return control("A", {"answer": "q-days", "at_most": limit}, **over)


def test_controls_that_can_be_passed_failed_and_partly_met_are_proved() -> None:
    partial = {"credit": 0.5, "rule": {"answer": "q-days", "at_most": "60 d"}}
    result = prove("passable", rules(short("30 d", partial=partial)), days("q-days"))
    assert result.verdict == "proved"
    assert {f.subject for f in result.findings} == {
        "A can be passed",
        "A can be failed",
        "A can be partly met",
    }


def test_a_rule_beyond_the_questions_bounds_can_never_be_passed_bad() -> None:
    result = prove("passable", rules(short("5 d")), days("q-days", min="10 d"))
    assert set(refuted(result)) == {"A can be passed"}


def test_a_rule_that_every_answer_meets_can_never_be_failed_bad() -> None:
    result = prove("passable", rules(short("90 d")), days("q-days", max="60 d"))
    assert set(refuted(result)) == {"A can be failed"}


def test_a_rule_that_wants_any_answer_is_failed_by_silence_alone() -> None:
    rule = control("A", {"answer": "q-days", "answered": True})
    assert prove("passable", rules(rule), days("q-days")).verdict == "proved"


def test_a_partial_rule_stricter_than_the_rule_is_never_reached_bad() -> None:
    partial = {"credit": 0.5, "rule": {"answer": "q-days", "at_most": "20 d"}}
    result = prove("passable", rules(short("30 d", partial=partial)), days("q-days"))
    assert set(refuted(result)) == {"A can be partly met"}


ROW = {"id": "on", "type": "boolean", "text": {"en": "On?"}}
TABLE = question("q-rows", "table", columns=[ROW])


def test_rows_that_must_and_must_not_be_so_can_never_be_passed_bad() -> None:
    on = {"column": "on", "is": True}
    rule = [
        {"answer": "q-rows", "any_row": on},
        {"answer": "q-rows", "no_row": on},
    ]
    broken = rules(control("A", {"all": rule}))
    assert "A can be passed" in refuted(prove("passable", broken, TABLE))
    sound = rules(control("A", {"any": rule}))
    assert "A can be passed" not in refuted(prove("passable", sound, TABLE))


def test_a_table_too_long_to_look_at_leaves_the_question_open() -> None:
    many = {"count": 31, "where": {"column": "on", "is": True}}
    rule = control("A", {"answer": "q-rows", "rows_at_least": many})
    result = prove("passable", rules(rule), TABLE)
    verdicts = {f.subject: f.verdict for f in result.findings}
    assert verdicts == {"A can be passed": "unknown", "A can be failed": "proved"}
    assert "table abstraction" in result.findings[0].note
    fits = {**many, "count": 30}
    rule = control("A", {"answer": "q-rows", "rows_at_least": fits})
    assert prove("passable", rules(rule), TABLE).verdict == "proved"


def test_nothing_is_concluded_from_a_table_too_long_to_look_at() -> None:
    many = {"count": 31, "where": {"column": "on", "is": True}}
    rule = {"all": [{"answer": "q-rows", "rows_at_least": many}, yes("q-a")]}
    given = rules(control("A", rule), control("B", {"any": [rule, yes("q-a")]}))
    for name in ("gaming-bound", "silence-never-pays"):
        result = prove(name, given, TABLE, *Q)
        assert result.verdict == "unknown", name
        assert any("table abstraction" in finding.note for finding in result.findings)


def test_two_controls_that_exclude_each_other_are_refuted_bad() -> None:
    pair = rules(control("A", yes("q-a")), control("B", no("q-a")))
    assert set(refuted(prove("no-contradiction", pair, *Q))) == {"A with B"}


def test_two_controls_that_never_apply_together_may_exclude_each_other() -> None:
    pair = rules(
        control("A", yes("q-a"), applies_when=yes("q-b")),
        control("B", no("q-a"), applies_when=no("q-b")),
    )
    assert prove("no-contradiction", pair, *Q).verdict == "proved"


def test_contradictions_nobody_has_or_everybody_has_are_refuted_bad() -> None:
    never = contradiction("X-NEVER", {"all": [yes("q-a"), no("q-a")]})
    always = contradiction("X-ALWAYS", {"any": [yes("q-a"), no("q-a")]})
    fine = contradiction("X-FINE", {"all": [yes("q-a"), no("q-b")]})
    given = rules(control("A", yes("q-a")), contradictions=[never, always, fine])
    assert set(refuted(prove("no-contradiction", given, *Q))) == {
        "X-NEVER can be found",
        "X-ALWAYS can be avoided",
    }


def credit(found: Assessment, name: str) -> Any:
    return next(item.credit for item in found.controls if item.id == name)


def test_a_length_pulled_both_ways_is_refuted_with_both_responses_bad() -> None:
    given = rules(
        control("A", {"answer": "q-days", "at_most": "30 d"}),
        control("B", {"answer": "q-days", "at_least": "90 d"}),
    )
    result = prove("monotone", given, days("q-days"))
    finding = refuted(result)["q-days"]
    before, after, first, then = assessed(given, finding, days("q-days"))
    assert credit(after, "B") > credit(before, "B")
    assert credit(then, "A") < credit(first, "A")


def test_a_length_pulled_one_way_is_proved() -> None:
    given = rules(
        control("A", {"answer": "q-days", "at_most": "30 d"}),
        control("B", {"none": [{"answer": "q-days", "above": "90 d"}]}),
    )
    result = prove("monotone", given, days("q-days"))
    assert [f.verdict for f in result.findings] == ["proved"]
    assert "same way" in result.findings[0].note


def test_a_yes_that_helps_here_and_harms_there_is_refuted_bad() -> None:
    given = rules(
        control("A", yes("q-a")), control("B", {"all": [no("q-a"), yes("q-b")]})
    )
    assert set(refuted(prove("monotone", given, *Q))) == {"q-a"}


def test_a_no_that_leaves_nothing_to_ask_harms_nobody() -> None:
    follow = question("q-b", enable_when=yes("q-a"))
    rule = {"any": [no("q-a"), {"all": [yes("q-a"), yes("q-b")]}]}
    result = prove("monotone", rules(control("A", rule)), Q[0], follow)
    assert result.verdict == "proved"
    assert any("never so in effect" in f.note for f in result.findings)


def test_of_two_single_options_none_may_be_better_here_and_worse_there_bad() -> None:
    kinds = question("q-k", "choice", options=[option("x"), option("y"), option("z")])
    both = [
        control("A", {"answer": "q-k", "in": ["x", "z"]}),
        control("B", {"answer": "q-k", "in": ["y", "z"]}),
    ]
    assert set(refuted(prove("monotone", rules(*both), kinds))) == {"q-k"}
    both[1] = control("B", {"answer": "q-k", "is": "z"})
    assert prove("monotone", rules(*both), kinds).verdict == "proved"


def test_amounts_in_two_currencies_are_not_compared() -> None:
    given = question("q-sum", "money")
    limits = [
        control("A", {"answer": "q-sum", "at_least": "100 EUR"}),
        control("B", {"answer": "q-sum", "at_least": "200 USD"}),
    ]
    assert prove("monotone", rules(*limits), given).verdict == "proved"
    limits.append(control("C", {"answer": "q-sum", "below": "50 EUR"}))
    assert set(refuted(prove("monotone", rules(*limits), given))) == {"q-sum"}


def test_a_signature_that_is_required_counts_as_given() -> None:
    given = rules(control("A"), responses={"signature": "required"})
    result = prove("reachable", given, *Q)
    verdicts = {f.subject: f.verdict for f in result.findings}
    assert verdicts["decision accept"] == "proved"


def test_an_option_wanted_here_and_unwanted_there_is_refuted_bad() -> None:
    several = question("q-m", "multi_choice", options=[option("x"), option("y")])
    both = [
        control("A", {"answer": "q-m", "includes_any": ["x"]}),
        control("B", {"answer": "q-m", "excludes": ["x"]}),
    ]
    assert set(refuted(prove("monotone", rules(*both), several))) == {"q-m"}
    both[1] = control("B", {"answer": "q-m", "excludes": ["y"]})
    assert prove("monotone", rules(*both), several).verdict == "proved"


def test_a_day_to_come_is_no_worse_answer_to_when_something_was_done() -> None:
    rule = control("A", {"answer": "q-day", "within": "12 mo"})
    given = question("q-day", "date")
    assert prove("monotone", rules(rule), given).verdict == "proved"


def test_a_column_pulled_both_ways_is_refuted_bad() -> None:
    given = rules(
        control("A", {"answer": "q-rows", "every_row": {"column": "on", "is": True}}),
        control("B", {"answer": "q-rows", "no_row": {"column": "on", "is": True}}),
    )
    finding = refuted(prove("monotone", given, TABLE))["q-rows.on"]
    before, after, first, then = assessed(given, finding, TABLE)
    raised, lowered = finding.note.split()[5].strip(","), finding.note.split()[8]
    assert credit(after, raised) > credit(before, raised)
    assert credit(then, lowered) < credit(first, lowered)


ACCEPTS = {"rating_at_least": "fair", "coverage_at_least": 50}


def knocking(**when: Any) -> Plain:
    return rules(
        control("A", knock_out={"rating": "fair"}),
        control("B"),
        decision=[{"decision": "accept", "when": {**ACCEPTS, **when}}],
    )


def test_a_rule_that_forgets_the_knock_outs_accepts_in_spite_of_one_bad() -> None:
    finding = refuted(prove("knock-outs-dominate", knocking(), *Q))["rule 1 (accept)"]
    (found,) = assessed(knocking(), finding, *Q)
    assert found.decision == "accept"
    assert [item.id for item in found.knock_outs] == ["A"]


@pytest.mark.parametrize(
    "when", [{"knock_outs_at_most": 0}, {"rating_at_least": "good"}], ids=str
)
def test_a_rule_that_allows_no_knock_out_is_proved(when: Plain) -> None:
    result = prove("knock-outs-dominate", knocking(**when), *Q)
    assert result.verdict == "proved"
    assert len(result.findings) == 2


def test_a_score_that_no_knock_out_leaves_within_reach_is_proved() -> None:
    when = {"score_at_least": 60}
    given = rules(
        control("A", knock_out=True),
        control("B"),
        decision=[{"decision": "accept", "when": when}],
    )
    assert prove("knock-outs-dominate", given, *Q).verdict == "proved"
    when["score_at_least"] = 50
    assert prove("knock-outs-dominate", given, *Q).verdict == "refuted"


def test_every_end_of_a_sound_policy_is_reached() -> None:
    factor = {
        "id": "size",
        "title": {"en": "Size"},
        "scores": [{"when": yes("q-c"), "points": 10}],
    }
    given = rules(control("A"), control("B"))
    given["inherent"]["factors"] = [factor]
    result = prove("reachable", given, *Q)
    assert result.verdict == "proved", [f for f in result.findings if f.note]
    assert len(result.findings) == 3 + 2 + 3 + 3


def test_ends_that_no_response_comes_to_are_refuted_bad() -> None:
    result = prove("reachable", rules(control("A"), control("B")), *Q)
    assert set(refuted(result)) == {"tier great", "residual high"}
    proved = {f.subject: f for f in result.findings if f.verdict == "proved"}
    assert {"rating good", "decision accept"} <= set(proved)


def test_a_rating_above_any_score_and_a_rule_in_its_shadow_are_refuted_bad() -> None:
    given = rules(
        control("A", {"all": [yes("q-a"), no("q-a")]}),
        control("B"),
        decision=[
            {"decision": "accept_with_conditions", "when": {"rating_at_least": "fair"}},
            {"decision": "accept", "when": {"rating_at_least": "good"}},
        ],
    )
    found = refuted(prove("reachable", given, *Q))
    assert {"rating good", "decision accept"} <= set(found)
    assert "no score is above 50.00" in found["rating good"].note
    assert "never gets its turn" in found["decision accept"].note


def talking(floor: str, **when: Any) -> Plain:
    controls = [control(name, evidence_floor=floor, weight=2) for name in "AB"]
    tests = {"score_at_least": 60, "knock_outs_at_most": 0, **when}
    return rules(*controls, decision=[{"decision": "accept", "when": tests}])


def test_words_that_earn_an_acceptance_are_refuted_bad() -> None:
    result = prove("gaming-bound", talking("documented"), *Q)
    best, rule = result.findings
    assert best.note == "60.00 (60)"
    assert rule.verdict == "refuted"
    (found,) = assessed(talking("documented"), rule, *Q)
    assert found.decision == "accept"
    assert not found.evidence


def test_words_that_a_verified_score_stops_are_proved() -> None:
    result = prove("gaming-bound", talking("documented", verified_score_at_least=1), *Q)
    assert result.verdict == "proved"
    assert "verified score" in result.findings[1].note


def test_the_best_score_on_words_is_exact_where_domains_stand_in_each_others_way() -> (
    None
):
    given = rules(
        control("A", yes("q-a"), domain="one", weight=3),
        control("B", yes("q-b"), domain="one", weight=1),
        control("C", no("q-a"), domain="two", weight=1),
        control("D", yes("q-c"), domain="two", weight=1),
        domains=[
            {"id": "one", "title": {"en": "One"}, "weight": 1},
            {"id": "two", "title": {"en": "Two"}, "weight": 1},
        ],
    )
    best = prove("gaming-bound", given, *Q).findings[0]
    # A or C: losing C costs half of one domain, losing A three quarters of the other.
    assert (best.verdict, best.note) == ("proved", "75.00 (75)")


def test_a_control_that_can_leave_the_scope_raises_what_words_can_earn() -> None:
    weak = control("B", evidence_floor="documented", applies_when=yes("q-c"))
    best = prove("gaming-bound", rules(control("A"), weak), *Q).findings[0]
    assert best.note == "100.00 (100)"


def test_silence_never_pays_where_the_tables_are_in_order() -> None:
    given = rules(control("A"), control("B", applies_when=yes("q-a")))
    assert prove("silence-never-pays", given, *Q).verdict == "proved"


def test_a_matrix_that_rewards_a_worse_rating_is_refuted_bad() -> None:
    given = rules(control("A"))
    given["residual"]["matrix"]["small"] = {
        "good": "high",
        "fair": "low",
        "poor": "low",
    }
    assert any(
        "residual" in name for name in refuted(prove("silence-never-pays", given, *Q))
    )


def test_a_harsh_rule_before_a_mild_one_is_refuted_bad() -> None:
    given = rules(control("A"))
    given["decision"].insert(0, {"decision": "reject", "when": {"score_at_least": 95}})
    assert any(
        "rules go" in name for name in refuted(prove("silence-never-pays", given, *Q))
    )


def waived(rule: Plain) -> tuple[Plain, list[Plain]]:
    """Return a policy over a question that only an N/A to another one brings up."""
    first = question("q-a", allow_not_applicable=True)
    gate = {"answer": "q-a", "not_applicable": True}
    return rules(control("A", rule)), [first, question("q-b", enable_when=gate)]


def test_an_na_that_brings_up_an_easier_question_pays_and_is_refuted_bad() -> None:
    given, questions = waived({"any": [yes("q-a"), yes("q-b")]})
    result = prove("not-applicable-never-pays", given, *questions)
    finding = refuted(result)["q-a answered N/A"]
    spoken, na = assessed(given, finding, *questions)
    assert credit(na, "A") > credit(spoken, "A")
    assert na.answers["q-a"].state == "not_applicable"


def test_an_na_that_brings_up_what_no_control_reads_does_not_pay() -> None:
    given, questions = waived(yes("q-a"))
    result = prove("not-applicable-never-pays", given, *questions)
    assert result.verdict == "proved"


def test_every_example_is_written_for_this_questionnaire() -> None:
    finding = refuted(prove("knock-outs-dominate", knocking(), *Q))["rule 1 (accept)"]
    response = finding.examples[0].response
    assert response["questionnaire"] == {"id": "tiny", "version": "1.0.0"}
    assert digest(response).startswith("sha256:")
