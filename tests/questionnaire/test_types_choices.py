"""Yes or no, one option, several options: every bad value has a good twin."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import option, question, record
from tests.questionnaire.kinds import AT, Twin, assert_twin, problems

_BOOLEAN_HINT = "write true or false without quotes"
_LIST_HINT = 'write a list, for example ["voice", "chat"]'
BOOLEAN = (
    Twin(
        "one_for_true",
        "yes-no",
        True,
        1,
        "expected true or false (got 1)",
        _BOOLEAN_HINT,
    ),
    Twin(
        "zero_for_false",
        "yes-no",
        False,
        0,
        "expected true or false (got 0)",
        _BOOLEAN_HINT,
    ),
    Twin("word", "yes-no", True, "yes", "(got 'yes')", _BOOLEAN_HINT),
    Twin("quoted", "yes-no", True, "true", "(got 'true')", _BOOLEAN_HINT),
    Twin("null", "yes-no", False, None, "(got None)", _BOOLEAN_HINT),
    Twin("list_of_one", "yes-no", True, [True], "(got [True])", _BOOLEAN_HINT),
)
CHOICE = (
    Twin(
        "misspelt",
        "one",
        "voice",
        "voise",
        "expected one of voice, chat, none",
        "did you mean 'voice'?",
    ),
    Twin("case", "one", "chat", "Chat", "(got 'Chat')", "did you mean 'chat'?"),
    Twin("foreign", "one", "chat", "?", "(got '?')", "copy one of the codes"),
    Twin(
        "code_in_list",
        "one",
        "chat",
        ["chat"],
        "(got ['chat'])",
        "did you mean 'chat'?",
    ),
    Twin("choice_true", "one", "chat", True, "(got True)", "copy one of the codes"),
    Twin("choice_empty", "one", "none", "", "(got '')", "copy one of the codes"),
)
MULTI_CHOICE = (
    Twin(
        "bare_code",
        "many",
        ["voice"],
        "voice",
        "expected a list of codes (got 'voice')",
        _LIST_HINT,
    ),
    Twin(
        "no_codes",
        "many",
        ["voice"],
        [],
        "expected a list of codes (got [])",
        _LIST_HINT,
    ),
    Twin("codes_null", "many", ["voice"], None, "expected a list of codes", _LIST_HINT),
    Twin(
        "unknown_code",
        "many",
        ["voice", "chat"],
        ["voice", "char"],
        "(got 'char')",
        "did you mean 'chat'?",
        "/1",
    ),
    Twin(
        "number_code", "many", ["voice"], [7], "(got 7)", "copy one of the codes", "/0"
    ),
    Twin(
        "nested",
        "many",
        ["voice", "chat"],
        ["chat", ["voice"]],
        "(got ['voice'])",
        "did you mean 'voice'?",
        "/1",
    ),
    Twin(
        "code_twice",
        "many",
        ["voice", "chat"],
        ["voice", "chat", "voice"],
        "'voice' stands twice",
        "remove one",
        "/2",
    ),
    Twin(
        "exclusive",
        "many",
        ["none"],
        ["none", "chat"],
        "'none' cannot stand beside other options",
        "keep it alone",
    ),
    Twin(
        "exclusive_last",
        "many",
        ["chat", "voice"],
        ["chat", "none"],
        "'none' cannot stand beside",
        "keep it alone",
    ),
    Twin(
        "exclusive_twice",
        "many",
        ["none"],
        ["none", "none"],
        "'none' stands twice",
        "remove one",
        "/1",
    ),
)
TWINS = (*BOOLEAN, *CHOICE, *MULTI_CHOICE)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_choice_is_refused_for_one_reason_and_its_twin_is_not(twin: Twin) -> None:
    assert_twin(twin)


def test_every_wrong_code_of_a_list_is_named() -> None:
    found = problems("many", ["fax", "voice", "telex"])
    assert [p.pointer for p in found] == [f"{AT}/0", f"{AT}/2"]


def test_a_code_that_stands_three_times_is_named_at_each_repetition() -> None:
    for link_id, code in (("many", "chat"), ("lands", "UA")):
        found = problems(link_id, [code, code, code])
        assert [p.pointer for p in found] == [f"{AT}/1", f"{AT}/2"]


def test_two_exclusive_options_beside_each_other_are_both_named() -> None:
    found = problems("only-exclusive", ["none", "unsure"])
    assert [p.message.partition(" ")[0] for p in found] == ["'none'", "'unsure'"]


@pytest.mark.parametrize("link_id", ["yes-no", "one", "day", "words", "whole", "files"])
def test_a_message_repeats_only_the_beginning_of_a_long_value(link_id: str) -> None:
    value: Any = {"key": "x" * 5000}
    (found,) = problems(link_id, value)
    assert "(got {'key': 'xxx" in found.message
    assert "…)" in found.message
    assert len(found.message) < 140


def test_a_long_list_of_codes_is_cut_in_the_message() -> None:
    options = [option(f"code-{number}") for number in range(16)]
    asked = record(question("q", "choice", options=options)).questions["q"]
    (found,) = asked.problems("other", AT)
    assert "code-14, … (got 'other')" in found.message
    assert "code-15" not in found.message
