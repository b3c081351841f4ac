"""Truth is Kleene's; beside it goes how well the deciding answers are backed."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.conditions.evaluate import Backing, Facts, compile_condition
from audit.conditions.explain import explain, plain, walk
from audit.conditions.parse import parse
from audit.conditions.quantities import Money
from tests.builders import Plain, no, question, record, text, yes

DAY = date(2026, 6, 1)
IDS = ("q-a", "q-b", "q-c")
ROWS = question(
    "q-rows", "table", columns=[{"id": "x", "type": "boolean", "text": text()}]
)
ASKED = record(*(question(link_id) for link_id in IDS), ROWS)
Known = tuple[bool | None, int]

#: (truth, level) of q-a and q-b
STATES: tuple[Known, ...] = (
    (None, 0),
    *((t, n) for t in (False, True) for n in range(4)),
)


def facts(known: dict[str, Known], *evidence: Backing) -> Facts:
    stated = {i: k for i, k in known.items() if k[0] is not None}
    return Facts(
        {i: truth for i, (truth, _) in stated.items()},
        {i: level for i, (_, level) in stated.items()},
        DAY,
        evidence=evidence,
    )


def run(condition: Plain, known: dict[str, Known], *evidence: Backing) -> Known:
    compiled = compile_condition(parse(condition), ASKED.questions)
    return compiled.run(facts(known, *evidence))


def pairs() -> list[tuple[Known, Known]]:
    return list(itertools.product(STATES, STATES))


@pytest.mark.parametrize(("one", "two"), pairs())
def test_all_any_and_none_follow_kleene_with_the_level_of_the_witness(
    one: Known, two: Known
) -> None:
    both = {"q-a": one, "q-b": two}
    parts = [yes("q-a"), yes("q-b")]
    truths, levels = {one[0], two[0]}, sorted((one[1], two[1]))

    if False in truths:
        refuting = max(level for truth, level in (one, two) if truth is False)
        conjunction: Known = (False, refuting)
    else:
        conjunction = (None, 0) if None in truths else (True, levels[0])
    if True in truths:
        disjunction: Known = (
            True,
            max(lv for truth, lv in (one, two) if truth is True),
        )
    else:
        disjunction = (None, 0) if None in truths else (False, levels[0])

    assert run({"all": parts}, both) == conjunction
    assert run({"any": parts}, both) == disjunction
    negated = None if disjunction[0] is None else not disjunction[0]
    assert run({"none": parts}, both) == (negated, disjunction[1])


def conditions() -> st.SearchStrategy[Plain]:
    leaves = [*(yes(i) for i in IDS), *(no(i) for i in IDS)]
    leaves += [{"answer": i, "answered": True} for i in IDS]
    leaves += [
        {"evidence": {"answer": "q-a"}},
        {"evidence": {"kind": "report", "assurance_at_least": "independent"}},
    ]
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.builds(
            lambda way, parts: {way: parts},
            st.sampled_from(["all", "any", "none"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=8,
    )


situations = st.fixed_dictionaries({i: st.sampled_from(STATES) for i in IDS})
steady = settings(max_examples=200, deadline=None, derandomize=True, database=None)
REPORT = Backing("report", 2, "Kyiv site", valid=True, answers=frozenset({"q-a"}))


@steady
@given(conditions(), situations, st.sampled_from(IDS))
def test_knowing_less_never_turns_one_truth_into_another_nor_raises_the_level(
    condition: Plain, known: dict[str, Known], dropped: str
) -> None:
    truth, level = run(condition, known, REPORT)
    less, lower = run(condition, {**known, dropped: (None, 0)}, REPORT)
    assert less in {truth, None}
    assert lower <= level


@steady
@given(conditions(), situations, st.sampled_from(IDS), st.integers(0, 3))
def test_better_backing_never_lowers_the_level_nor_changes_the_truth(
    condition: Plain, known: dict[str, Known], link_id: str, level: int
) -> None:
    truth, before = known[link_id]
    better = {**known, link_id: (truth, max(before, level))}
    old, new = run(condition, known), run(condition, better)
    assert new[0] is old[0]
    assert new[1] >= old[1]


@steady
@given(conditions(), situations)
def test_more_evidence_never_unproves(
    condition: Plain, known: dict[str, Known]
) -> None:
    bare, backed = run(condition, known), run(condition, known, REPORT)
    assert bare[0] in {backed[0], None}


@steady
@given(conditions(), situations)
def test_double_negation_changes_nothing(
    condition: Plain, known: dict[str, Known]
) -> None:
    doubled = {"none": [{"none": [condition]}]}
    assert run(doubled, known, REPORT) == run(condition, known, REPORT)


@pytest.mark.parametrize(
    ("wanted", "truth"),
    [
        ({"answer": "q-a"}, True),
        ({"answer": "q-b"}, None),
        ({"kind": "report"}, True),
        ({"kind": "certificate"}, None),
        ({"assurance_at_least": "independent"}, True),
        ({"assurance_at_least": "verified"}, None),
        ({"scope_includes": "KYIV"}, True),
        ({"scope_includes": "Lviv"}, None),
        ({"answer": "q-a", "kind": "certificate"}, None),
        ({"valid": True}, True),
        ({"valid": False}, None),
    ],
)
def test_evidence_is_shown_or_unknown_but_never_false(
    wanted: Plain, truth: bool | None
) -> None:
    level = 2 if truth else 0
    assert run({"evidence": wanted}, {}, REPORT) == (truth, level)
    assert run({"evidence": wanted}, {})[0] is None
    negated = run({"none": [{"evidence": wanted}]}, {}, REPORT)
    assert negated[0] is (False if truth else None)


def test_invalid_evidence_can_be_asked_for() -> None:
    expired = Backing("report", 0, "", valid=False, answers=frozenset({"q-a"}))
    assert run({"evidence": {"valid": False}}, {}, expired) == (True, 0)
    assert run({"evidence": {"kind": "report"}}, {}, expired) == (None, 0)


def test_the_best_of_several_items_gives_the_level() -> None:
    weak = Backing("report", 1, "", valid=True, answers=frozenset({"q-a"}))
    assert run({"evidence": {"kind": "report"}}, {}, weak, REPORT) == (True, 2)


def test_what_cannot_be_compared_is_unknown_but_keeps_its_own_level() -> None:
    condition = {"answer": "q-limit", "at_least": "1000000 EUR"}
    fields = record(question("q-limit", "money")).questions
    known = Facts({"q-limit": Money(Fraction(1), "USD")}, {"q-limit": 2}, DAY)
    leaf = compile_condition(parse(condition), fields)
    assert leaf.run(known) == (None, 2)
    assert explain(leaf, known).level == "independent"
    for way in ("all", "any", "none"):
        combined = compile_condition(parse({way: [condition]}), fields)
        assert combined.run(known) == (None, 0)


def test_rows_are_as_sure_as_their_table() -> None:
    condition = {"answer": "q-rows", "every_row": {"column": "x", "is": True}}
    compiled = compile_condition(parse(condition), ASKED.questions)
    known = Facts({"q-rows": [{"x": True}, {"x": True}]}, {"q-rows": 2}, DAY)
    assert compiled.run(known) == (True, 2)


@steady
@given(conditions(), situations)
def test_the_explanation_says_what_the_evaluation_says(
    condition: Plain, known: dict[str, Known]
) -> None:
    compiled = compile_condition(parse(condition), ASKED.questions)
    situation = facts(known, REPORT)
    truth, level = compiled.run(situation)
    trace = explain(compiled, situation)
    assert trace.truth == {True: "true", False: "false", None: "unknown"}[truth]
    assert trace.level == ("claimed", "documented", "independent", "verified")[level]
    assert trace.deciding
    # Every deciding combination rests on at least one deciding part.
    for node in walk(trace):
        if node.parts and node.deciding:
            assert any(part.deciding for part in node.parts)
        if not node.deciding:
            assert not any(part.deciding for part in node.parts)


@steady
@given(conditions(), situations, situations)
def test_an_explanation_does_not_depend_on_those_given_before(
    condition: Plain, earlier: dict[str, Known], known: dict[str, Known]
) -> None:
    used, fresh = (
        compile_condition(parse(condition), ASKED.questions) for _ in range(2)
    )
    explain(used, facts(earlier, REPORT))
    situation = facts(known, REPORT)
    assert explain(used, situation) == explain(fresh, situation)
    outcome = fresh.run(situation)
    assert explain(fresh, situation, outcome) == explain(used, situation)


@steady
@given(conditions(), situations)
def test_the_plain_form_of_a_condition_means_the_same(
    condition: Plain, known: dict[str, Known]
) -> None:
    again = plain(parse(condition))
    assert run(again, known, REPORT) == run(condition, known, REPORT)
    assert plain(parse(again)) == again


@pytest.mark.parametrize(
    "condition",
    [
        {"evidence": {"kind": "report", "valid": False}},
        {"answer": "q-rows", "rows_at_least": 2},
        {
            "answer": "q-rows",
            "rows_at_least": {"count": 1, "where": {"column": "x", "is": True}},
        },
        {"answer": "q-rows", "no_row": {"any": [{"column": "x", "is": True}]}},
    ],
)
def test_the_plain_form_keeps_every_key(condition: Plain) -> None:
    node = parse(condition)
    again = parse(plain(node))
    for values in (
        {},
        {"q-rows": [{"x": True}]},
        {"q-rows": [{"x": True}, {"x": False}]},
    ):
        for valid in (True, False):
            item = Backing("report", 2, "", valid=valid, answers=frozenset({"q-a"}))
            known = Facts(values, {}, DAY, evidence=(item,))
            first = compile_condition(node, ASKED.questions).run(known)
            assert compile_condition(again, ASKED.questions).run(known) == first


def test_an_explanation_marks_what_decided() -> None:
    known: dict[str, Known] = {"q-a": (True, 2), "q-b": (False, 0), "q-c": (None, 0)}

    def deciding(way: str) -> list[bool]:
        condition = {way: [yes(i) for i in IDS]}
        compiled = compile_condition(parse(condition), ASKED.questions)
        return [part.deciding for part in explain(compiled, facts(known)).parts]

    assert deciding("all") == [False, True, False]
    assert deciding("any") == [True, False, False]
    assert deciding("none") == [True, False, False]


def test_an_explanation_shows_what_was_expected() -> None:
    condition = {
        "all": [
            yes("q-a"),
            {"evidence": {"answer": "q-a", "kind": "report"}},
            {"answer": "q-rows", "any_row": {"column": "x", "is": True}},
        ]
    }
    compiled = compile_condition(parse(condition), ASKED.questions)
    parts = explain(compiled, facts({"q-a": (True, 1)})).parts
    assert [(p.op, p.subject, p.expected, p.truth, p.level) for p in parts] == [
        ("is", "q-a", True, "true", "documented"),
        ("evidence", "q-a", {"kind": "report"}, "unknown", "claimed"),
        ("any_row", "q-rows", {"column": "x", "is": True}, "unknown", "claimed"),
    ]
