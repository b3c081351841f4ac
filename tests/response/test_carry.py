"""Carrying last time's answers over: what is kept, what is dropped, and why."""

from __future__ import annotations

import copy
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings

from audit import pipeline
from audit.cases import (
    Case,
    assess_case,
    check_questionnaire,
    load_policy,
    load_questionnaire,
)
from audit.documents import read_document
from audit.evidence_files import observe
from audit.response.carry import Carried, carry_over
from audit.response.migrate import Migrated
from audit.response.model import Response
from tests.builders import (
    DAY,
    document,
    given,
    item,
    question,
    questionnaire,
    response,
    state,
    text,
)
from tests.response.cases_for_migration import (
    DIGEST,
    LOADED,
    RESPONSES,
    asked,
    earlier,
    migrated,
    record,
)
from tests.saas_case import AS_OF, assessed, response_data, write_case

AMENDS = "sha256:" + "1" * 64
VENDORS = Path(pipeline.__file__).parent / "demo" / "vendors"


def carry(data: dict[str, Any], as_of: date = DAY) -> Carried:
    found = migrated(data)
    assert found.problems == ()
    return carry_over(found, asked(), AMENDS, as_of, "en")


def kinds(carried: Carried) -> dict[str, str]:
    return {note.subject: note.kind for note in carried.notes}


def confirmed(data: dict[str, Any]) -> dict[str, Any]:
    answers = {
        name: {k: v for k, v in answer.items() if k != "carried"}
        for name, answer in data["answers"].items()
    }
    return {**data, "answers": answers}


def test_a_chain_of_three_versions_is_walked() -> None:
    answers = carry(earlier()).data["answers"]
    assert answers["q-gate"]["value"] is True
    assert answers["q-gate"]["comment"] == "As last year."
    assert answers["q-level"]["value"] == "high"
    assert answers["q-days"]["value"] == {"value": 30, "unit": "d"}
    assert answers["q-sites"]["value"] == [{"city": "Lviv", "seats": 5}]
    assert all(answers[n]["carried"] for n in ("q-gate", "q-gated", "q-days"))


def test_what_is_not_carried_is_said_with_its_reason() -> None:
    carried = carry(earlier(**{"q-else": given(True)}))
    assert kinds(carried) == {
        "q-gone": "retired",
        "q-scope": "reanswer",
        "q-else": "unknown",
        "q-level": "converted",
        "q-days": "converted",
        "q-gated": "unbacked",
        "q-files": "unbacked",
        "old": "expired",
    }
    reanswer = next(n for n in carried.notes if n.kind == "reanswer")
    assert reanswer.reason == {"en": "Wider now."}
    blank = {"value": None, "state": "unanswered"}
    assert carried.data["answers"]["q-scope"] == blank
    assert carried.left == ("q-scope", "q-added")


@pytest.mark.parametrize(
    ("name", "answer", "kind"),
    [
        ("q-level", given("topmost"), "invalid"),
        ("q-days", given(500), "invalid"),
        ("q-gated", {"state": "not_applicable", "justification": "No."}, "invalid"),
        ("q-old", given(False), "hidden"),
        ("q-mid", given(True), "ambiguous"),
    ],
)
def test_one_more_answer_that_cannot_be_kept_bad(
    name: str, answer: dict[str, Any], kind: str
) -> None:
    subject = {"q-old": "q-gated", "q-mid": "q-mid"}.get(name, name)
    carried = carry(earlier(**{name: answer}))
    assert kinds(carried)[subject] == kind
    left = carried.data["answers"].get({"q-mid": "q-gate"}.get(subject, subject))
    assert left == {"value": None, "state": "unanswered"}


def test_a_converted_answer_that_does_not_fit_is_only_called_invalid() -> None:
    carried = carry(earlier(**{"q-days": given(500)}))
    assert [n.kind for n in carried.notes if n.subject == "q-days"] == ["invalid"]


def test_what_must_be_answered_anew_stays_so_under_a_later_name() -> None:
    steps = [
        {"kind": "require_reanswer", "question": "q-one", "reason": text("Wider.")},
        {"kind": "rename", "question": "q-one", "to": "q-two"},
    ]
    chain = [{"from": "1.0.0", "to": "2.0.0", "steps": steps}]
    now = questionnaire(question("q-two"), version="2.0.0", migrations=chain)
    loaded = check_questionnaire(document(now))
    found = migrated(response({"q-one": True}), loaded)
    assert found.data["answers"] == {}
    assert [(n.kind, n.subject, n.was) for n in found.notes] == [
        ("reanswer", "q-two", "q-one")
    ]


def test_silence_and_refusals_are_carried_but_blanks_are_nobodys_loss() -> None:
    data = earlier(**{"q-gone": state("unanswered"), "q-days": state("declined")})
    carried = carry(data)
    assert "q-gone" not in kinds(carried)
    assert carried.data["answers"]["q-days"] == {"state": "declined", "carried": True}


def test_the_envelope_begins_a_new_response() -> None:
    data = earlier()
    data |= {"sequence": 4, "response_id": "acme-r4"}
    data["request"] = {"id": "asked-1", "nonce": "a" * 22}
    new = carry(data).data
    assert new["response_id"] == "acme-r5"
    assert new["sequence"] == 5
    assert new["amends"] == AMENDS
    assert new["questionnaire"] == {"id": "tiny", "version": "2.0.0", "digest": DIGEST}
    assert new["vendor"] == data["vendor"]
    assert [i["id"] for i in new["evidence"]] == ["cert", "old"]
    assert not {"attestation", "request"} & new.keys()


