"""Pydantic's findings in plain words, each at its place."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from audit.documents import problems_of, read_json, read_yaml, validate
from audit.errors import Problem, SchemaProblem


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("only even numbers count")
    return number


class Cap(Model):
    rating: str


class TextQuestion(Model):
    type: Literal["text"]
    link_id: str
    text: dict[Literal["en", "uk"], str]


class DateQuestion(Model):
    type: Literal["date"]
    link_id: str
    date: dt.date


Question = Annotated[TextQuestion | DateQuestion, Field(discriminator="type")]


class Paper(Model):
    schema_: str | None = Field(None, alias="$schema")
    questions: tuple[Question, ...] = ()
    severity: Literal["critical", "high", "low"] = "low"
    knock_out: bool | Cap = False
    even: Annotated[int, AfterValidator(_even)] = 0
    name: Annotated[str, Field(max_length=5, pattern="^[a-z]+$")] = "n"
    names: Annotated[tuple[str, ...], Field(min_length=1)] = ("n",)
    by_id: dict[Annotated[str, Field(pattern="^[a-z]+$")], Cap] = {}


def found(text: str) -> tuple[Problem, ...]:
    with pytest.raises(SchemaProblem) as caught:
        validate(Paper, read_yaml(text.encode(), "p.yaml"))
    return caught.value.problems


def only(text: str) -> Problem:
    (problem,) = found(text)
    return problem


Q = "questions:\n  - "


@pytest.mark.parametrize(
    ("text", "code", "pointer", "line", "column"),
    [
        ("severty: low", "unknown-key", "/severty", 1, 1),
        (
            Q + "{type: text, text: {en: a}}",
            "missing-key",
            "/questions/0/link_id",
            2,
            5,
        ),
        (
            Q + "{type: text, link_id: a, text: {fr: a}}",
            "bad-key",
            "/questions/0/text/fr",
            2,
            37,
        ),
        (
            Q + "{type: date, link_id: a, date: soon}",
            "type",
            "/questions/0/date",
            2,
            36,
        ),
        (Q + "{link_id: a}", "missing-key", "/questions/0/type", 2, 5),
        (Q + "{type: tekst}", "choice", "/questions/0/type", 2, 12),
        (Q + "5", "type", "/questions/0", 2, 5),
        ("severity: hihg", "choice", "/severity", 1, 11),
        ("even: 3", "value", "/even", 1, 7),
        ("even: many", "type", "/even", 1, 7),
        ("name: 1.0", "type", "/name", 1, 7),
        ("name: UPPER", "value", "/name", 1, 7),
        ("name: toolong", "value", "/name", 1, 7),
        ("names: []", "value", "/names", 1, 8),
        ("names: [1]", "type", "/names/0", 1, 9),
        ("names: one", "type", "/names", 1, 8),
        ("by_id: {a: {}}", "missing-key", "/by_id/a/rating", 1, 12),
        ("by_id: {A: {rating: x}}", "bad-key", "/by_id/A", 1, 9),
        ("knock_out: [1]", "type", "/knock_out", 1, 12),
        ("[1]", "type", "", 1, 1),
    ],
)
def test_one_fault_one_problem(
    text: str, code: str, pointer: str, line: int, column: int
) -> None:
    problem = only(text)
    assert (problem.code, problem.pointer) == (f"schema-{code}", pointer)
    assert (problem.line, problem.column) == (line, column)
    assert problem.file == "p.yaml"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "severty: low",
            (
                "unknown key 'severty'; known keys: $schema, questions, severity, "
                "knock_out, even, name, names, by_id"
            ),
            "did you mean 'severity'?",
        ),
        (
            Q + "{type: text, link_id: a, text: {en: b}, dat: 1}",
            "unknown key 'dat'; known keys: type, link_id, text",
            "",
        ),
        (
            "severity: hihg",
            "expected one of critical, high, low, got 'hihg'",
            "did you mean 'high'?",
        ),
        (
            "knock_out: [1]",
            "expected true or false or a map of keys and values, got a list",
            "",
        ),
        ("even: 3", "only even numbers count", ""),
        ("name: 5", "expected a text, got 5", "put it in quotes"),
        ("by_id: {a: {}}", "missing key 'rating'", ""),
    ],
)
def test_wording(text: str, message: str, hint: str) -> None:
    problem = only(text)
    assert problem.message == message
    assert problem.hint == hint


def test_the_branch_that_was_meant_speaks() -> None:
    codes = [(p.code, p.pointer) for p in found("knock_out: {ratng: a}")]
    assert codes == [
        ("schema-missing-key", "/knock_out/rating"),
        ("schema-unknown-key", "/knock_out/ratng"),
    ]


def test_a_tag_named_like_a_key_is_no_key() -> None:
    text = Q + "{type: text, text: {en: 1}, typ: 2}"
    assert [p.pointer for p in found(text)] == [
        "/questions/0/link_id",
        "/questions/0/text/en",
        "/questions/0/typ",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"severity": "x" * 100_000},
        {"k" * 100_000: 1},
        {"name": "x" * 100_000},
        {"even": "x" * 100_000},
    ],
)
def test_long_values_are_not_echoed(data: dict[str, Any]) -> None:
    import json

    document = read_json(json.dumps(data).encode(), "x.json")
    with pytest.raises(SchemaProblem) as caught:
        validate(Paper, document)
    (problem,) = caught.value.problems
    assert len(problem.message) < 250
    assert len(problem.pointer) <= 401


def test_control_characters_are_escaped() -> None:
    document = read_json(b'{"severity": "\\u001b[31mred\\u202e"}', "x.json")
    with pytest.raises(SchemaProblem) as caught:
        validate(Paper, document)
    assert "\x1b" not in str(caught.value)
    assert "\u202e" not in str(caught.value)


def test_many_problems_are_capped() -> None:
    text = "names: [" + ", ".join(["1"] * 500) + "]"
    problems = found(text)
    assert len(problems) == 101
    assert problems[-1].message == "more problems are not shown; mend these first"


def test_without_the_model_class() -> None:
    from pydantic import ValidationError

    document = read_yaml(b"severty: low", "p.yaml")
    with pytest.raises(ValidationError) as caught:
        Paper.model_validate(document.data)
    (problem,) = problems_of(caught.value, document)
    assert problem.message == "unknown key 'severty'"
    assert problem.line == 1


def test_a_good_document_becomes_a_record() -> None:
    paper = validate(Paper, read_yaml(b"{severity: high, knock_out: true}", "p"))
    assert paper.severity == "high"
    assert paper.knock_out is True
