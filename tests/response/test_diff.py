"""Two responses to one questionnaire: exactly what differs is told, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from audit.cases import check_questionnaire, check_response
from audit.response.diff import (
    AnswerChange,
    EvidenceChange,
    ResponseDiff,
    RowChange,
    Side,
    diff,
)
from tests.builders import (
    DAY,
    document,
    given,
    item,
    na,
    option,
    question,
    questionnaire,
    response,
    state,
    text,
    yes,
)

COLUMNS = [
    {"id": "seats", "type": "integer", "text": text("Seats")},
    {"id": "name", "type": "text", "text": text("Name"), "required": False},
    {"id": "keep", "type": "duration", "text": text("Keep"), "required": False},
]
LOADED = check_questionnaire(
    document(
        questionnaire(
            question("q-gate", allow_not_applicable=True),
            question("q-gated", enable_when=yes("q-gate")),
            question("q-keep", "duration"),
            question(
                "q-many",
                "multi_choice",
                options=[option("voice"), option("chat"), option("mail")],
            ),
            question("q-rate", "decimal"),
            question("q-fee", "money"),
            question("q-files", "attachment"),
            question("q-rows", "table", columns=COLUMNS),
            question("q-lands", "country", multiple=True),
        )
    )
)
ITEMS = (item("a"), item("b", expires="2026-02-01"), item("c", issued="2026-08-01"))


def side(
    answers: dict[str, Any], *items: Any, as_of: date = DAY, **changes: Any
) -> Side:
    data = response(answers, *(items or ITEMS), **changes)
    return Side(check_response(document(data), LOADED).record, as_of)


def compared(old: dict[str, Any], new: dict[str, Any]) -> ResponseDiff:
    return diff(side(old), side(new), LOADED.record)


def change_of(name: str, old: Any, new: Any) -> AnswerChange | None:
    left = {} if old is None else {name: old}
    right = {} if new is None else {name: new}
    found = [c for c in compared(left, right).answers if c.link_id == name]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("q-keep", {"value": 24, "unit": "h"}, {"value": 1, "unit": "d"}),
        ("q-many", ["voice", "chat"], ["chat", "voice"]),
        ("q-rate", 2, 2.0),
        ("q-fee", {"amount": "1.0", "currency": "EUR"}, {"amount": "1.00", "currency": "EUR"}),
        ("q-files", ["a", "b"], ["b", "a"]),
        ("q-lands", ["UA", "PL"], ["PL", "UA"]),
        ("q-gate", given(True, "a", "b"), given(True, "b", "a", comment="New.")),
        ("q-gate", state("unanswered"), None),
        ("q-rows", [{"seats": 1, "name": "x"}, {"seats": 2, "name": "y"}],
                   [{"seats": 2, "name": "y"}, {"seats": 1, "name": "x"}]),
    ],
)  # fmt: skip
def test_what_says_the_same_is_no_change(name: str, old: Any, new: Any) -> None:
    assert change_of(name, old, new) is None


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("q-gate", None, True, "added"),
        ("q-gate", True, None, "removed"),
        ("q-gate", True, False, "changed"),
        ("q-gate", True, state("declined"), "changed"),
        ("q-gate", na("Not here."), na("Not there."), "changed"),
        ("q-gate", True, given(True, carried=True), "changed"),
        ("q-gate", given(True, carried=True), None, "removed"),
        ("q-gate", given(True, "a"), given(True, "b"), "changed"),
        ("q-keep", {"value": 24, "unit": "h"}, {"value": 2, "unit": "d"}, "changed"),
        ("q-many", ["voice"], ["voice", "chat"], "changed"),
        ("q-fee", {"amount": "1", "currency": "EUR"}, {"amount": "1", "currency": "USD"}, "changed"),
        ("q-files", ["a"], ["b"], "changed"),
        ("q-rows", [], [{"seats": 1}], "changed"),
    ],
)  # fmt: skip
def test_each_change_has_its_kind(name: str, old: Any, new: Any, kind: str) -> None:
    found = change_of(name, old, new)
    assert found is not None
    assert found.kind == kind


def test_a_gate_that_shuts_takes_its_question_out() -> None:
    both = {"q-gated": True}
    shut = compared({"q-gate": True} | both, {"q-gate": False} | both).answers
    assert [(c.link_id, c.kind, c.after.state) for c in shut] == [
        ("q-gate", "changed", "answered"),
        ("q-gated", "removed", "not_asked"),
    ]


ROWS = [{"seats": 1, "name": "x"}, {"seats": 2, "name": "y"}]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([ROWS[1], {"seats": 5, "name": "x"}], [("changed", "x", ("seats",))]),
        ([ROWS[0]], [("removed", "y", ())]),
        ([*ROWS, {"seats": 3, "name": "z"}], [("added", "z", ())]),
        ([{"seats": 1, "name": "w"}, ROWS[1]], [("added", "w", ()), ("removed", "x", ())]),
        ([ROWS[0], {"seats": 2}], [("changed", "2", ("name",))]),
        ([ROWS[0], {"seats": 2, "name": "x"}], [("changed", "2", ("name",))]),
    ],
)  # fmt: skip
def test_rows_are_matched_by_name_else_by_number(
    new: list[dict[str, Any]], expected: list[tuple[Any, ...]]
) -> None:
    found = change_of("q-rows", ROWS, new)
    assert found is not None
    assert [(r.kind, r.key, r.columns) for r in found.rows] == expected


def test_evidence_is_compared_by_id() -> None:
    changed = item("a", expires="2026-01-31", title="Other")
    new = (changed, item("b", expires="2026-02-01"), item("d"))
    found = diff(side({}), side({}, *new), LOADED.record).evidence
    assert [(e.id, e.kind, e.fields, e.validity) for e in found] == [
        ("a", "changed", ("title", "expires"), ("valid", "expired")),
        ("c", "removed", (), ("not_yet_valid", None)),
        ("d", "added", (), (None, "valid")),
    ]


def test_an_item_that_expired_between_the_days_is_told() -> None:
    old, new = side({}, as_of=date(2026, 1, 31)), side({})
    found = diff(old, new, LOADED.record)
    assert [(e.id, e.fields, e.validity) for e in found.evidence] == [
        ("b", (), ("valid", "expired"))
    ]
    assert found.expired == ((), ("b",))


def test_what_the_vendor_calls_itself_is_compared() -> None:
    new = side({}, vendor={"name": "Southline", "country": "UA"})
    found = diff(side({}), new, LOADED.record)
    assert found.vendor == (("name", "Northline Contact", "Southline"),)
    assert not found.is_empty


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "q-gate": st.sampled_from(
            [True, False, na(), state("unknown"), given(True, "a", carried=True), given(True, "b")]
        ),
        "q-gated": st.booleans(),
        "q-keep": st.sampled_from([{"value": 24, "unit": "h"}, {"value": 1, "unit": "d"}]),
        "q-many": st.lists(st.sampled_from(["voice", "chat", "mail"]), min_size=1, unique=True),
        "q-files": st.sampled_from([["a"], ["b", "a"], ["a", "b"]]),
        "q-rows": st.lists(
            st.fixed_dictionaries(
                {"seats": st.integers(1, 2)}, optional={"name": st.sampled_from("xyz")}
            ),
            max_size=3,
        ),
    },
)  # fmt: skip
SIDES = st.builds(
    lambda answers, day, extra: side(answers, *ITEMS, *extra, as_of=day),
    ANSWERS,
    st.sampled_from([DAY, date(2026, 1, 31), date(2027, 6, 1)]),
    st.sampled_from([(), (item("d"),), (item("d", title="D2"),)]),
)
_SWAPPED = {"added": "removed", "removed": "added", "changed": "changed"}


def mirrored(found: ResponseDiff) -> ResponseDiff:
    def turned(
        change: AnswerChange | EvidenceChange | RowChange, **more: Any
    ) -> AnswerChange | EvidenceChange | RowChange:
        sides = {"before": change.after, "after": change.before}
        return replace(change, kind=_SWAPPED[change.kind], **sides, **more)

    return ResponseDiff(
        tuple(turned(c, rows=tuple(map(turned, c.rows))) for c in found.answers),
        tuple(turned(e, validity=e.validity[::-1]) for e in found.evidence),
        tuple((key, new, old) for key, old, new in found.vendor),
        found.expired[::-1],
    )


@settings(deadline=None)
@over(SIDES)
def test_a_response_does_not_differ_from_itself(one: Side) -> None:
    assert diff(one, one, LOADED.record).is_empty


@settings(max_examples=200, deadline=None)
@over(SIDES, SIDES)
def test_the_way_back_is_the_mirror_of_the_way_there(one: Side, two: Side) -> None:
    there = diff(one, two, LOADED.record)
    assert diff(two, one, LOADED.record) == mirrored(there)
