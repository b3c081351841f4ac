"""Scores worked out by hand on tiny policies; every number is exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from audit.assessment.model import Points
from audit.errors import InputError
from tests.builders import (
    contradiction,
    control,
    domain,
    given,
    item,
    judgement,
    na,
    no,
    numbers,
    policy,
    question,
    questionnaire,
    response,
    result,
    run,
    state,
    text,
    waiver,
    yes,
)

ALL_YES = {"q-a": True, "q-b": True, "q-c": True}


def test_a_pass_a_partial_a_fail_and_an_unknown_score_by_weight() -> None:
    rules = policy(
        control("A", weight=3),
        control("B", weight=2, partial={"credit": Decimal("0.4"), "rule": no("q-b")}),
        control("C", weight=4),
        control("D", yes("q-d"), weight=1),
    )
    asked = questionnaire(*(question(f"q-{x}") for x in "abcd"))
    found = run(rules, response({"q-a": True, "q-b": False, "q-c": False}), asked)
    assert [(c.id, c.status, c.reason) for c in found.controls] == [
        ("A", "pass", "rule_met"),
        ("B", "partial", "partly_met"),
        ("C", "fail", "rule_not_met"),
        ("D", "unknown", "not_answered"),
    ]
    assert numbers(found).score == Fraction(100) * (3 + 2 * Fraction(2, 5)) / 10 == 38
    assert [c.points.exact for c in found.controls] == [30, 8, 0, 0]
    assert [c.possible.exact for c in found.controls] == [30, 20, 40, 10]


def test_thirds_stay_exact_and_are_shown_with_one_decimal() -> None:
    found = run(policy(), response({"q-a": True, "q-b": True, "q-c": False}))
    assert numbers(found).score == Fraction(200, 3)
    assert found.scores.score.shown == "66.7"
    assert found.plain()["scores"]["score"] == {"exact": "200/3", "shown": "66.7"}


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction("0.05"), "0.0"),
        (Fraction("0.15"), "0.2"),
        (Fraction("0.25"), "0.2"),
        (Fraction("99.95"), "100.0"),
        (Fraction(79, 1) + Fraction("0.9499999"), "79.9"),
        (Fraction("-0.05"), "0.0"),
        (Fraction("-1.25"), "-1.2"),
    ],
)
def test_numbers_are_shown_rounded_half_to_even(exact: Fraction, shown: str) -> None:
    assert Points(exact=exact).shown == shown


def test_the_total_is_the_weighted_mean_of_the_domains() -> None:
    rules = policy(
        control("A", weight=5),
        control("B", weight=15),
        control("C", domain="privacy", weight=7),
        domains=[domain("security", 3), domain("privacy", 1), domain("empty", 9)],
    )
    found = run(rules, response({"q-a": True, "q-b": False, "q-c": True}))
    assert [d.score and d.score.exact for d in found.domains] == [25, 100, None]
    assert [d.controls for d in found.domains] == [2, 1, 0]
    assert numbers(found).score == (3 * Fraction(25) + 1 * Fraction(100)) / 4


@pytest.mark.parametrize(
    ("floor", "backing", "score", "verified"),
    [
        ("claimed", None, 100, 100),
        ("documented", None, 60, 0),
        ("documented", "documented", 100, 100),
        ("independent", "documented", 85, 0),
        ("independent", "independent", 100, 100),
        ("verified", "independent", 100, 0),
    ],
)
def test_below_the_evidence_floor_a_pass_is_worth_its_assurance(
    floor: str, backing: str | None, score: int, verified: int
) -> None:
    items = [item("e", backing)] if backing else []
    answer = given(True, *(i["id"] for i in items))
    found = run(
        policy(control("A", evidence_floor=floor)), response({"q-a": answer}, *items)
    )
    exact = numbers(found)
    assert (exact.score, exact.verified, exact.claimed) == (score, verified, 100)
    assert result(found, "A").assurance == (backing or "claimed")


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({"expires": "2026-05-31"}, "expired"),
        ({"issued": "2026-06-02"}, "not_yet_valid"),
        ({"sha256": "b" * 64}, "changed"),
        ({}, "missing"),
    ],
)
def test_evidence_that_is_not_valid_on_the_day_counts_as_a_claim(
    over: dict, status: str
) -> None:
    from audit.evidence.model import Observation

    listed = item("e", "independent", **over)
    there = () if status == "missing" else (Observation(id="e", sha256="a" * 64),)
    found = run(
        policy(control("A", evidence_floor="documented")),
        response({"q-a": given(True, "e")}, listed),
        observed=there,
    )
    assert found.evidence[0].status == status
    assert found.answers["q-a"].assurance == "claimed"
    assert numbers(found).score == 60


def test_evidence_is_still_valid_on_the_very_day_it_expires() -> None:
    listed = item("e", expires="2026-06-01", issued="2026-06-01")
    found = run(policy(control("A")), response({"q-a": given(True, "e")}, listed))
    assert found.evidence[0].status == "valid"


def test_a_control_is_as_sure_as_the_weakest_answer_it_needs() -> None:
    rule = {"all": [yes("q-a"), yes("q-b")]}
    rules = policy(control("A", rule, evidence_floor="independent"))
    items = [item("cert", "independent"), item("doc")]
    answers = {"q-a": given(True, "cert"), "q-b": given(True, "doc")}
    assert numbers(run(rules, response(answers, *items))).score == 85
    either = policy(
        control("A", {"any": [yes("q-a"), yes("q-b")]}, evidence_floor="independent")
    )
    assert numbers(run(either, response(answers, *items))).score == 100


def test_a_pass_on_words_is_worth_no_less_than_the_proven_partial() -> None:
    partial = {"credit": Decimal("0.8"), "rule": yes("q-a")}
    rules = policy(
        control(
            "A",
            {"all": [yes("q-a"), yes("q-b")]},
            partial=partial,
            evidence_floor="documented",
        )
    )
    proven = given(True, "e")
    half = run(rules, response({"q-a": proven}, item("e")))
    both = run(rules, response({"q-a": proven, "q-b": True}, item("e")))
    assert (result(half, "A").status, result(both, "A").status) == ("partial", "pass")
    assert (numbers(half).score, numbers(half).verified) == (80, 80)
    assert (numbers(both).score, numbers(both).verified) == (80, 80)
    assert (numbers(half).claimed, numbers(both).claimed) == (80, 100)


def test_the_gaming_index_is_the_part_of_the_score_that_rests_on_words() -> None:
    rules = policy(
        control("A", weight=1, evidence_floor="documented"),
        control("B", weight=2),
        control("C", weight=2),
    )
    answers = {"q-a": True, "q-b": given(True, "e"), "q-c": True}
    found = run(rules, response(answers, item("e")))
    assert numbers(found).score == 12 + 40 + 40
    assert found.gaming_index.exact == 12 + 40


def test_what_an_exception_adds_does_not_rest_on_words() -> None:
    rules = policy(control("A"), control("B"))
    found = run(rules, response({"q-a": False, "q-b": True}), waivers=[waiver("A")])
    assert numbers(found).score == 75
    assert found.gaming_index.exact == 50


# --- exceptions -----------------------------------------------------------------


def test_an_exception_in_force_gives_the_compensation_and_shows_the_score_before() -> (
    None
):
    answers = response({"q-a": False, "q-b": True, "q-c": True})
    found = run(policy(compensation=Decimal("0.3")), answers, waivers=[waiver("A")])
    exact = numbers(found)
    assert exact.score == Fraction(100) * Fraction(23, 10) / 3
    assert exact.before == Fraction(200, 3)
    assert exact.verified == Fraction(200, 3)
    assert result(found, "A").status == "excepted"


@pytest.mark.parametrize(
    ("granted", "expires", "in_force"),
    [
        ("2026-05-01", "2026-05-31", False),
        ("2026-05-01", "2026-06-01", True),
        ("2026-06-01", "2026-07-01", True),
        ("2026-06-02", "2026-07-01", False),
    ],
)
def test_an_exception_counts_from_the_day_granted_to_the_day_it_expires(
    granted: str, expires: str, *, in_force: bool
) -> None:
    waivers = [waiver("A", granted=granted, expires=expires)]
    found = run(policy(control("A")), response({"q-a": False}), waivers=waivers)
    assert found.exceptions[0].in_force is in_force
    assert numbers(found).score == (50 if in_force else 0)


def test_an_exception_leaves_a_pass_alone() -> None:
    found = run(policy(control("A")), response({"q-a": True}), waivers=[waiver("A")])
    assert result(found, "A").status == "pass"
    assert numbers(found).score == 100


def test_an_exception_never_takes_from_a_partial_that_is_worth_more_or_less() -> None:
    def with_credit(credit: str) -> tuple[str, Fraction, Fraction]:
        partial = {"credit": Decimal(credit), "rule": no("q-a")}
        found = run(
            policy(control("A", partial=partial)),
            response({"q-a": False}),
            waivers=[waiver("A")],
        )
        return result(found, "A").status, numbers(found).score, numbers(found).before

    assert with_credit("0.7") == ("partial", 70, 70)
    assert with_credit("0.2") == ("excepted", 50, 20)


def test_an_exception_without_compensation_still_marks_the_control() -> None:
    found = run(
        policy(control("A"), control("B"), compensation=0),
        response({"q-a": False, "q-b": True}),
        waivers=[waiver("A"), waiver("B")],
    )
    assert [c.status for c in found.controls] == ["excepted", "pass"]
    assert numbers(found).score == 50


def test_an_exception_does_not_lift_a_knock_out() -> None:
    rules = policy(control("A", weight=1, knock_out=True), control("B", weight=99))
    found = run(rules, response({"q-a": False, "q-b": True}), waivers=[waiver("A")])
    assert found.rating_before_knock_outs == "good"
    assert found.rating == "poor"
    assert [(k.id, k.status) for k in found.knock_outs] == [("A", "fail")]


def test_an_exception_for_an_unknown_control_or_another_vendor_is_refused() -> None:
    with pytest.raises(InputError, match="no control 'Z'"):
        run(policy(), response(ALL_YES), waivers=[waiver("Z")])


# --- not applicable -------------------------------------------------------------

ALLOWING = questionnaire(question("q-a", allow_not_applicable=True), question("q-b"))


def accepting(**over: object) -> dict:
    return policy(control("A", **{"not_applicable": "accept", **over}), control("B"))


def test_not_applicable_leaves_the_sum_when_all_four_agree() -> None:
    answers = response({"q-a": na(), "q-b": False})
    found = run(accepting(), answers, ALLOWING, review=[judgement("q-a")])
    assert result(found, "A").status == "not_applicable"
    assert result(found, "B").possible.exact == 100
    assert [(n.link_id, n.confirmed) for n in found.not_applicable] == [("q-a", True)]
    assert found.coverage.exact == 100


def test_not_applicable_fails_when_the_policy_does_not_accept_it() -> None:
    answers = response({"q-a": na(), "q-b": True})
    rules = accepting(not_applicable="refuse")
    found = run(rules, answers, ALLOWING, review=[judgement("q-a")])
    assert (result(found, "A").status, numbers(found).score) == ("fail", 50)
    assert result(found, "A").reason == "not_applicable_refused"


def test_not_applicable_fails_until_the_assessor_confirms_it() -> None:
    answers = response({"q-a": na(), "q-b": True})
    for review in (None, [], [judgement("q-b")]):
        found = run(accepting(), answers, ALLOWING, review=review)
        assert result(found, "A").reason == "not_applicable_unconfirmed"
        assert (result(found, "A").status, numbers(found).score) == ("fail", 50)
        assert found.coverage.exact == 50


def test_not_applicable_fails_when_the_assessor_rejects_it() -> None:
    answers = response({"q-a": na(), "q-b": True})
    found = run(accepting(), answers, ALLOWING, review=[judgement("q-a", "rejected")])
    assert result(found, "A").reason == "rejected_by_review"
    assert numbers(found).score == 50


def test_not_applicable_is_refused_where_the_question_does_not_allow_it() -> None:
    rules = policy(control("B"))
    with pytest.raises(InputError) as caught:
        run(rules, response({"q-b": na()}), ALLOWING, review=[judgement("q-b")])
    assert [(p.code, p.pointer) for p in caught.value.problems] == [
        ("answer-not-applicable", "/answers/q-b/state")
    ]


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_not_applicable_is_refused_without_a_justification(reason: str | None) -> None:
    with pytest.raises(InputError) as caught:
        run(accepting(), response({"q-a": na(reason)}), ALLOWING)
    assert [p.code for p in caught.value.problems] == ["answer-justification"]


def test_not_applicable_to_one_of_two_needed_answers_fails() -> None:
    rules = policy(
        control("A", {"all": [yes("q-a"), yes("q-b")]}, not_applicable="accept")
    )
    found = run(
        rules, response({"q-a": na(), "q-b": True}), ALLOWING, review=[judgement("q-a")]
    )
    assert result(found, "A").reason == "not_applicable_refused"


# --- scope ----------------------------------------------------------------------

SCOPED = policy(control("A", applies_when=yes("q-c")), control("B"))


def test_a_control_leaves_the_scope_only_by_an_answer_and_is_listed_with_it() -> None:
    found = run(SCOPED, response({"q-a": False, "q-b": True, "q-c": False}))
    assert [(o.id, o.reads) for o in found.out_of_scope] == [("A", ("q-c",))]
    assert numbers(found).score == 100
    silent = run(SCOPED, response({"q-a": False, "q-b": True}))
    assert (silent.out_of_scope, numbers(silent).score) == ((), 50)


def test_a_control_met_in_an_undeclared_scope_earns_nothing() -> None:
    """Out of scope, B alone counts: adding a met A by silence would pay."""
    declared = run(SCOPED, response({"q-a": True, "q-b": False, "q-c": False}))
    silent = run(SCOPED, response({"q-a": True, "q-b": False}))
    stated = run(SCOPED, response({"q-a": True, "q-b": False, "q-c": True}))
    assert [numbers(x).score for x in (declared, silent, stated)] == [0, 0, 50]
    assert result(silent, "A").status == "unknown"


def test_an_exception_does_not_count_in_an_undeclared_scope() -> None:
    silent = run(SCOPED, response({"q-b": False}), waivers=[waiver("A")])
    assert numbers(silent).score == 0


def test_a_scope_that_hangs_on_a_hidden_question_does_not_cost_the_vendor() -> None:
    asked = questionnaire(
        question("q-a"),
        question("q-b"),
        question("q-c", enable_when=yes("q-b")),
    )
    found = run(SCOPED, response({"q-a": True, "q-b": False}), asked)
    assert found.answers["q-c"].state == "not_asked"
    assert result(found, "A").status == "pass"


# --- review ---------------------------------------------------------------------


def test_a_rejected_answer_fails_its_control_whatever_it_said() -> None:
    for value in (True, False):
        answers = response({"q-a": given(value, "e")}, item("e"))
        found = run(
            policy(control("A")), answers, review=[judgement("q-a", "rejected")]
        )
        assert result(found, "A").status == "fail"
        assert result(found, "A").reason == "rejected_by_review"
        assert found.answers["q-a"].review == "rejected"


def test_evidence_of_a_rejected_answer_backs_nothing_else() -> None:
    rule = {"evidence": {"kind": "policy"}}
    answers = response({"q-a": given(True, "e")}, item("e"))
    rules = policy(control("A", rule))
    assert result(run(rules, answers), "A").status == "pass"
    found = run(rules, answers, review=[judgement("q-a", "rejected")])
    assert result(found, "A").status == "unknown"


def test_the_assessor_can_raise_the_assurance_to_verified() -> None:
    rules = policy(control("A", evidence_floor="verified"))
    raised = judgement("q-a", "raised", assurance="verified")
    found = run(rules, response({"q-a": True}), review=[raised])
    exact = numbers(found)
    assert (exact.score, exact.verified) == (100, 100)
    assert found.gaming_index.exact == 0


def test_raising_never_lowers_what_evidence_has_shown() -> None:
    raised = judgement("q-a", "raised", assurance="documented")
    answers = response({"q-a": given(True, "e")}, item("e", "independent"))
    found = run(policy(control("A")), answers, review=[raised])
    assert found.answers["q-a"].assurance == "independent"


def test_the_vendors_own_word_never_reaches_verified() -> None:
    listed = item("e", "independent", assurance_claimed="verified")
    found = run(policy(control("A")), response({"q-a": given(True, "e")}, listed))
    assert found.answers["q-a"].assurance == "independent"


def test_a_certificate_from_the_vendor_itself_is_only_a_document() -> None:
    own = item("e", "independent", issuer="  northline CONTACT ")
    found = run(policy(control("A")), response({"q-a": given(True, "e")}, own))
    assert found.answers["q-a"].assurance == "documented"


# --- knock-outs and contradictions ----------------------------------------------


@pytest.mark.parametrize(
    ("answers", "status"), [({"q-a": False}, "fail"), ({}, "unknown")]
)
def test_an_unmet_knock_out_caps_the_rating_whatever_the_score(
    answers: dict, status: str
) -> None:
    rules = policy(control("A", weight=1, knock_out=True), control("B", weight=999))
    found = run(rules, response({**answers, "q-b": True}))
    assert numbers(found).score == Fraction(99_900, 1000)
    assert (found.rating_before_knock_outs, found.rating) == ("good", "poor")
    assert [(k.kind, k.id, k.status) for k in found.knock_outs] == [
        ("control", "A", status)
    ]
    assert found.decision == "reject"


def test_the_worst_of_several_caps_holds_and_a_cap_never_lifts_a_rating() -> None:
    mild = control("A", weight=1, knock_out={"rating": "fair"})
    rest = control("B", weight=999)
    assert run(policy(mild, rest), response({"q-b": True})).rating == "fair"
    assert run(policy(mild, rest), response({})).rating == "poor"
    both = policy(mild, control("C", weight=1, knock_out=True), rest)
    assert run(both, response({"q-b": True})).rating == "poor"


def test_a_met_knock_out_caps_nothing() -> None:
    found = run(policy(control("A", knock_out=True)), response({"q-a": True}))
    assert (found.rating, found.knock_outs) == ("good", ())


CLASH = contradiction("X", {"all": [yes("q-a"), no("q-b")]})
PROVEN = {"q-a": given(True, "e"), "q-b": given(False, "e")}


def test_contradicted_answers_count_as_mere_claims() -> None:
    rules = policy(control("A", evidence_floor="documented"), contradictions=[CLASH])
    found = run(rules, response(PROVEN, item("e")))
    assert [c.id for c in found.contradictions] == ["X"]
    assert found.answers["q-a"].contradicted
    assert (numbers(found).score, numbers(found).verified) == (60, 0)


def test_evidence_for_a_contradicted_answer_is_not_saved_by_another_answer() -> None:
    rule = {"evidence": {"answer": "q-a", "assurance_at_least": "documented"}}
    rules = policy(control("A", rule), contradictions=[CLASH])
    answers = {**PROVEN, "q-c": given(True, "e")}
    assert result(run(rules, response(answers, item("e"))), "A").status == "unknown"
    calm = {**answers, "q-b": True}
    assert result(run(rules, response(calm, item("e"))), "A").status == "pass"


def test_a_contradiction_can_be_a_knock_out() -> None:
    deadly = {**CLASH, "knock_out": True}
    rules = policy(control("A"), contradictions=[deadly])
    found = run(rules, response(PROVEN, item("e")))
    assert (found.rating, found.rating_before_knock_outs) == ("poor", "good")
    assert [(k.kind, k.status) for k in found.knock_outs] == [("contradiction", "fail")]


@pytest.mark.parametrize("silence", [None, state("declined"), state("unknown")])
def test_leaving_out_the_telling_answer_weighs_like_the_contradiction(
    silence: dict | None,
) -> None:
    deadly = {**CLASH, "knock_out": True}
    rules = policy(control("A", evidence_floor="documented"), contradictions=[deadly])
    answers = {"q-a": PROVEN["q-a"], **({"q-b": silence} if silence else {})}
    found = run(rules, response(answers, item("e")))
    assert numbers(found).score == 60
    assert (found.rating, found.decision) == ("poor", "reject")


def test_a_decision_counts_the_contradictions_that_silence_leaves_open() -> None:
    rules = policy(control("A"), contradictions=[CLASH])
    calm = run(rules, response({"q-a": True, "q-b": True}))
    open_one = run(rules, response({"q-a": True}))
    found_one = run(rules, response({"q-a": True, "q-b": False}))
    decisions = [x.decision for x in (calm, open_one, found_one)]
    assert decisions == ["accept", "accept_with_conditions", "accept_with_conditions"]


def test_a_hidden_question_leaves_no_contradiction_open() -> None:
    asked = questionnaire(
        question("q-c"),
        question("q-a", enable_when=yes("q-c")),
        question("q-b", enable_when=yes("q-a")),
        question("q-d"),
    )
    deadly = contradiction("X", {"all": [yes("q-d"), no("q-b")]}, knock_out=True)
    rules = policy(control("D"), contradictions=[deadly])
    found = run(rules, response({"q-c": False, "q-d": True}), asked)
    assert {i: a.state for i, a in found.answers.items()} == {
        "q-c": "answered",
        "q-a": "not_asked",
        "q-b": "not_asked",
        "q-d": "answered",
    }
    assert (found.knock_outs, found.rating) == ((), "good")
    assert found.coverage.exact == 100


# --- rating, inherent and residual risk, decision -------------------------------


def test_a_rating_begins_exactly_at_its_least_score() -> None:
    rules = policy(control("A", weight=4), control("B", weight=1))
    assert run(rules, response({"q-a": True})).rating == "good"
    just_below = policy(control("A", weight=Decimal("3.999")), control("B", weight=1))
    found = run(just_below, response({"q-a": True}))
    assert (found.scores.score.shown, found.rating) == ("80.0", "fair")


VOLUME = {
    "id": "volume",
    "title": text(),
    "scores": [{"when": yes("q-c"), "points": 10}, {"when": no("q-c"), "points": 2}],
}


def with_factor() -> dict:
    return policy(control("A"), inherent={**policy()["inherent"], "factors": [VOLUME]})


@pytest.mark.parametrize(
    ("answers", "points", "tier", "assumed", "residual"),
    [
        ({"q-c": True}, 10, "great", False, "high"),
        ({"q-c": False}, 2, "small", False, "medium"),
        ({}, 10, "great", True, "high"),
    ],
)
def test_silence_on_a_scoping_question_counts_at_its_highest_points(
    answers: dict, points: int, tier: str, residual: str, *, assumed: bool
) -> None:
    found = run(with_factor(), response({**answers, "q-a": False}))
    assert (found.inherent.points, found.inherent.tier) == (points, tier)
    assert found.inherent.factors[0].assumed is assumed
    assert found.residual == residual


def decided(when: dict, answers: dict, **over: object) -> str:
    rules = policy(
        control("A", severity="critical"),
        control("B"),
        decision=[{"decision": "accept", "when": when}],
        **over,
    )
    return run(rules, response(answers, item("e"))).decision


@pytest.mark.parametrize(
    ("when", "enough", "short"),
    [
        ({"score_at_least": 50}, {"q-a": True}, {}),
        ({"verified_score_at_least": 50}, {"q-b": True}, {"q-b": False}),
        (
            {"coverage_at_least": 100},
            {"q-a": False, "q-b": True, "q-c": True},
            {"q-a": True},
        ),
        ({"rating_at_least": "fair"}, {"q-a": True}, {"q-a": False}),
        ({"failed_critical_at_most": 0}, {"q-a": True}, {"q-b": True}),
        ({"residual_at_most": "low"}, {"q-a": True}, {}),
    ],
)
def test_each_test_of_a_decision_rule_can_fail_it(
    when: dict, enough: dict, short: dict
) -> None:
    assert (decided(when, enough), decided(when, short)) == ("accept", "reject")


def test_the_first_matching_decision_wins_and_none_means_reject() -> None:
    def rule(decision: str, least: int) -> dict:
        return {"decision": decision, "when": {"score_at_least": least}}

    rules = policy(
        control("A"),
        control("B"),
        decision=[rule("accept_with_conditions", 40), rule("accept", 40)],
    )
    assert run(rules, response({"q-a": True})).decision == "accept_with_conditions"
    assert run(rules, response({})).decision == "reject"


def test_coverage_counts_what_is_asked_and_not_what_is_hidden() -> None:
    asked = questionnaire(
        question("q-a"), question("q-b", enable_when=yes("q-a")), question("q-c")
    )
    rules = policy(control("C"))
    found = run(rules, response({"q-a": False, "q-c": state("declined")}), asked)
    assert (found.asked, found.answered, found.coverage.exact) == (2, 1, 50)
    waiting = run(rules, response({"q-c": True}), asked)
    assert (waiting.asked, waiting.answered) == (3, 1)
    assert waiting.answers["q-b"].state == "withheld"


def test_when_every_control_is_out_of_scope_the_score_is_nought() -> None:
    rules = policy(control("A", applies_when=yes("q-c")))
    found = run(rules, response({"q-c": False}))
    assert numbers(found).score == 0
    assert found.domains[0].score is None
