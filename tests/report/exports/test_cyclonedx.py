"""CycloneDX by its official schema, with references and numbers that hold."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from tests.report.exports.reading import cyclonedx_errors
from tests.report.exports.scene import small, written

FOUND = small().assessment
BOM: dict[str, Any] = json.loads(written("cyclonedx"))
SAID = BOM["declarations"]
MAP = {m["requirement"]: m for m in SAID["attestations"][0]["map"]}


def test_the_schema_has_nothing_to_object() -> None:
    assert cyclonedx_errors(written("cyclonedx")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"score": 0.5', '"score": 5'),
        ('"predicate"', '"claimed"'),
        ('"alg": "SHA-256"', '"alg": "SHA-2"'),
        ('"bomFormat": "CycloneDX"', '"bomFormat": "SPDX"'),
    ],
)
def test_a_broken_document_is_objected_to_bad(old: str, new: str) -> None:
    text = written("cyclonedx").decode()
    assert old in text
    assert cyclonedx_errors(text.replace(old, new).encode())


def test_conformance_is_the_share_of_points_and_confidence_the_factor() -> None:
    judged = [c for c in FOUND.controls if c.status != "not_applicable"]
    assert set(MAP) == {f"control:{c.id}" for c in judged}
    for control in judged:
        told = MAP[f"control:{control.id}"]
        share = control.points.exact / control.possible.exact
        assert Fraction(str(told["conformance"]["score"])) == share
        assert told["conformance"]["rationale"]
        if control.id == "SILENT":
            assert "confidence" not in told
            continue
        worth = getattr(small().plan.policy.assurance, control.assurance)
        assert Fraction(str(told["confidence"]["score"])) == worth


def test_what_is_not_met_counts_against() -> None:
    assert MAP["control:MET"]["claims"] == ["claim:MET"]
    assert MAP["control:NOT-MET"]["counterClaims"][0] == "claim:NOT-MET"
    assert "claims" not in MAP["control:NOT-MET"]
    assert "contradiction:CLASH" in MAP["control:MET"]["counterClaims"]


def test_an_exception_mitigates_until_it_expires() -> None:
    evidence = {item["bom-ref"]: item for item in SAID["evidence"]}
    (name,) = MAP["control:WAIVED"]["conformance"]["mitigationStrategies"]
    assert evidence[name]["expires"] == "2026-09-30T00:00:00Z"
    assert evidence[name]["description"] == "Separate network."
    assert evidence["evidence:cert"]["expires"] == "2026-12-31T00:00:00Z"


def test_only_valid_evidence_stands_behind_a_claim() -> None:
    claims = {claim["bom-ref"]: claim for claim in SAID["claims"]}
    assert claims["claim:MET"]["evidence"] == ["evidence:cert"]
    assert "evidence" not in claims["claim:WEAK"]


def test_every_reference_leads_to_a_part_of_the_document() -> None:
    known: list[str] = []

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if "bom-ref" in value:
                known.append(value["bom-ref"])
            for item in value.values():
                visit(item)
        elif isinstance(value, list):
            for item in value:
                visit(item)

    visit(BOM)
    assert len(known) == len(set(known))
    used = {SAID["attestations"][0]["assessor"], *MAP}
    for entry in MAP.values():
        used |= {*entry.get("claims", ()), *entry.get("counterClaims", ())}
        used |= set(entry["conformance"].get("mitigationStrategies", ()))
    for claim in SAID["claims"]:
        used |= {claim["target"], *claim.get("evidence", ())}
    (standard,) = BOM["definitions"]["standards"]
    used |= {r["parent"] for r in standard["requirements"] if "parent" in r}
    assert used <= set(known)
    assert len(used) > 20
