"""Conditions that cannot be read or do not fit: each problem with its pointer."""

from __future__ import annotations

from typing import Any

import pytest

from audit.conditions.check import check
from audit.conditions.model import fields_read
from audit.conditions.parse import MAX_DEPTH, parse
from audit.errors import UnknownKind
from tests.builders import yes
from tests.conditions.test_operators import ASKED

LEAF = {"answer": "yes-no", "is": True}
COLUMN = {"column": "kind", "is": "x"}


def refused(data: Any) -> list[str]:
    with pytest.raises(UnknownKind) as caught:
        parse(data, "/rule")
    assert all(p.code == "condition" for p in caught.value.problems)
    return [p.pointer for p in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (None, "/rule"),
        ([], "/rule"),
        ({}, "/rule"),
        ("yes-no", "/rule"),
        ({"all": []}, "/rule/all"),
        ({"any": LEAF}, "/rule/any"),
        ({"none": [{}]}, "/rule/none/0"),
        ({"all": [LEAF, {"any": []}]}, "/rule/all/1/any"),
        ({"all": [LEAF], "any": [LEAF]}, "/rule"),
        ({"is": True}, "/rule"),
        ({"answer": 5, "is": True}, "/rule"),
        ({"answer": "yes-no"}, "/rule"),
        ({"answer": "yes-no", "is": True, "in": []}, "/rule"),
        ({"answer": "yes-no", "equals": True}, "/rule"),
        ({"column": "kind", "is": "x"}, "/rule"),
        ({"evidence": {}}, "/rule/evidence"),
        ({"evidence": True}, "/rule/evidence"),
        ({"evidence": {"typ": "x"}}, "/rule/evidence"),
        ({"evidence": {"kind": 5}}, "/rule/evidence"),
        ({"evidence": {"valid": "yes"}}, "/rule/evidence"),
        ({"evidence": {"assurance_at_least": "high"}}, "/rule/evidence"),
        ({"answer": "rows", "every_row": LEAF}, "/rule/every_row"),
        ({"answer": "rows", "any_row": {"all": []}}, "/rule/any_row/all"),
        (
            {"answer": "rows", "any_row": {"column": "kind", "every_row": COLUMN}},
            "/rule/any_row",
        ),
        ({"answer": "rows", "any_row": {"evidence": {"kind": "x"}}}, "/rule/any_row"),
        ({"answer": "rows", "rows_at_least": 0}, "/rule/rows_at_least"),
        ({"answer": "rows", "rows_at_least": True}, "/rule/rows_at_least"),
        ({"answer": "rows", "rows_at_least": {"count": 1}}, "/rule/rows_at_least"),
        (
            {"answer": "rows", "rows_at_least": {"count": 1, "where": LEAF}},
            "/rule/rows_at_least/where",
        ),
    ],
)
def test_what_is_no_condition_is_refused_at_its_place(data: Any, pointer: str) -> None:
    assert refused(data) == [pointer]


def test_all_problems_of_a_condition_are_reported_at_once() -> None:
    assert refused({"all": [{}, LEAF, {"any": []}]}) == [
        "/rule/all/0",
        "/rule/all/2/any",
    ]


def test_a_misspelt_operator_gets_the_likely_one() -> None:
    with pytest.raises(UnknownKind) as caught:
        parse({"answer": "yes-no", "at_leest": 3})
    assert caught.value.problems[0].hint == "did you mean 'at_least'?"


def test_conditions_nest_to_the_limit_and_no_deeper() -> None:
    def nested(levels: int) -> dict:
        inner: dict = LEAF
        for _ in range(levels):
            inner = {"all": [inner]}
        return inner

    assert fields_read(parse(nested(MAX_DEPTH))) == ("yes-no",)
    assert refused(nested(MAX_DEPTH + 1)) == ["/rule" + "/all/0" * (MAX_DEPTH + 1)]


def test_a_condition_names_what_it_reads_once_and_in_order() -> None:
    condition = {
        "all": [
            yes("b"),
            {"none": [yes("a"), yes("b")]},
            {"evidence": {"answer": "c"}},
            {"evidence": {"kind": "policy"}},
            {"answer": "rows", "any_row": COLUMN},
        ]
    }
    assert fields_read(parse(condition)) == ("b", "a", "c", "rows")


