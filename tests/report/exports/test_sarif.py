"""SARIF by the OASIS schema; every result stands where the answer was written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import builders as b
from tests.report.exports.reading import sarif_errors
from tests.report.exports.scene import POLICY, answers, assessed, small, written

(RUN,) = json.loads(written("sarif"))["runs"]
RESULTS: dict[str, Any] = {result["ruleId"]: result for result in RUN["results"]}


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_schema_has_nothing_to_object(language: str) -> None:
    assert sarif_errors(written("sarif", language=language)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [('"level": "error"', '"level": "fatal"'), ('"startLine"', '"line"')],
)
def test_a_broken_log_is_objected_to_bad(old: str, new: str) -> None:
    text = written("sarif").decode()
    assert old in text
    assert sarif_errors(text.replace(old, new).encode())


def test_levels_follow_the_severity() -> None:
    levels = {name: result["level"] for name, result in RESULTS.items()}
    assert levels == {
        "response-signature": "error",
        "NOT-MET": "error",
        "SILENT": "error",
        "CLASH": "error",
        "HIDDEN": "error",
        "PARTLY": "warning",
        "WAIVED": "warning",
        "WEAK": "note",
    }


def test_a_result_stands_at_the_answer_that_decided() -> None:
    lines = json.dumps(small().case.response.data, default=str, indent=1)
    lines = json.dumps(json.loads(lines), ensure_ascii=False, indent=1).splitlines()
    for name in ("NOT-MET", "PARTLY", "WEAK", "WAIVED"):
        (place,) = RESULTS[name]["locations"]
        link_id = f"q-{name.lower()}"
        assert place["logicalLocations"] == [
            {"fullyQualifiedName": f"/answers/{link_id}"}
        ]
        physical = place["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "acme/response.json"
        region = physical["region"]
        line = lines[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(f'"{link_id}"')


def test_a_missing_answer_is_shown_where_answers_are() -> None:
    (place,) = RESULTS["SILENT"]["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/answers"


def test_every_result_has_a_rule_with_help() -> None:
    rules = {rule["id"]: rule for rule in RUN["tool"]["driver"]["rules"]}
    assert RESULTS.keys() <= rules.keys()
    assert "Encrypt the disks." in rules["NOT-MET"]["help"]["text"]
    assert "Keys get lost." in rules["NOT-MET"]["help"]["text"]
    assert "ISO/IEC 27001 A.1" in rules["MET"]["help"]["text"]


def test_an_exception_suppresses_its_result_alone() -> None:
    suppressed = {n for n, result in RESULTS.items() if "suppressions" in result}
    assert suppressed == {"WAIVED"}
    assert RESULTS["WAIVED"]["properties"]["acceptedUntil"] == "2026-09-30"


def test_a_gap_keeps_its_fingerprint_when_answers_change() -> None:
    changed = {**answers(), "q-partly": b.given(5, "cert")}
    (run,) = json.loads(written("sarif", assessed(answers=changed)))["runs"]
    again = {r["ruleId"]: r["partialFingerprints"] for r in run["results"]}
    assert again == {n: r["partialFingerprints"] for n, r in RESULTS.items()}
    assert len({json.dumps(f) for f in again.values()}) == len(again)


def test_another_policy_has_other_fingerprints_bad() -> None:
    other = assessed(policy={**POLICY, "id": "other-policy"})
    (run,) = json.loads(written("sarif", other))["runs"]
    for result in run["results"]:
        mine = RESULTS[result["ruleId"]]["partialFingerprints"]
        assert result["partialFingerprints"] != mine
