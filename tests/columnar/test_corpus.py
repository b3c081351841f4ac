"""The table of conditions with stated truths, which the form runs too, in columns."""

from __future__ import annotations

from typing import Any

import pytest

from audit.assessment.assess import Inputs
from audit.columnar import asked
from audit.columnar.ingest import ingest
from audit.columnar.library import pl
from audit.columnar.once import Signs
from audit.columnar.stages import run, steps_of
from audit.columnar.trees import rank_of
from audit.conditions.parse import parse
from audit.questionnaire.asked import compile_gates
from audit.questionnaire.model import Questionnaire
from audit.response.model import Response
from tests.builders import item, record
from tests.form.test_conditions_corpus import AS_OF, CONDITIONS, CORPUS, GATES

TRUTHS = {True: 1, None: 0, False: -1}


def frame_of(questionnaire: Questionnaire, answers: list[Any]) -> pl.DataFrame:
    responses = [
        Response.model_validate(
            {
                "response_id": f"row-{number}",
                "questionnaire": {"id": "tiny", "version": "1.0.0"},
                "vendor": {"name": "Acme", "country": "UA"},
                "authored": "2026-01-01",
                "answers": given,
                "evidence": [item(name) for name in ("e-1", "e-2")],
            }
        )
        for number, given in enumerate(answers)
    ]
    return ingest(questionnaire, [Inputs(one, "", AS_OF) for one in responses])


def truths(when: Any, frame: pl.DataFrame, questionnaire: Questionnaire) -> list[int]:
    signs = Signs(questionnaire.questions, AS_OF)
    gates = asked.stages(compile_gates(questionnaire), signs)
    rank = rank_of(parse(when), lambda leaf: asked.read(leaf, signs)).alias("rank")
    made = run(steps_of([*signs.stages(), *gates], [rank]), frame)
    return [(rank > 0) - (rank < 0) for rank in made["rank"].to_list()]


def test_every_condition_is_decided_as_stated() -> None:
    questionnaire = record(*CORPUS["questions"])
    frame = frame_of(questionnaire, [case["answers"] for case in CONDITIONS])
    found = {
        case["name"]: truths(case["when"], frame[number], questionnaire)[0]
        for number, case in enumerate(CONDITIONS)
    }
    assert found == {case["name"]: TRUTHS[case["truth"]] for case in CONDITIONS}


@pytest.mark.parametrize("case", GATES, ids=lambda case: case["name"])
def test_questions_are_asked_as_stated(case: Any) -> None:
    questionnaire = record(*case["questions"])
    frame = frame_of(questionnaire, [case["answers"]])
    signs = Signs(questionnaire.questions, AS_OF)
    gates = asked.stages(compile_gates(questionnaire), signs)
    last = [asked.settled(link_id) for link_id in questionnaire.questions]
    made = run(steps_of([*signs.stages(), *gates], last), frame)
    closed = {asked.NOT_ASKED: "not_asked", asked.WITHHELD: "withheld"}
    settled = zip(questionnaire.questions, made.row(0), strict=True)
    assert {i: closed.get(s, "asked") for i, s in settled} == case["asked"]
