"""A question is asked, hidden, or withheld while what it waits for is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.conditions.evaluate import Facts
from audit.questionnaire.asked import Asked, compile_gates
from tests.builders import Plain, no, question, record, yes


def states(answers: Plain, *questions: Plain) -> dict[str, Asked]:
    """Run the gates; an answer counts only when its question is asked."""
    values: dict[str, Any] = {}
    found: dict[str, Asked] = {}

    def settle(link_id: str, state: Asked) -> None:
        found[link_id] = state
        if state is Asked.YES and link_id in answers:
            values[link_id] = answers[link_id]

    gates = compile_gates(record(*questions))
    gates.asked(settle, Facts(values, {}, date(2026, 6, 1)))
    return found


CHAIN = (
    question("third", enable_when=yes("second")),
    question("second", enable_when=yes("first")),
    question("first"),
)


@pytest.mark.parametrize(
    ("answers", "second", "third"),
    [
        ({}, Asked.WITHHELD, Asked.WITHHELD),
        ({"first": False}, Asked.NO, Asked.NO),
        ({"first": False, "second": True}, Asked.NO, Asked.NO),
        ({"first": True}, Asked.YES, Asked.WITHHELD),
        ({"second": True}, Asked.WITHHELD, Asked.WITHHELD),
        ({"first": True, "second": False}, Asked.YES, Asked.NO),
        ({"first": True, "second": True}, Asked.YES, Asked.YES),
    ],
    ids=[
        "silence",
        "no",
        "no_and_a_stray_yes",
        "yes",
        "stray_yes",
        "yes_no",
        "yes_yes",
    ],
)
def test_a_chain_opens_one_gate_after_the_other(
    answers: Plain, second: Asked, third: Asked
) -> None:
    assert states(answers, *CHAIN) == {
        "first": Asked.YES,
        "second": second,
        "third": third,
    }


def test_questions_settle_after_what_they_wait_for() -> None:
    order = compile_gates(record(*CHAIN)).order
    assert order == ("first", "second", "third")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": False, "b": True}, Asked.YES),
        ({"a": False}, Asked.WITHHELD),
        ({"a": False, "b": False}, Asked.NO),
        ({}, Asked.WITHHELD),
    ],
    ids=["open_door", "one_door_undecided", "both_shut", "silence"],
)
def test_a_gate_with_two_doors_waits_only_for_those_that_can_open(
    answers: Plain, expected: Asked
) -> None:
    hidden = question("hidden", enable_when=yes("a"))
    gate = question("gate", enable_when={"any": [yes("hidden"), yes("b")]})
    assert states(answers, question("a"), question("b"), hidden, gate)["gate"] is (
        expected
    )


def test_a_gate_on_evidence_is_withheld_without_it() -> None:
    gate = question("gate", enable_when={"evidence": {"kind": "policy"}})
    assert states({}, gate) == {"gate": Asked.WITHHELD}


def test_a_gate_may_wait_for_a_no() -> None:
    assert states({"a": False}, question("a"), question("b", enable_when=no("a"))) == {
        "a": Asked.YES,
        "b": Asked.YES,
    }
