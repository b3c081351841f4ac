"""The lint tries answers out: a few stand for all, and it never guesses."""

from __future__ import annotations

from typing import Any

import pytest

from audit.policy.lint.reading import Reading
from audit.policy.lint.run import lint
from audit.policy.lint.samples import samples
from audit.policy.lint.thresholds import idle_thresholds
from audit.policy.model import Policy
from audit.questionnaire.model import Questionnaire
from tests import builders as b

OPTIONS = [b.option(code) for code in ("a", "b", "c", "d", "e")]
COLUMNS = [
    {"id": "kind", "type": "choice", "text": b.text(), "options": OPTIONS[:3]},
    {"id": "size", "type": "integer", "text": b.text(), "required": False},
]
ASKED = b.record(
    b.question("q-on"),
    b.question("q-way", "choice", options=OPTIONS[:3]),
    b.question("q-many", "multi_choice", options=OPTIONS),
    b.question("q-rows", "table", columns=COLUMNS),
    b.question("q-where", "country", multiple=True),
    b.question("q-cover", "money"),
    b.question("q-share", "decimal", min=0, max=100),
    b.question("q-name", "text"),
    b.question("q-day", "date"),
)
ROW_K = {"column": "kind", "is": "a"}
SIZED = {"any": [{"column": "size", op: 1} for op in ("at_least", "below")]}
PAIR = {"answer": "q-many", "count_at_least": 3}


def codes(*controls: dict[str, Any]) -> list[str]:
    """Return what is said of rules; the controls are bare, so the rest is left out."""
    record = Policy.model_validate(b.policy(*controls))
    wanted = ("partial", "polarity", "threshold", "rule")
    return [r.code for r in lint(record, ASKED).remarks if r.code.startswith(wanted)]


def rows(op: str, value: Any) -> dict[str, Any]:
    return {"answer": "q-rows", op: value}


REACHABLE = [
    # Three of five may leave out the one that the rule wants.
    ({"all": [{"answer": "q-many", "includes_all": ["a"]}, PAIR]}, PAIR),
    # Rows of another kind fill the count.
    (
        rows("rows_at_least", {"count": 2, "where": ROW_K}),
        {"all": [rows("rows_at_least", 2), rows("any_row", ROW_K)]},
    ),
    # The size of a row may be left out.
    (rows("any_row", SIZED), rows("rows_at_least", 1)),
    # Silence on one of two questions.
    ({"all": [b.yes("q-on"), {"answer": "q-way", "answered": True}]}, b.yes("q-on")),
    # Another currency is no fact.
    (
        {"answer": "q-cover", "at_least": "100 EUR"},
        {"answer": "q-cover", "at_least": "100 USD"},
    ),
    # Weaker evidence.
    (
        {"evidence": {"answer": "q-on", "assurance_at_least": "independent"}},
        {"evidence": {"answer": "q-on"}},
    ),
    ({"answer": "q-name", "is": "x"}, {"answer": "q-name", "is_not": "y"}),
    ({"answer": "q-day", "within": "12 mo"}, {"answer": "q-day", "within": "366 d"}),
    (
        {"answer": "q-where", "only": ["UA"]},
        {"answer": "q-where", "includes_any": ["UA"]},
    ),
]
UNREACHABLE = [
    (
        rows("every_row", {"column": "size", "at_least": 1}),
        {"none": [rows("any_row", {"column": "size", "below": 1})]},
    ),
    # All five of five hold the one that the rule wants.
    (
        {"answer": "q-many", "includes_all": ["a"]},
        {"answer": "q-many", "count_at_least": 5},
    ),
    (rows("any_row", ROW_K), rows("rows_at_least", {"count": 3, "where": ROW_K})),
    (
        {"answer": "q-cover", "at_least": "100 EUR"},
        {"answer": "q-cover", "above": "100 EUR"},
    ),
    (
        {"evidence": {"answer": "q-on"}},
        {"evidence": {"answer": "q-on", "kind": "report", "scope_includes": "all"}},
    ),
    ({"answer": "q-name", "is_not": "y"}, {"answer": "q-name", "is": "x"}),
    ({"answer": "q-day", "within": "12 mo"}, {"answer": "q-day", "within": "11 mo"}),
    (
        {"answer": "q-where", "includes_any": ["UA"]},
        {"answer": "q-where", "only": ["UA"]},
    ),
    (
        {"any": [b.yes("q-on"), {"answer": "q-way", "is": "a"}]},
        {"all": [b.yes("q-on"), {"answer": "q-way", "in": ["b", "c"]}]},
    ),
]


