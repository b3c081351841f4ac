"""A document has a number of values that it may hold, counted before it is built.

Most tests set a small limit of their own; that of every document is tested apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest

from audit.documents import Document, read_json, read_yaml
from audit.documents.limits import MAX_VALUES
from audit.errors import Problem, SyntaxProblem
from tests.documents.steps import steps

Read = Callable[[bytes, str], Document]
#: One less is no multiple of two or three: the limit falls within parts too.
FEW = 1_002
BOTH = pytest.mark.parametrize(
    ("read", "kind"),
    [
        (partial(read_json, max_values=FEW), "json"),
        (partial(read_yaml, max_values=FEW), "yaml"),
    ],
    ids=["json", "yaml"],
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


@pytest.mark.parametrize(
    ("read", "kind"), [(read_json, "json"), (read_yaml, "yaml")], ids=["json", "yaml"]
)
def test_a_document_may_hold_two_hundred_thousand_values(read: Read, kind: str) -> None:
    assert MAX_VALUES == 200_000
    most = list_of(b"0", MAX_VALUES - 1)  # the list is a value too
    assert read(most, "x").data == [0] * (MAX_VALUES - 1)
    problem = refused(read, list_of(b"0", MAX_VALUES))
    assert problem.code == f"{kind}-values"
    assert problem.message == "the document holds more than 200,000 values"
    assert problem.pointer == f"/{MAX_VALUES - 1}"


@BOTH
@pytest.mark.parametrize("name", PARTS)
def test_the_limit_of_values_is_exact(name: str, read: Read, kind: str) -> None:
    part, offsets = PARTS[name]
    whole, rest = divmod(FEW - 1, len(offsets))  # the list is a value too
    parts = [part] * whole + [b"0"] * rest
    assert len(read(b"[" + b",".join(parts) + b"]", "x").data) == whole + rest
    problem = refused(read, b"[" + b",".join([*parts, b"0"]) + b"]")
    assert problem.code == f"{kind}-values"


@BOTH
@pytest.mark.parametrize("name", PARTS)
def test_the_value_too_many_is_named_with_its_place(
    name: str, read: Read, kind: str
) -> None:
    part, offsets = PARTS[name]
    index, rank = divmod(FEW - 1, len(offsets))
    problem = refused(read, b"[\n" + b",\n".join([part] * (index + 2)) + b"]")
    assert problem.code == f"{kind}-values"
    assert problem.message == "the document holds more than 1,002 values"
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
    read = partial(read_yaml, max_values=FEW)
    assert read(b"-\n" * (FEW - 1), "x").data == [None] * (FEW - 1)
    assert refused(read, b"-\n" * FEW).line == FEW


def test_a_document_with_a_limit_of_its_own_knows_its_places() -> None:
    document = read_yaml(b"- a\n- b: 1\n", "x", max_values=4)
    assert document.locate("/1/b") == (2, 6)


def test_faults_before_the_value_too_many_are_reported_with_it() -> None:
    raw = b"[NaN, " + list_of(b"0", FEW)[1:]
    with pytest.raises(SyntaxProblem) as caught:
        read_json(raw, "x", max_values=FEW)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["json-not-a-number", "json-values"]


@pytest.mark.parametrize("raw", [b'"' * 8_000_001, b'["' + b'\\"' * 4_000_000])
def test_endless_quotes_are_counted_once_each(raw: bytes) -> None:
    started = time.process_time()
    assert refused(read_json, raw).code in {"json-trailing", "json-string"}
    # Looking for the end of each text anew would take hours.
    assert time.process_time() - started < 20


@BOTH
@pytest.mark.parametrize("part", [b"[]", b"0"], ids=["lists", "zeros"])
def test_what_follows_the_value_too_many_costs_nothing(
    part: bytes, read: Read, kind: str
) -> None:
    def cost(count: int) -> int:
        return steps(lambda: refused(read, list_of(part, count)))

    cost(FEW)  # loads what is loaded once
    one_too_many = cost(FEW)
    assert one_too_many > FEW
    assert cost(100 * FEW) == one_too_many
