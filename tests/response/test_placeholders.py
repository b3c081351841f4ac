"""Blank and carried-over answers count as left out until the vendor settles them."""

from __future__ import annotations

from audit.cases import left_to_answer, load_questionnaire
from audit.response.model import Response
from tests.saas_case import AS_OF, response_data

NAME = "svc-record-count"


def _left(data: dict) -> set[str]:
    questionnaire = load_questionnaire("saas-vendor").record
    response = Response.model_validate(data)
    parts = left_to_answer(response, questionnaire, AS_OF)
    return {link_id for part in parts for link_id in part.left}


def test_a_blank_answer_is_left_to_answer() -> None:
    data = response_data()
    before = _left(data)
    assert NAME not in before
    data["answers"][NAME] = {"value": None, "state": "unanswered"}
    assert _left(data) == before | {NAME}


def test_a_carried_answer_counts_only_once_confirmed() -> None:
    data = response_data()
    before = _left(data)
    data["answers"][NAME]["carried"] = True
    assert _left(data) == before | {NAME}
    data["answers"][NAME]["carried"] = False
    assert _left(data) == before
