"""One table of conditions, run by Python and by the form's own script."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.operators import COMBINATIONS, OPERATORS, ROW_OPERATORS
from audit.conditions.parse import parse
from audit.documents import read_json
from audit.form.build import code
from audit.questionnaire.asked import compile_gates
from audit.questionnaire.check import check
from audit.questionnaire.types import KINDS
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES
from audit.response.answers import AnswerBook, read_answers
from audit.response.model import Response
from tests.builders import record
from tests.form.conftest import HERE

CORPUS = read_json((HERE / "conditions_corpus.json").read_bytes(), "corpus").data
AS_OF = date.fromisoformat(CORPUS["as_of"])
CONDITIONS, GATES = CORPUS["conditions"], CORPUS["gates"]
#: The scripts that decide which questions are asked; none touches the page.
DECIDING = ("texts", "values", "conditions", "gates")


def book_of(questions: list[Any], answers: dict[str, Any]) -> AnswerBook:
    questionnaire = record(*questions)
    assert check(questionnaire) == ()
    response = Response.model_validate(
        {
            "response_id": "corpus",
            "questionnaire": {"id": "tiny", "version": "1.0.0"},
            "vendor": {"name": "Acme", "country": "UA"},
            "authored": "2026-01-01",
            "answers": answers,
        }
    )
    for link_id, answer in response.answers.items():
        if answer.state == "answered":
            question = questionnaire.questions[link_id]
            assert list(question.problems(answer.value, "")) == []
    return read_answers(response, questionnaire, compile_gates(questionnaire), AS_OF)


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: case["name"])
def test_python_decides_a_condition_as_stated(case: Any) -> None:
    book = book_of(CORPUS["questions"], case["answers"])
    waived = {i for i, state in book.states.items() if state == "not_applicable"}
    fields = record(*CORPUS["questions"]).questions
    compiled = compile_condition(parse(case["when"]), fields)
    assert compiled.run(Facts(book.values, {}, AS_OF, waived))[0] is case["truth"]


@pytest.mark.parametrize("case", GATES, ids=lambda case: case["name"])
def test_python_asks_as_stated(case: Any) -> None:
    book = book_of(case["questions"], case["answers"])
    closed = {"not_asked", "withheld"}
    found = {i: s if s in closed else "asked" for i, s in book.states.items()}
    assert found == case["asked"]


def test_the_form_decides_and_asks_as_stated(blank_page: Any) -> None:
    corpus = json.loads((HERE / "conditions_corpus.json").read_text("utf-8"))
    script = f"""(input) => {{
      'use strict';
      {code(DECIDING)}
      codes.country = input.countries;
      codes.currency = input.currencies;
      const byId = (list) => Object.fromEntries(list.map((q) => [q.link_id, q]));
      const settled = (questions, answers) => settle(
        questions, gateOrder(questions), answers, input.corpus.as_of);
      const pool = byId(input.corpus.questions);
      return {{
        conditions: input.corpus.conditions.map((one) => truthOf(
          one.when, pool, settled(pool, one.answers).facts)),
        gates: input.corpus.gates.map((one) => settled(
          byId(one.questions), one.answers).asked),
      }};
    }}"""
    given = {
        "corpus": corpus,
        "countries": list(COUNTRIES),
        "currencies": sorted(CURRENCIES),
    }
    found = blank_page.evaluate(script, given)
    wrong = [
        (case["name"], truth)
        for case, truth in zip(CONDITIONS, found["conditions"], strict=True)
        if truth is not case["truth"]
    ]
    assert wrong == []
    for case, asked in zip(GATES, found["gates"], strict=True):
        assert asked == case["asked"], case["name"]


def operators_in(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(operators_in, node))
    if not isinstance(node, dict):
        return set()
    return set(node).union(*map(operators_in, node.values()))


def test_the_table_covers_the_language() -> None:
    assert len(CONDITIONS) + len(GATES) >= 120
    used = set().union(*(operators_in(case["when"]) for case in CONDITIONS))
    assert set(OPERATORS) | set(ROW_OPERATORS) | set(COMBINATIONS) <= used
    assert "evidence" in used
    kinds = {kind.model_fields["type"].annotation.__args__[0] for kind in KINDS}
    assert {question["type"] for question in CORPUS["questions"]} == kinds
    assert {case["truth"] for case in CONDITIONS} == {True, False, None}
    asked = {state for case in GATES for state in case["asked"].values()}
    assert asked == {"asked", "not_asked", "withheld"}
