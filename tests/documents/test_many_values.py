"""A document has a number of values that it may hold, counted before it is built."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from audit.documents import Document, read_json, read_yaml
from audit.documents.limits import MAX_JSON_BYTES, MAX_VALUES, MAX_YAML_BYTES
from audit.errors import Problem, SyntaxProblem

Read = Callable[[bytes, str], Document]
BOTH = pytest.mark.parametrize(
    ("read", "kind"), [(read_json, "json"), (read_yaml, "yaml")], ids=["json", "yaml"]
)


def refused(read: Read, raw: bytes) -> Problem:
    with pytest.raises(SyntaxProblem) as caught:
        read(raw, "many.txt")
    (problem,) = caught.value.problems
    return problem


def list_of(part: bytes, count: int) -> bytes:
    return b"[" + b",".join([part] * count) + b"]"


#: A part of a list, and where in it each of its values begins.
PARTS = {
    "zeros": (b"0", (0,)),
    "lists": (b"[]", (0,)),
    "escaped_texts": (b'"\\",\\\\"', (0,)),
    "members": (b'{"a,": 0}', (0, 7)),
    "nested": (b"[[true]]", (0, 1, 2)),
}


@BOTH
@pytest.mark.parametrize("name", ["escaped_texts", "members", "nested"])
def test_the_limit_of_values_is_exact(name: str, read: Read, kind: str) -> None:
    part, offsets = PARTS[name]
    whole, rest = divmod(MAX_VALUES - 1, len(offsets))  # the list is a value too
    parts = [part] * whole + [b"0"] * rest
    assert len(read(b"[" + b",".join(parts) + b"]", "x").data) == whole + rest
    problem = refused(read, b"[" + b",".join([*parts, b"0"]) + b"]")
    assert problem.code == f"{kind}-values"


@BOTH
@pytest.mark.parametrize("name", ["zeros", "lists", "members", "nested"])
def test_the_value_too_many_is_named_with_its_place(
    name: str, read: Read, kind: str
) -> None:
    part, offsets = PARTS[name]
    index, rank = divmod(MAX_VALUES - 1, len(offsets))
    problem = refused(read, b"[\n" + b",\n".join([part] * (index + 2)) + b"]")
    assert problem.code == f"{kind}-values"
    assert problem.message == "the document holds more than 200,000 values"
    assert problem.hint == "attach large material as evidence instead"
    assert problem.pointer.split("/")[1] == str(index)
    assert (problem.file, problem.line) == ("many.txt", index + 2)
    assert problem.column == offsets[rank] + 1


@BOTH
def test_marks_inside_texts_are_no_values(read: Read, kind: str) -> None:
    text = "[{,:}] " * 50_000
    data = read(f'["{text}", "{text}"]'.encode(), f"x.{kind}").data
    assert data == [text, text]


def test_yaml_counts_values_that_are_left_out() -> None:
    assert read_yaml(b"-\n" * (MAX_VALUES - 1), "x").data == [None] * (MAX_VALUES - 1)
    assert refused(read_yaml, b"-\n" * MAX_VALUES).line == MAX_VALUES


def test_faults_before_the_value_too_many_are_reported_with_it() -> None:
    raw = b"[NaN, " + list_of(b"0", MAX_VALUES)[1:]
    with pytest.raises(SyntaxProblem) as caught:
        read_json(raw, "x")
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["json-not-a-number", "json-values"]


@pytest.mark.parametrize("raw", [b'"' * 8_000_001, b'["' + b'\\"' * 4_000_000])
def test_endless_quotes_are_counted_once_each(raw: bytes) -> None:
    started = time.process_time()
    assert refused(read_json, raw).code in {"json-trailing", "json-string"}
    # Looking for the end of each text anew would take hours.
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("read", "part", "most"),
    [
        (read_json, b"[]", MAX_JSON_BYTES),
        (read_json, b"0", MAX_JSON_BYTES),
        (read_yaml, b"[]", MAX_YAML_BYTES),
        (read_yaml, b"0", MAX_YAML_BYTES),
    ],
    ids=["json_lists", "json_zeros", "yaml_lists", "yaml_zeros"],
)
def test_what_follows_the_value_too_many_costs_little(
    read: Read, part: bytes, most: int
) -> None:
    just_over = list_of(part, MAX_VALUES + 1)
    full = list_of(part, (most - 2) // (len(part) + 1))
    assert len(full) / len(just_over) > 4

    def cost(raw: bytes) -> float:
        started = time.process_time()
        assert refused(read, raw).code.endswith("-values")
        return time.process_time() - started

    cost(just_over)
    assert cost(full) < 4 * cost(just_over)