@pytest.mark.parametrize(("rule", "partial"), REACHABLE)
def test_a_partial_rule_that_someone_meets_alone_is_fine(
    rule: dict[str, Any], partial: dict[str, Any]
) -> None:
    weaker = {"credit": b.Decimal("0.5"), "rule": partial}
    assert codes(b.control("A", rule, partial=weaker)) == []


@pytest.mark.parametrize(("rule", "partial"), UNREACHABLE)
def test_a_partial_rule_that_implies_the_rule_is_told_bad(
    rule: dict[str, Any], partial: dict[str, Any]
) -> None:
    weaker = {"credit": b.Decimal("0.5"), "rule": partial}
    assert codes(b.control("A", rule, partial=weaker)) == ["partial-unreachable"]


def test_too_many_combinations_are_not_guessed_at() -> None:
    many = [b.question(f"q-{n}", "choice", options=OPTIONS) for n in range(8)]
    rule = {"any": [{"answer": q["link_id"], "is": "a"} for q in many]}
    partial = {"all": [{"answer": q["link_id"], "is": "a"} for q in many]}
    weaker = {"credit": b.Decimal("0.5"), "rule": partial}
    record = Policy.model_validate(b.policy(b.control("A", rule, partial=weaker)))
    asked = Questionnaire.model_validate(b.questionnaire(*many))
    found = {remark.code for remark in lint(record, asked).remarks}
    assert "partial-unreachable" not in found


HIGH = {"answer": "q-share", "at_least": 60}
LOW = {"answer": "q-share", "at_most": 40}


def test_two_controls_that_pull_apart_are_told_bad() -> None:
    assert codes(b.control("A", HIGH), b.control("B", LOW)) == ["polarity-mixed"]
    turned = {"none": [HIGH]}
    assert codes(b.control("A", HIGH), b.control("B", turned)) == ["polarity-mixed"]
    assert codes(
        b.control("A", {"answer": "q-way", "in": ["a", "b"]}),
        b.control("B", {"answer": "q-way", "in": ["b", "c"]}),
    ) == ["polarity-mixed"]


def test_controls_that_never_meet_may_pull_apart() -> None:
    scopes = [b.yes("q-on"), b.no("q-on")]
    one, other = (
        b.control(name, rule, applies_when=scope)
        for name, rule, scope in zip("AB", (HIGH, LOW), scopes, strict=True)
    )
    assert codes(one, other) == []
    assert codes(one, {**other, "applies_when": b.yes("q-on")}) == ["polarity-mixed"]


@pytest.mark.parametrize(
    "rules",
    [
        (HIGH, {"answer": "q-share", "above": 80}),
        # A range within one control is meant.
        ({"all": [HIGH, {"answer": "q-share", "at_most": 80}]}, HIGH),
        # Both can be had at once.
        (
            {"answer": "q-many", "includes_all": ["a"]},
            {"answer": "q-many", "includes_any": ["b"]},
        ),
        # Different rows may please each.
        (rows("any_row", ROW_K), rows("any_row", {"column": "kind", "is": "b"})),
    ],
)
def test_controls_that_pull_one_way_are_fine(rules: tuple[Any, Any]) -> None:
    one, other = rules
    assert codes(b.control("A", one), b.control("B", other)) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"answer": "q-share", "at_least": 0}, "threshold-always"),
        ({"answer": "q-share", "above": 100}, "threshold-never"),
        ({"answer": "q-way", "in": ["a", "b", "c"]}, "threshold-always"),
        ({"answer": "q-way", "not_in": ["a", "b", "c"]}, "threshold-never"),
        ({"answer": "q-cover", "at_least": "0 EUR"}, "threshold-always"),
        (
            {"answer": "q-many", "only": ["a", "b", "c", "d", "e"]},
            "threshold-always",
        ),
        (rows("any_row", {"column": "kind", "is_not": "a"}), None),
        ({"answer": "q-share", "at_least": 100}, None),
        ({"answer": "q-many", "count_at_least": 5}, None),
        ({"answer": "q-name", "answered": True}, None),
    ],
)
def test_a_threshold_within_the_bounds_alone_decides_bad(
    rule: dict[str, Any], code: str | None
) -> None:
    record = Policy.model_validate(b.policy(b.control("A", rule)))
    found = [remark.code for remark in idle_thresholds(Reading(record, ASKED))]
    assert found == ([code] if code else [])


def test_too_many_options_are_not_tried() -> None:
    options = [b.option(f"o{n}") for n in range(12)]
    asked = b.record(b.question("q-many", "multi_choice", options=options))
    rule = {"answer": "q-many", "includes_all": [o["code"] for o in options]}
    record = Policy.model_validate(b.policy(b.control("A", rule)))
    leaf = Reading(record, asked).tests[0].leaf
    assert samples(asked.questions["q-many"], [leaf]) is None
