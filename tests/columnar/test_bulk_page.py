"""The page on bulk scoring: its example runs, and it names every column."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from audit.assessment.assess import assess
from audit.columnar.columns import _TYPES
from audit.columnar.ingest import ingest
from audit.columnar.score import score
from audit.columnar.signs import TESTS
from audit.conditions.operators import OPERATORS
from audit.questionnaire.types import KINDS
from tests.columnar.population import POLICIES, cases, plan_of

PAGE = (Path(__file__).parents[2] / "docs" / "bulk.md").read_text("utf-8")


def test_the_example_prints_what_the_assessments_say(
    tmp_path: Path, capsys: Any
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    plan, inputs = plan_of(POLICIES[2]), cases(POLICIES[2:], range(12))
    folder = tmp_path / "set"
    given = {"plan": plan, "inputs": inputs, "folder": folder, "as_of": inputs[0].as_of}
    exec(compile(example, "bulk.md", "exec"), given)  # noqa: S102
    lines = []
    for one in inputs:
        found = assess(plan, one)
        score = found.scores.score
        words = (one.response.response_id, found.decision, score.shown, score.exact)
        lines.append(" ".join(map(str, words)))
    assert capsys.readouterr().out.splitlines() == lines


def test_every_column_of_the_results_is_named() -> None:
    plan, inputs = plan_of(POLICIES[2]), cases(POLICIES[2:], range(2))
    frame = ingest(plan.questionnaire, inputs)
    for name in score(plan, frame, inputs[0].as_of).columns:
        assert f"`{name.removesuffix('/exact')}`" in PAGE
    detail = score(plan, frame, inputs[0].as_of, detail=True).columns
    assert {name.rpartition("/")[2] for name in detail if name[0].isupper()} == {
        "status",
        "reason",
        "clash",
    }


def test_every_operator_has_a_columnar_form() -> None:
    assert set(TESTS) == set(OPERATORS)


def test_every_question_type_has_a_column() -> None:
    assert set(_TYPES) == {
        kind.model_fields["type"].annotation.__args__[0] for kind in KINDS
    }
