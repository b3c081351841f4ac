"""Strict YAML: every good text has a bad twin that fails for one reason only."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest
import yaml

from audit.documents import read_yaml
from audit.errors import SyntaxProblem
from tests.documents.steps import steps


class Twin(NamedTuple):
    name: str
    good: str
    bad: str
    code: str
    line: int
    column: int
    pointer: str


CORPUS = (
    Twin("anchor", 'a: "&x 1"', "a: &x 1", "anchor", 1, 4, "/a"),
    Twin("anchored_map", "a: {b: 1}", "a: &x {b: 1}", "anchor", 1, 4, "/a"),
    Twin("alias", 'a: "*x"', "b: 1\na: *x", "alias", 2, 4, "/a"),
    Twin("tag", "a: '!!str 1'", "a: !!str 1", "tag", 1, 4, "/a"),
    Twin("python_tag", "a: []", "a: !!python/tuple []", "tag", 1, 4, "/a"),
    Twin("bare_tag", "- a", "- ! a", "tag", 1, 3, "/0"),
    Twin("merge", "'<<': {a: 1}", "<<: {a: 1}", "merge-key", 1, 1, "/<<"),
    Twin("twice", "a: 1\nb: 2", "a: 1\na: 2", "duplicate-key", 2, 1, "/a"),
    Twin(
        "twice_quoted",
        "- {a: 1, b: 2}",
        '- {a: 1, "a": 2}',
        "duplicate-key",
        1,
        10,
        "/0/a",
    ),
    Twin("number_key", "'1': a", "1: a", "key-type", 1, 1, "/1"),
    Twin("true_key", "yes: a", "true: a", "key-type", 1, 1, "/true"),
    Twin("null_key", "'': a", "~: a", "key-type", 1, 1, "/~0"),
    Twin("huge_key", "a: 1", f"{'9' * 30}: 1", "key-type", 1, 1, f"/{'9' * 30}"),
    Twin("list_key", "? a\n: 1", "? [a]\n: 1", "key-type", 1, 3, ""),
    Twin("documents", "---\na: 1\n...\n", "a: 1\n---\nb: 1", "documents", 2, 1, ""),
    Twin("directive", "---\na: 1", "%YAML 1.2\n---\na: 1", "directive", 1, 1, ""),
    Twin("inf", "a: inf", "a: .inf", "not-a-number", 1, 4, "/a"),
    Twin("nan", "a: NaN", "a: .NaN", "not-a-number", 1, 4, "/a"),
    Twin(
        "range",
        "a: 9007199254740992",
        "a: 9007199254740993",
        "number-range",
        1,
        4,
        "/a",
    ),
    Twin("hex_range", "a: 0xff", f"a: 0x{'f' * 500}", "number-range", 1, 4, "/a"),
    Twin(
        "digits", "a: 0.1", "a: 0.1234567890123456789", "number-precision", 1, 4, "/a"
    ),
    Twin("depth", "[" * 64 + "]" * 64, "[" * 65 + "]" * 65, "depth", 1, 65, "/0" * 64),
    Twin("empty", "~", "# nothing\n", "empty", 1, 1, ""),
    Twin("bom", "a: 1", "\ufeffa: 1", "bom", 1, 1, ""),
    Twin("tab", "a:\n  - x", "a:\n\t- x", "syntax", 2, 1, "/a"),
    Twin("colon", "a: 'b: c'", "a: b: c", "syntax", 1, 5, ""),
    Twin("control", "a: b", "a: \x01", "syntax", 1, 4, ""),
    Twin("unclosed", "a: [1]", "a: [1", "syntax", 2, 1, "/a/1"),
    Twin("surrogate", 'a: "\\u0457"', 'a: "\\ud800"', "syntax", 1, 7, "/a"),
)


@pytest.mark.parametrize("twin", CORPUS, ids=lambda twin: twin.name)
def test_good_is_read(twin: Twin) -> None:
    read_yaml(twin.good.encode(), "good.yaml")


@pytest.mark.parametrize("twin", CORPUS, ids=lambda twin: f"{twin.name}_bad")
def test_bad_fails_for_one_reason(twin: Twin) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_yaml(twin.bad.encode(), "bad.yaml")
    (problem,) = caught.value.problems
    assert problem.code == f"yaml-{twin.code}"
    assert (problem.line, problem.column) == (twin.line, twin.column)
    assert problem.pointer == twin.pointer
    assert problem.file == "bad.yaml"


@pytest.mark.parametrize("twin", CORPUS, ids=lambda twin: twin.name)
def test_python_parser_agrees(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_yaml(twin.good.encode(), "x").data
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_yaml(twin.good.encode(), "x").data == expected
    with pytest.raises(SyntaxProblem):
        read_yaml(twin.bad.encode(), "x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, word) for word in "no on yes off y n Yes ON".split()),
        *((word, word) for word in ("2024-01-01", "1:30", "1_000", "0b1", "=", "+")),
        *((word, word) for word in ("1.2.3", "0x", "0o8", "--", ".", "e1", "nan")),
        ("010", 10),
        ("-010", -10),
        ("+1", 1),
        ("0x10", 16),
        ("0o17", 15),
        ("1.50", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("1.", 1),
        ("1e3", 1000),
        ("2.0", 2),
        ("~", None),
        ("", None),
        ("Null", None),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_core_schema(text: str, value: object) -> None:
    found = read_yaml(f"a: {text}".encode(), "x").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_all_problems_are_reported_at_once() -> None:
    raw = b"a: &x 1\nb: *x\na: !t 2\n3: .inf\n"
    with pytest.raises(SyntaxProblem) as caught:
        read_yaml(raw, "x")
    assert [p.code for p in caught.value.problems] == [
        "yaml-anchor",
        "yaml-alias",
        "yaml-duplicate-key",
        "yaml-tag",
        "yaml-key-type",
        "yaml-not-a-number",
    ]


def test_size_limit_is_exact() -> None:
    assert read_yaml(b"abcd", "x", max_bytes=4).data == "abcd"
    with pytest.raises(SyntaxProblem) as caught:
        read_yaml(b"abcde", "x", max_bytes=4)
    assert caught.value.problems[0].code == "yaml-size"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_bottomless_nesting_is_a_problem_not_a_crash(opening: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_yaml((opening * 50_000).encode(), "x")
    assert caught.value.problems[0].code == "yaml-depth"


def test_billion_laughs_expands_nothing() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 30)]
    with pytest.raises(SyntaxProblem) as caught:
        read_yaml("\n".join(lines).encode(), "x")
    assert {p.code for p in caught.value.problems} == {"yaml-anchor", "yaml-alias"}


def test_a_large_policy_costs_no_more_for_each_value_than_a_small_one() -> None:
    item = (
        "- id: c-{0}\n  text: {{en: Control {0}, uk: Контроль {0}}}\n  weight: {0}.5\n"
    )

    def cost(count: int) -> int:
        raw = "".join(item.format(i) for i in range(count)).encode()
        return steps(lambda: read_yaml(raw, "x"))

    cost(1)  # loads what is loaded once
    small, large = cost(100), cost(1000)
    assert large < 10.1 * small
    # Six values each; without the parser in C it would be hundreds of steps.
    assert large < 40 * 6 * 1000