@pytest.mark.parametrize("earlier_id", ["abc", "a-r2", "x" * 80, "x" * 77 + "-r2"])
def test_the_new_id_is_valid_and_another_one(earlier_id: str) -> None:
    new = carry(earlier() | {"response_id": earlier_id}).data
    assert record(new).response_id != earlier_id


@pytest.mark.parametrize(
    ("change", "code", "hint"),
    [
        ({"id": "other"}, "response-questionnaire", "choose the questionnaire"),
        ({"version": "3.0.0"}, "response-version", "use version 3.0.0"),
        ({"version": "0.9.0"}, "response-version", "1.0.0, 1.1.0, 1.1.1"),
        ({"version": "2.0.0"}, "response-digest", "new version and a migration"),
    ],
)
def test_a_response_without_a_way_here_is_refused_bad(
    change: dict[str, str], code: str, hint: str
) -> None:
    data = earlier()
    data["questionnaire"] |= change
    (found,) = migrated(data).problems
    assert found.code == code
    assert hint in found.hint


def test_what_is_wrong_outside_the_answers_is_refused_bad() -> None:
    data = earlier()
    data["evidence"].append(item("cert"))
    problems = migrated(data).problems
    assert {p.pointer for p in problems} == {"/evidence/0/id", "/evidence/2/id"}


@settings(max_examples=150, deadline=None)
@over(RESPONSES)
def test_carrying_over_never_yields_what_the_check_refuses(
    data: dict[str, Any],
) -> None:
    new = carry(data).data
    answers = record(new).answers
    assert set(answers) == set(asked().questions)
    assert all(a.carried or a.state == "unanswered" for a in answers.values())


@settings(max_examples=100, deadline=None)
@over(RESPONSES)
def test_carrying_over_twice_is_carrying_over_once(data: dict[str, Any]) -> None:
    once = carry(data).data
    twice = carry(once).data
    for key in ("answers", "evidence", "vendor", "questionnaire"):
        assert document(twice[key]).data == document(once[key]).data
    assert twice["sequence"] == once["sequence"] + 1


@settings(max_examples=100, deadline=None)
@over(RESPONSES)
def test_every_answer_is_carried_or_noted(data: dict[str, Any]) -> None:
    carried = carry(data)
    given_before = [n for n, a in data["answers"].items() if a["state"] != "unanswered"]
    renamed = migrated(data).renamed
    kept = [
        next((was for now, was in renamed.items() if now == name), name)
        for name, answer in carried.data["answers"].items()
        if answer.get("carried")
    ]
    lost = ("retired", "unknown", "ambiguous", "reanswer", "invalid", "hidden")
    dropped = [n.was for n in carried.notes if n.kind in lost]
    assert sorted([*kept, *dropped]) == sorted(given_before)


def scores(found: Any) -> tuple[Fraction, ...]:
    values = found.assessment.scores
    return tuple(getattr(values, n).exact for n in ("score", "verified", "claimed"))


def carried_case(case: Case, response: dict[str, Any]) -> Any:
    listed = Response.model_validate(document(response).data).evidence
    seen = {o.id: o for o in case.observed}
    return assess_case(
        Case(
            questionnaire=case.questionnaire,
            policy=case.policy,
            response=document(response),
            as_of=case.as_of,
            observed=tuple(seen[i.id] for i in listed),
        )
    )


def again(case: Case) -> dict[str, Any]:
    loaded = load_questionnaire(case.questionnaire.data["id"])
    found = migrated(case.response.data, loaded)
    assert isinstance(found, Migrated)
    return carry_over(found, loaded.record, case.response.digest, case.as_of, "en").data


@pytest.mark.parametrize("name", ["northline", "dialog-plus", "goldvoice"])
def test_confirmed_the_demo_vendors_score_as_before_and_unconfirmed_as_a_blank(
    name: str,
) -> None:
    path = VENDORS / name / "response.json"
    case = pipeline.open_case("contact-centre-baseline", path, AS_OF)
    before = assess_case(case)
    new = again(case)
    assert scores(carried_case(case, confirmed(new))) == scores(before)
    blank = copy.deepcopy(new)
    blank["answers"] = {}
    silent = carried_case(case, new)
    assert scores(silent) == scores(carried_case(case, blank))
    assert silent.assessment.answered == 0


def test_the_saas_vendor_scores_as_before_once_confirmed(tmp_path: Path) -> None:
    before = assessed(tmp_path)
    new = again(before.case)
    assert scores(carried_case(before.case, confirmed(new))) == scores(before)


def test_the_plain_file_of_an_earlier_response_is_carried(tmp_path: Path) -> None:
    loaded = load_questionnaire("saas-vendor")
    path = write_case(tmp_path, response_data())
    carried = pipeline.carry_file(path, loaded, AS_OF, "en")
    assert carried.data["amends"] == read_document(path).digest
    json.dumps(carried.data)
    assert observe(Response.model_validate(carried.data).evidence, tmp_path)[0].sha256
    assert load_policy("saas-baseline", loaded.record)
    assert LOADED.digest == DIGEST
