"""The laws of the scoring (DESIGN §4), on random policies and answers."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from audit.assessment.model import Assessment
from audit.canonical import canonical
from tests.assessment.cases_for_laws import (
    ASKED,
    IDS,
    PLAIN,
    RULE_PREFERRING_MORE,
    Situation,
    situations,
)
from tests.builders import given as answered
from tests.builders import item, judgement, na, numbers

RATINGS = {"poor": 0, "fair": 1, "good": 2}
DECISIONS = {"reject": 0, "accept_with_conditions": 1, "accept": 2}
RESIDUAL = {"high": 0, "medium": 1, "low": 2}

law = settings(
    max_examples=70,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def standing(found: Assessment) -> dict[str, Fraction | int]:
    """Return everything that a vendor would like to be higher."""
    exact = numbers(found)
    return {
        "score": exact.score,
        "verified": exact.verified,
        "claimed": exact.claimed,
        "rating": RATINGS[found.rating],
        "residual": RESIDUAL[found.residual],
        "decision": DECISIONS[found.decision],
        "coverage": found.coverage.exact,
    }


def risen(before: Assessment, after: Assessment) -> dict[str, str]:
    old, new = standing(before), standing(after)
    return {key: f"{old[key]} → {new[key]}" for key in old if new[key] > old[key]}


def fallen(before: Assessment, after: Assessment) -> dict[str, str]:
    return risen(after, before)


def agreed_and_waived(case: Situation, *link_ids: str) -> bool:
    """Tell whether the assessor agreed to an N/A and an approver waived a control.

    Taking back an agreed N/A ends the agreement, so the waiver counts again: that
    change is the approver's, not the vendor's, and no law is about it.
    """
    agreed = {j["link_id"] for j in case.review if j["verdict"] != "rejected"}
    claimed = [
        case.answers.get(i, {}).get("state") for i in agreed.intersection(link_ids)
    ]
    return bool(case.waivers) and "not_applicable" in claimed


def outcome(found: Assessment) -> dict[str, object]:
    """Return all that the assessment says, whatever the order it says it in."""
    return {
        "standing": standing(found),
        "before": numbers(found).before,
        "gaming": found.gaming_index.exact,
        "inherent": (found.inherent.points, found.inherent.tier),
        "controls": {
            c.id: (c.status, c.reason, c.credit, c.factor, c.points.exact)
            for c in found.controls
        },
        "domains": {d.id: (d.controls, d.score, d.verified) for d in found.domains},
        "scope": {c.id for c in found.out_of_scope},
        "knock_outs": {(k.kind, k.id, k.status, k.rating) for k in found.knock_outs},
        "contradictions": {c.id for c in found.contradictions},
        "answers": {i: (a.state, a.assurance) for i, a in found.answers.items()},
    }


@law
@given(situations())
def test_verified_is_at_most_score_and_score_at_most_claimed(case: Situation) -> None:
    exact = numbers(case.assess())
    assert 0 <= exact.verified <= exact.score <= exact.claimed <= 100
    assert exact.before <= exact.score


@law
@given(
    situations(), st.sampled_from(IDS), st.sampled_from([None, "unknown", "declined"])
)
def test_leaving_out_or_declining_an_answer_never_pays(
    case: Situation, link_id: str, state: str | None
) -> None:
    assume(link_id in case.answers and not agreed_and_waived(case, link_id))
    silence = {"state": state} if state else None
    assert risen(case.assess(), case.answering(link_id, silence).assess()) == {}


@law
@given(situations(), st.sampled_from(IDS))
def test_saying_not_applicable_without_the_assessor_never_pays(
    case: Situation, link_id: str
) -> None:
    assume(link_id in case.answers and not agreed_and_waived(case, link_id))
    assert risen(case.assess(), case.answering(link_id, na()).assess()) == {}


@law
@given(situations(), st.data())
def test_leaving_out_many_answers_never_pays(
    case: Situation, data: st.DataObject
) -> None:
    dropped = data.draw(st.sets(st.sampled_from(IDS)))
    assume(not agreed_and_waived(case, *dropped))
    quiet = replace(
        case, answers={i: a for i, a in case.answers.items() if i not in dropped}
    )
    assert risen(case.assess(), quiet.assess()) == {}


@law
@given(
    situations(), st.sampled_from(IDS), st.sampled_from(["documented", "independent"])
)
def test_adding_valid_evidence_never_lowers(
    case: Situation, link_id: str, level: str
) -> None:
    answer = case.answers.get(link_id, {})
    assume(answer.get("state") == "answered")
    backed = {**answer, "evidence": [*answer["evidence"], "new"]}
    better = replace(
        case,
        answers={**case.answers, link_id: backed},
        evidence=(*case.evidence, item("new", level)),
    )
    assert fallen(case.assess(), better.assess()) == {}


@law
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_anything_changes_nothing(
    case: Situation, shuffler: random.Random
) -> None:
    def mixed(things: list) -> list:
        return shuffler.sample(things, len(things))

    policy = dict(mixed(list(case.policy.items())))
    for key in ("controls", "domains", "contradictions", "ratings"):
        policy[key] = [dict(mixed(list(part.items()))) for part in mixed(policy[key])]
    section = ASKED["sections"][0]
    other = replace(
        case,
        policy=policy,
        answers=dict(mixed(list(case.answers.items()))),
        evidence=tuple(mixed(list(case.evidence))),
        review=tuple(mixed(list(case.review))),
        waivers=tuple(mixed(list(case.waivers))),
        asked={
            **ASKED,
            "sections": [{**section, "questions": mixed(section["questions"])}],
        },
    )
    assert outcome(other.assess()) == outcome(case.assess())


@law
@given(situations(), st.sampled_from(["Zoe", "Ковальчук і партнери", "<b>x</b>"]))
def test_the_vendor_name_and_the_language_change_nothing(
    case: Situation, name: str
) -> None:
    other = replace(
        case, over=(("vendor", {"name": name, "country": "PL"}), ("language", "uk"))
    )
    assert outcome(other.assess()) == outcome(case.assess())


@law
@given(
    situations(),
    st.integers(0, 3),
    st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]),
)
def test_splitting_a_control_into_two_copies_changes_no_score(
    case: Situation, index: int, share: Decimal
) -> None:
    controls = case.policy["controls"]
    whole = controls[index % len(controls)]
    halves = [
        {**whole, "weight": whole["weight"] * share},
        {**whole, "weight": whole["weight"] * (1 - share), "id": "COPY"},
    ]
    rest = [c for c in controls if c is not whole]
    waivers = [*case.waivers]
    waivers += [
        {**w, "control": "COPY"} for w in waivers if w["control"] == whole["id"]
    ]
    split = replace(
        case,
        policy={**case.policy, "controls": [*rest, *halves]},
        waivers=tuple(waivers),
    )
    before, after = case.assess(), split.assess()
    assert numbers(after) == numbers(before)
    assert after.gaming_index == before.gaming_index
    assert (after.rating, after.residual) == (before.rating, before.residual)


@law
@given(situations())
def test_the_total_is_the_sum_of_the_ledger_and_the_mean_of_the_domains(
    case: Situation,
) -> None:
    found = case.assess()
    score = numbers(found).score
    counted = [c for c in found.controls if c.status != "not_applicable"]
    assert sum((c.points.exact for c in found.controls), Fraction(0)) == score
    assert sum(c.possible.exact for c in found.controls) == (100 if counted else 0)
    for control in found.controls:
        worth = control.possible.exact * control.credit * control.factor
        assert control.points.exact == worth
    domains = [d for d in found.domains if d.score is not None]
    whole = sum(d.weight for d in domains)
    mean = sum(d.weight * d.score.exact for d in domains if d.score) / (whole or 1)
    assert mean == score


@law
@given(
    situations(RULE_PREFERRING_MORE, scoped=False),
    st.sampled_from([*PLAIN, "q-level"]),
)
def test_an_improved_answer_never_lowers(case: Situation, link_id: str) -> None:
    answer = case.answers.get(link_id, {})
    worse, better = ("low", "top") if link_id == "q-level" else (False, True)
    assume(answer.get("state") == "answered")
    low = replace(
        case, answers={**case.answers, link_id: answered(worse, *answer["evidence"])}
    )
    high = replace(
        case, answers={**case.answers, link_id: answered(better, *answer["evidence"])}
    )
    assert fallen(low.assess(), high.assess()) == {}


@law
@given(situations(), st.sampled_from(IDS))
def test_a_rejected_answer_never_pays(case: Situation, link_id: str) -> None:
    assume(not agreed_and_waived(case, link_id))
    others = tuple(j for j in case.review if j["link_id"] != link_id)
    free = replace(case, review=others)
    rejected = replace(case, review=(*others, judgement(link_id, "rejected")))
    assert risen(free.assess(), rejected.assess()) == {}


@law
@given(situations())
def test_the_same_case_gives_the_same_bytes(case: Situation) -> None:
    assert canonical(case.assess().plain()) == canonical(case.assess().plain())


def test_the_laws_are_tried_on_cases_that_differ() -> None:
    """Guard: the random cases reach every status, or the laws would say little."""
    reached: set[str] = set()

    @settings(max_examples=250, deadline=None, derandomize=True, database=None)
    @given(situations())
    def collect(case: Situation) -> None:
        found = case.assess()
        reached.update(c.status for c in found.controls)
        reached.update("out_of_scope" for _ in found.out_of_scope)
        reached.update("contradiction" for _ in found.contradictions)
        reached.update(f"rated {found.rating}" for _ in found.knock_outs[:1])

    collect()
    wanted = {"pass", "partial", "fail", "unknown", "not_applicable", "excepted"}
    assert reached >= wanted | {"out_of_scope", "contradiction", "rated poor"}