def found(condition: dict) -> list[tuple[str, str]]:
    node = parse(condition, "/rule")
    return [(p.code, p.pointer) for p in check(node, ASKED.questions)]


@pytest.mark.parametrize(
    ("link_id", "op", "constant"),
    [
        ("yes-no", "is", "no"),
        ("yes-no", "is", 0),
        ("one", "is", "w"),
        ("one", "is", True),
        ("one", "in", []),
        ("one", "in", "x"),
        ("one", "in", ["x", "w"]),
        ("many", "includes_all", ["w"]),
        ("many", "only", []),
        ("many", "count_at_least", 0),
        ("many", "count_at_least", True),
        ("whole", "is", "5"),
        ("whole", "in", ["five"]),
        ("whole", "at_least", "5"),
        ("whole", "at_least", True),
        ("number", "at_most", None),
        ("time", "at_most", 24),
        ("time", "at_most", "24 hours"),
        ("price", "at_least", "100"),
        ("price", "at_least", "100 eur"),
        ("day", "within", "12 months"),
        ("day", "within", "1.5 mo"),
        ("day", "valid_on", "today"),
        ("land", "is", "UK"),
        ("lands", "is", "UA"),
        ("lands", "in", ["UA"]),
        ("land", "includes_any", ["UA"]),
        ("land", "count_at_least", 1),
        ("yes-no", "answered", False),
        ("yes-no", "not_applicable", False),
    ],
)
def test_a_constant_that_does_not_fit_is_a_problem(
    link_id: str, op: str, constant: Any
) -> None:
    assert found({"answer": link_id, op: constant}) == [
        ("condition-value", f"/rule/{op}")
    ]


@pytest.mark.parametrize(
    ("link_id", "op", "constant"),
    [
        ("yes-no", "at_least", 3),
        ("yes-no", "in", [True]),
        ("one", "includes_any", ["x"]),
        ("one", "count_at_least", 1),
        ("many", "is", "x"),
        ("many", "in", ["x"]),
        ("words", "at_least", 3),
        ("person", "is", "x"),
        ("files", "is", "x"),
        ("day", "at_least", "2026-01-01"),
        ("time", "is", "24 h"),
        ("number", "within", "12 mo"),
        ("rows", "is", "x"),
        ("one", "any_row", COLUMN),
        ("many", "rows_at_least", 2),
    ],
)
def test_an_operator_that_does_not_fit_the_type_is_a_problem(
    link_id: str, op: str, constant: Any
) -> None:
    assert found({"answer": link_id, op: constant}) == [
        ("condition-type", f"/rule/{op}")
    ]


def test_an_unknown_id_is_a_problem_wherever_it_stands() -> None:
    condition = {
        "all": [
            {"answer": "yes-noo", "is": True},
            {"evidence": {"answer": "nowhere"}},
            {"answer": "rows", "any_row": {"none": [{"column": "knd", "is": "x"}]}},
            {"answer": "tables", "rows_at_least": 1},
        ]
    }
    assert found(condition) == [
        ("condition-unknown-id", "/rule/all/0/is"),
        ("condition-unknown-id", "/rule/all/1/evidence"),
        ("condition-unknown-id", "/rule/all/2/any_row/none/0/is"),
        ("condition-unknown-id", "/rule/all/3/rows_at_least"),
    ]


def test_an_unknown_id_gets_the_likely_one() -> None:
    node = parse({"answer": "yes-noo", "is": True})
    assert [p.hint for p in check(node, ASKED.questions)] == ["did you mean 'yes-no'?"]


def test_a_condition_that_fits_has_no_problem() -> None:
    condition = {
        "any": [
            LEAF,
            {"evidence": {"answer": "yes-no", "assurance_at_least": "documented"}},
            {"answer": "rows", "rows_at_least": {"count": 2, "where": COLUMN}},
            {"answer": "rows", "rows_at_least": 2},
        ]
    }
    assert found(condition) == []
