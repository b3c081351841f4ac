"""Strict JSON: every good text has a bad twin that fails for one reason only."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from audit.documents import read_json
from audit.errors import SyntaxProblem


class Twin(NamedTuple):
    name: str
    good: bytes
    bad: bytes
    code: str
    line: int
    column: int
    pointer: str


CORPUS = (
    Twin("utf8", '{"a": "ї"}'.encode(), b'{"a":\n "\xff"}', "encoding", 2, 3, ""),
    Twin("utf16", b"{}", "{}".encode("utf-16"), "encoding", 1, 1, ""),
    Twin("overlong", b'"/"', b'"\xc0\xaf"', "encoding", 1, 2, ""),
    Twin("raw_surrogate", b'"a"', b'"\xed\xa0\x80"', "encoding", 1, 2, ""),
    Twin("bom", b"{}", b"\xef\xbb\xbf{}", "bom", 1, 1, ""),
    Twin(
        "twice",
        b'{"a": 1, "b": 2}',
        b'{"a": 1,\n "a": 2}',
        "duplicate-key",
        2,
        2,
        "/a",
    ),
    Twin(
        "twice_escaped",
        b'[{"a": 1, "b": 1}]',
        b'[{"a": 1, "\\u0061": 1}]',
        "duplicate-key",
        1,
        11,
        "/0/a",
    ),
    Twin("nan", b'{"n": null}', b'{"n": NaN}', "not-a-number", 1, 7, "/n"),
    Twin("infinity", b"[0]", b"[-Infinity]", "not-a-number", 1, 2, "/0"),
    Twin(
        "whole_range",
        b'{"n": 9007199254740992}',
        b'{"n": 9007199254740993}',
        "number-range",
        1,
        7,
        "/n",
    ),
    Twin(
        "negative_range",
        b"[-9007199254740992]",
        b"[-9007199254740993]",
        "number-range",
        1,
        2,
        "/0",
    ),
    Twin("exponent_range", b"[1e15]", b"[1e400]", "number-range", 1, 2, "/0"),
    Twin("underflow", b"[1e-300]", b"[1e-400]", "number-precision", 1, 2, "/0"),
    Twin(
        "digits",
        b"[0.1]",
        b"[0.1000000000000000055]",
        "number-precision",
        1,
        2,
        "/0",
    ),
    Twin(
        "endless_digits",
        b"[1]",
        b"[" + b"1" * 6000 + b"]",
        "number-range",
        1,
        2,
        "/0",
    ),
    Twin("leading_zero", b"[10]", b"[010]", "value", 1, 2, "/0"),
    Twin("bare_point", b"[1.5]", b"[1.]", "value", 1, 2, "/0"),
    Twin("capital", b"[true]", b"[True]", "value", 1, 2, "/0"),
    Twin(
        "surrogate",
        b'{"a": "\\ud83d\\ude00"}',
        b'{"a": "\\ud83d"}',
        "surrogate",
        1,
        7,
        "/a",
    ),
    Twin("surrogate_key", b'{"a": 1}', b'{"\\udc00": 1}', "surrogate", 1, 2, ""),
    Twin(
        "depth",
        b"[" * 64 + b"]" * 64,
        b"[" * 65 + b"]" * 65,
        "depth",
        1,
        65,
        "/0" * 64,
    ),
    Twin("trailing", b"{} \n", b"{}\n{}", "trailing", 2, 1, ""),
    Twin("comma", b"[1]", b"[1,]", "trailing-comma", 1, 3, ""),
    Twin("comma_map", b'{"a": 1}', b'{"a": 1 ,}', "trailing-comma", 1, 9, ""),
    Twin("two_commas", b"[1, 2]", b"[1,, 2]", "syntax", 1, 4, "/1"),
    Twin("colon", b'{"a": 1}', b'{"a" 1}', "syntax", 1, 6, "/a"),
    Twin("quotes", b'{"a": 1}', b"{'a': 1}", "syntax", 1, 2, ""),
    Twin("comment", b"[1]", b"[1 // one\n]", "syntax", 1, 4, ""),
    Twin("line_break", b'["a\\n"]', b'["a\n"]', "string", 1, 4, "/0"),
    Twin("escape", b'["\\\\x"]', b'["\\x"]', "string", 1, 3, "/0"),
    Twin("unclosed", b'["a"]', b'["a', "string", 1, 2, "/0"),
    Twin("cut_off", b'{"a": [1]}', b'{"a": [1', "end", 1, 9, "/a"),
    Twin("empty", b"null", b" ", "end", 1, 2, ""),
    Twin("no_break_space", b"[ 1]", b"[\xc2\xa01]", "value", 1, 2, "/0"),
)


@pytest.mark.parametrize("twin", CORPUS, ids=lambda twin: twin.name)
def test_good_is_read(twin: Twin) -> None:
    read_json(twin.good, "good.json")


@pytest.mark.parametrize("twin", CORPUS, ids=lambda twin: f"{twin.name}_bad")
def test_bad_fails_for_one_reason(twin: Twin) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_json(twin.bad, "bad.json")
    (problem,) = caught.value.problems
    assert problem.code == f"json-{twin.code}"
    assert (problem.line, problem.column) == (twin.line, twin.column)
    assert problem.pointer == twin.pointer
    assert problem.file == "bad.json"
    assert problem.message


def test_all_problems_are_reported_at_once() -> None:
    raw = b'{"a": 1,\n "a": NaN,\n "b": [1e400, "\\ud800"],\n}'
    with pytest.raises(SyntaxProblem) as caught:
        read_json(raw, "x.json")
    assert [(p.code, p.line) for p in caught.value.problems] == [
        ("json-duplicate-key", 2),
        ("json-not-a-number", 2),
        ("json-number-range", 3),
        ("json-surrogate", 3),
        ("json-trailing-comma", 3),
    ]


def test_size_limit_is_exact() -> None:
    assert read_json(b'"1234"', "x", max_bytes=6).data == "1234"
    with pytest.raises(SyntaxProblem) as caught:
        read_json(b'"12345"', "x", max_bytes=6)
    assert caught.value.problems[0].code == "json-size"


def test_problems_are_capped_and_short() -> None:
    raw = b"[" + b",".join([b"NaN"] * 5000) + b"]"
    with pytest.raises(SyntaxProblem) as caught:
        read_json(raw, "x")
    assert len(caught.value.problems) == 100
    key = b'"' + b"k" * 100_000 + b'"'
    with pytest.raises(SyntaxProblem) as caught:
        read_json(b"{" + key + b":1," + key + b":1}", "x")
    assert len(str(caught.value)) < 800


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_bottomless_nesting_is_a_problem_not_a_crash(opening: bytes) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_json(opening * 200_000, "x")
    assert caught.value.problems[0].code == "json-depth"


def test_numbers_take_their_canonical_form() -> None:
    data = read_json(b"[1.50, 2.0, 1e3, -0.0, 0.1, true]", "x").data
    assert data == [Decimal("1.5"), 2, 1000, 0, Decimal("0.1"), True]
    assert [type(item) for item in data] == [Decimal, int, int, int, Decimal, bool]
    assert str(data[0]) == "1.5"
