"""Loading a case: what is refused before anything is assessed, and where it stands."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import audit
from audit import cases, checking
from audit.checking import check_file, schema_problems
from audit.errors import InputError, Problem
from audit.issuing import envelope_schema
from audit.policy.compile import Plan, compile_policy
from tests import builders as b
from tests.saas_case import AS_OF, EVIDENCE, assessed, response_data, write_case


def written(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(data, indent=1, default=float), "utf-8")
    return path


def problems(caught: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str, int]]:
    found: tuple[Problem, ...] = caught.value.problems
    return [(p.code, p.pointer, p.line) for p in found]


# What a policy was written for


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ([], 1),
        ({}, 1),
        ({"applies_to": []}, 2),
        ({"applies_to": {}}, 2),
        ({"applies_to": {"questionnaire": 5}}, 2),
        ({"id": "x", "applies_to": {"questionnaire": None}}, 3),
    ],
    ids=str,
)
def test_a_policy_for_no_questionnaire_is_refused(
    tmp_path: Path, data: Any, line: int
) -> None:
    path = written(tmp_path, "rules.json", data)
    with pytest.raises(InputError, match="the policy names no questionnaire") as caught:
        cases.questionnaire_of(path)
    assert problems(caught) == [("policy-questionnaire", "/applies_to", line)]
    assert caught.value.problems[0].file == str(path)


def test_a_policy_names_its_questionnaire_by_pack_or_path(tmp_path: Path) -> None:
    assert cases.questionnaire_of("saas-baseline") == "saas-vendor"
    assert cases.questionnaire_of(written(tmp_path, "p.json", b.policy())) == "tiny"


# What a response answers


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ([], 1),
        ({}, 1),
        ({"questionnaire": "saas-vendor"}, 2),
        ({"questionnaire": {}}, 2),
        ({"questionnaire": {"id": ["saas-vendor"]}}, 2),
    ],
    ids=str,
)
def test_a_response_to_no_questionnaire_is_refused(
    tmp_path: Path, data: Any, line: int
) -> None:
    path = written(tmp_path, "r.json", data)
    with pytest.raises(InputError, match="names no questionnaire") as caught:
        check_file(path, None, AS_OF)
    assert problems(caught) == [("response-questionnaire", "/questionnaire", line)]
    assert "or give --questionnaire" in caught.value.problems[0].hint


def test_a_questionnaire_that_is_given_counts_before_the_one_named(
    tmp_path: Path,
) -> None:
    path = write_case(tmp_path, response_data())
    found = check_file(path, None, AS_OF)
    assert found == check_file(path, "saas-vendor", AS_OF)
    assert sum(part.answered for part in found) == 3
    with pytest.raises(InputError) as caught:
        check_file(path, "contact-centre", AS_OF)
    assert caught.value.problems[0].code == "response-questionnaire"


def test_a_response_is_loaded_with_its_digest(tmp_path: Path) -> None:
    asked = cases.load_questionnaire("saas-vendor")
    loaded = cases.load_response(write_case(tmp_path, response_data()), asked)
    assert loaded.record.vendor.name == "Plain Vendor Ltd"
    assert loaded.digest == loaded.document.digest


# The published schema, the second reader


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("response_id",), "", "/response_id"),
        (("answers", "svc-record-count", "value"), "many", "/answers/svc-record-count"),
        (("answers", "svc-record-count", "state"), "perhaps", "/answers/svc-record-count"),
        (("evidence", 0, "size"), -1, "/evidence/0/size"),
        (("vendor",), None, "/vendor"),
    ],
    ids=["id", "value", "state", "size", "vendor"],
)  # fmt: skip
def test_the_published_schema_refuses_what_the_models_refuse(
    path: tuple, value: Any, pointer: str
) -> None:
    asked = cases.load_questionnaire("saas-vendor")
    data = response_data()
    assert list(schema_problems(data, asked)) == []
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    found = list(schema_problems(data, asked))
    assert found
    assert {p.code for p in found} == {"schema"}
    assert all(p.pointer.startswith(pointer) for p in found)
    assert all("the response schema refuses this (" in p.message for p in found)


@pytest.mark.parametrize("day", [0, "1767225600", "2026-11-20T00:00:00", "20261120"])
def test_a_day_in_another_form_is_refused(tmp_path: Path, day: Any) -> None:
    path = write_case(tmp_path, response_data(authored=day))
    with pytest.raises(InputError) as caught:
        check_file(path, None, AS_OF)
    assert {p.pointer for p in caught.value.problems} == {"/authored"}
    assert all(p.line for p in caught.value.problems)


def test_what_the_published_schema_alone_refuses_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_case(tmp_path, response_data())
    assert check_file(path, None, AS_OF)
    # Models and schema agree, so a stricter edition of the schema has to stand in.
    stricter = envelope_schema()
    stricter["properties"]["vendor"] = {"required": ["registration_no"]}
    monkeypatch.setattr(checking, "envelope_schema", lambda: stricter)
    with pytest.raises(InputError) as caught:
        check_file(path, None, AS_OF)
    assert [code for code, _, _ in problems(caught)] == ["schema"]
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.line) == ("/vendor", 1)
    assert problem.message == "the response schema refuses this (required)"
    assert problem.hint == "compare with response.schema.json"


# Reviews and exceptions


def plan(rules: dict[str, Any]) -> Plan:
    asked = cases.check_questionnaire(b.document(b.questionnaire()))
    policy = cases.check_policy(b.document(rules), asked.record)
    return compile_policy(policy.record, asked.record, policy.digest, asked.digest)


def test_a_review_of_another_response_is_refused(tmp_path: Path) -> None:
    asked = cases.check_questionnaire(b.document(b.questionnaire()))
    response = cases.check_response(b.document(b.response({"q-a": True})), asked)
    own = {"response_digest": response.digest, "judgements": []}
    path = written(tmp_path, "review.json", own)
    assert cases.load_review(cases.read_document(path), response).judgements == ()
    path = written(tmp_path, "review.json", {**own, "response_digest": b.DIGEST})
    with pytest.raises(InputError, match="another response, or an older") as caught:
        cases.load_review(cases.read_document(path), response)
    assert problems(caught) == [("review-response", "/response_digest", 2)]
    (problem,) = caught.value.problems
    assert problem.hint == f"the response is {response.digest}; review it again"


def test_exceptions_of_another_vendor_or_control_are_refused_together(
    tmp_path: Path,
) -> None:
    ready = plan(b.policy())
    good = {"vendor": "Northline", "exceptions": [b.waiver("A"), b.waiver("B")]}
    document = cases.read_document(written(tmp_path, "good.json", good))
    granted = cases.load_exceptions(document, ready, "Northline")
    assert [item.control for item in granted.exceptions] == ["A", "B"]

    bad = {"exceptions": [b.waiver("A"), b.waiver("ZZ")], "vendor": "Southline"}
    document = cases.read_document(written(tmp_path, "bad.json", bad))
    with pytest.raises(InputError) as caught:
        cases.load_exceptions(document, ready, "Northline")
    assert problems(caught) == [
        ("exception-control", "/exceptions/1/control", 12),
        ("exception-vendor", "/vendor", 20),
    ]
    messages = [problem.message for problem in caught.value.problems]
    assert messages == [
        "no control 'ZZ' in the policy",
        "granted to 'Southline', not to 'Northline'",
    ]


# A case from disk


def test_a_case_takes_its_evidence_from_beside_the_response_or_as_told(
    tmp_path: Path,
) -> None:
    path = write_case(tmp_path / "case", response_data())
    beside = cases.open_case("saas-baseline", path, AS_OF)
    assert [item.size for item in beside.observed] == [len(EVIDENCE)]
    assert (beside.review, beside.exceptions) == (None, None)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    empty = cases.open_case("saas-baseline", path, AS_OF, evidence=elsewhere)
    assert [item.sha256 for item in empty.observed] == [None]


def test_a_case_is_assessed_with_its_review_and_exceptions(tmp_path: Path) -> None:
    plain = assessed(tmp_path)
    failed = next(c.id for c in plain.assessment.controls if c.status != "pass")
    verdict = b.judgement("svc-description", "rejected")
    review = {"response_digest": plain.case.response.digest, "judgements": [verdict]}
    granted = {
        "vendor": "Plain Vendor Ltd",
        "exceptions": [b.waiver(failed, expires="2027-01-01")],
    }
    case = cases.open_case(
        "saas-baseline",
        tmp_path / "response.json",
        AS_OF,
        review=written(tmp_path, "review.json", review),
        exceptions=written(tmp_path, "exceptions.json", granted),
    )
    found = cases.assess_case(case).assessment
    assert b.result(plain.assessment, failed).status != "excepted"
    assert b.result(found, failed).status == "excepted"
    assert plain.assessment.answers["svc-description"].review is None
    assert found.answers["svc-description"].review == "rejected"


# The version that every assessment names


def test_the_engine_is_the_installed_version() -> None:
    assert cases.engine_version() == version("vendor-audit")


def test_a_checkout_that_is_not_installed_says_so(tmp_path: Path) -> None:
    for path in Path(pytest.__file__).parent.parent.iterdir():
        if not path.name.startswith("vendor_audit") and path.suffix != ".pth":
            (tmp_path / path.name).symlink_to(path)
    root = Path(audit.__file__).parent.parent
    script = (
        f"import sys; sys.path[:0] = [{str(root)!r}, {str(tmp_path)!r}];"
        "from audit.cases import engine_version; print(engine_version())"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == "0+checkout\n"
