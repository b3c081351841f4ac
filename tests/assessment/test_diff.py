"""What a change did to the score: every point has its control, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from audit.assessment.diff import AssessmentDiff, ControlChange, diff, scopes_of
from audit.assessment.model import Assessment
from audit.cases import check_policy, check_questionnaire, check_response
from audit.policy.compile import compile_policy
from audit.response.diff import Side
from audit.response.diff import diff as response_diff
from tests.assessment.cases_for_laws import ASKED, EVIDENCE, IDS, VALUES
from tests.builders import (
    DAY,
    contradiction,
    control,
    document,
    domain,
    given,
    na,
    policy,
    response,
    run,
    state,
    yes,
)

RULES = policy(
    control("A", yes("q-a"), evidence_floor="independent", weight=3),
    control("B", yes("q-b"),
            not_applicable="accept"),
    control("SCOPED", yes("q-c"), applies_when=yes("q-scope"), weight=20),
    control("LEVEL", {"answer": "q-level", "is": "top"}, domain="privacy",
            partial={"rule": {"answer": "q-level", "is": "mid"}, "credit": 0.5}),
    control("GATED", yes("q-gated"), domain="privacy", knock_out=True,
            applies_when=yes("q-gate")),
    control("PAPER", {"evidence": {"kind": "certificate"}}, domain="privacy"),
    domains=[domain("security", 2), domain("privacy", 3)],
    contradictions=[contradiction("X", {"all": [yes("q-a"), yes("q-b")]})],
)  # fmt: skip
LOADED = check_questionnaire(document(ASKED))
POLICY = check_policy(document(RULES), LOADED.record).record


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    sides = [
        Side(check_response(document(data), LOADED).record, DAY) for data in (old, new)
    ]
    return [c.link_id for c in response_diff(*sides, LOADED.record).answers]


def compared(old: dict[str, Any], new: dict[str, Any]) -> AssessmentDiff:
    left, right = response(old, *EVIDENCE), response(new, *EVIDENCE)
    plan = compile_policy(POLICY, LOADED.record, "", "")
    return diff(judged(left), judged(right), changed(left, right), scopes_of(plan))


def judged(data: dict[str, Any]) -> Assessment:
    return run(RULES, data, ASKED)


def by_id(found: AssessmentDiff) -> dict[str, ControlChange]:
    return {change.id: change for change in found.controls}


STRONG = {
    **{name: True for name in IDS if VALUES[name] == [False, True]},
    "q-a": given(True, "cert"),
    "q-b": False,
    "q-level": "top",
}


def test_a_changed_answer_is_named_with_its_points() -> None:
    found = compared(STRONG, STRONG | {"q-level": "mid"})
    (change,) = found.controls
    assert (change.id, change.answers) == ("LEVEL", ("q-level",))
    assert change.difference == found.difference < 0
    assert (change.before.status, change.after.status) == ("pass", "partial")


def test_weaker_evidence_is_a_changed_answer_too() -> None:
    found = by_id(compared(STRONG, STRONG | {"q-a": given(True, "doc")}))
    assert found["A"].answers == ("q-a",)
    assert found["A"].before.assurance == "independent"
    assert found["A"].after.assurance == "documented"
    assert not found["A"].only_share
    assert found["PAPER"].answers == ()


def test_an_answer_that_only_decides_on_the_scope_is_named() -> None:
    """It applies on both sides: silence does not take it out, nor does it pay."""
    silent = {name: answer for name, answer in STRONG.items() if name != "q-scope"}
    (change,) = compared(STRONG, silent).controls
    assert (change.id, change.answers) == ("SCOPED", ("q-scope",))
    assert change.after.status == "unknown"


def test_a_contradiction_reaches_the_control_through_its_answer() -> None:
    found = compared(STRONG, STRONG | {"q-b": True})
    assert found.after.contradictions == ("X",)
    assert by_id(found)["A"].answers == ("q-a",)
    assert by_id(found)["A"].difference < 0


def test_a_control_that_leaves_shifts_the_shares_of_the_others() -> None:
    found = compared(STRONG, STRONG | {"q-scope": False})
    assert (found.entered, found.left) == ((), ("SCOPED",))
    changes = by_id(found)
    assert changes["SCOPED"].after is None
    assert changes["SCOPED"].answers == ("q-scope",)
    assert changes["A"].only_share
    assert changes["A"].difference > 0
    back = compared(STRONG | {"q-scope": False}, STRONG)
    assert (back.entered, back.left) == (("SCOPED",), ())


def test_verdicts_stand_side_by_side() -> None:
    found = compared(STRONG, STRONG | {"q-gated": False})
    assert (found.before.knock_outs, found.after.knock_outs) == ((), ("GATED",))
    assert found.after.rating == "poor"
    assert found.before.score > found.after.score


ANSWERS = st.dictionaries(
    st.sampled_from(IDS), st.integers(0, 9), max_size=len(IDS)
).map(lambda picks: {name: picked(name, pick) for name, pick in picks.items()})


def picked(name: str, pick: int) -> dict[str, Any]:
    special = [na(), state("declined"), state("unknown")]
    if pick < len(special):
        return special[pick]
    value = VALUES[name][pick % len(VALUES[name])]
    evidence = [(), ("cert",), ("doc", "old"), ("old",)][pick % 4]
    return given(value, *evidence, carried=pick == 9)


@settings(max_examples=150, deadline=None)
@over(ANSWERS, ANSWERS)
def test_the_differences_of_the_controls_sum_exactly_to_that_of_the_scores(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    left, right = judged(response(old, *EVIDENCE)), judged(response(new, *EVIDENCE))
    found = diff(left, right)
    total = sum((c.difference for c in found.controls), Fraction(0))
    exact = right.scores.score.exact - left.scores.score.exact
    assert total == found.difference == exact
    assert all(isinstance(c.difference, Fraction) for c in found.controls)


@settings(max_examples=100, deadline=None)
@over(ANSWERS, ANSWERS)
def test_an_assessment_differs_from_itself_in_nothing_and_the_way_back_is_the_mirror(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    left, right = judged(response(old, *EVIDENCE)), judged(response(new, *EVIDENCE))
    assert diff(left, left).controls == ()
    there, back = diff(left, right), diff(right, left)
    assert [(c.id, c.before, c.after, c.answers) for c in there.controls] == [
        (c.id, c.after, c.before, c.answers) for c in back.controls
    ]
    assert (there.entered, there.left) == (back.left, back.entered)
    assert (there.before, there.after) == (back.after, back.before)


@settings(max_examples=150, deadline=None)
@over(ANSWERS, ANSWERS)
def test_a_control_judged_otherwise_names_a_changed_answer_or_reads_evidence_alone(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    for change in compared(old, new).controls:
        if not change.only_share and change.id != "PAPER":
            assert change.answers, change
