"""OSCAL as compliance-trestle reads it: our numbers come back, broken files do not."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from audit.errors import InputError
from audit.remedy.ending import endings
from tests import builders as b
from tests.report.exports.reading import oscal
from tests.report.exports.scene import answers, assessed, flawless, small, written

FOUND = small().assessment
GAPS = endings(FOUND, small().plan.policy, small().response)


def values(props: Any) -> dict[str, str]:
    assert all(str(p.ns) == "https://vendor-audit.example/ns/oscal/1" for p in props)
    return {p.name: p.value for p in props}


@pytest.fixture
def result(tmp_path: Path) -> Any:
    (found,) = oscal(written("oscal-ar"), tmp_path).results
    return found


@pytest.fixture
def plan(tmp_path: Path) -> Any:
    return oscal(written("oscal-poam"), tmp_path)


def test_the_verdict_and_every_score_come_back(result: Any) -> None:
    told = values(result.props)
    assert told["decision"] == FOUND.decision
    assert told["rating"] == FOUND.rating
    for name in ("score", "verified", "claimed", "before_exceptions"):
        points = getattr(FOUND.scores, name)
        key = "score" if name == "score" else f"score-{name.replace('_', '-')}"
        assert told[key] == points.shown
        assert Fraction(told[f"{key}-exact"]) == points.exact


def test_points_of_the_findings_add_up_to_the_score(result: Any) -> None:
    points = [values(f.props)["points-exact"] for f in result.findings if f.props]
    assert sum(map(Fraction, points)) == FOUND.scores.score.exact


def test_only_controls_with_nothing_open_are_satisfied(result: Any) -> None:
    states = {
        f.target.target_id: (f.target.status.state.value, f.target.status.reason)
        for f in result.findings
    }
    assert states == {
        "MET": ("satisfied", "pass"),
        "PARTLY": ("not-satisfied", "other"),
        "WEAK": ("not-satisfied", "other"),
        "WAIVED": ("not-satisfied", "other"),
        "NOT-MET": ("not-satisfied", "fail"),
        "SILENT": ("not-satisfied", "fail"),
        "CLASH": ("not-satisfied", "fail"),
        "HIDDEN": ("not-satisfied", "fail"),
        "response-signature": ("not-satisfied", "fail"),
    }


def test_a_gap_keeps_its_uuids_in_the_next_assessment_and_the_rest_does_not(
    plan: Any, tmp_path: Path
) -> None:
    changed = {**answers(), "q-partly": b.given(5, "cert")}
    later = oscal(written("oscal-poam", assessed(answers=changed)), tmp_path)
    assert later.uuid != plan.uuid
    for part in ("risks", "poam_items"):
        before, after = (
            [item.uuid for item in getattr(document, part)]
            for document in (plan, later)
        )
        assert before == after
    seen = {o.uuid for o in plan.observations} & {o.uuid for o in later.observations}
    assert not seen


def test_another_vendor_shares_no_uuid_bad(plan: Any, tmp_path: Path) -> None:
    other = oscal(written("oscal-poam", assessed("Another vendor")), tmp_path)
    for part in ("risks", "poam_items", "observations"):
        mine, theirs = (
            {item.uuid for item in getattr(document, part)}
            for document in (plan, other)
        )
        assert not mine & theirs


def test_controls_outside_the_sum_are_excluded(result: Any) -> None:
    (selection,) = result.reviewed_controls.control_selections
    inside = {c.control_id for c in selection.include_controls}
    outside = {c.control_id for c in selection.exclude_controls}
    assert outside == {"NA", "CARDS"}
    assert inside == {c.id for c in small().plan.policy.controls}
    assert selection.remarks.splitlines() == [
        "NA: q-na? – declared not applicable",
        "CARDS: q-cards? – No",
    ]


def test_an_observation_says_how_when_and_how_long(result: Any) -> None:
    seen = {values(o.props)["link-id"]: o for o in result.observations}
    outside = {"q-met", "q-na", "q-cards"}
    assert seen.keys() == {i for g in GAPS for i in g.reads} | outside
    assert seen["q-na"].remarks == "There are no such systems here."
    met = seen["q-met"]
    assert met.methods == ["INTERVIEW", "EXAMINE"]
    assert met.collected.date() == date(2026, 5, 1)
    assert met.expires.date() == date(2026, 12, 31)
    assert seen["q-weak"].expires is None  # its evidence is no longer valid
    assert seen["q-silent"].methods == ["INTERVIEW"]
    assert seen["q-not-met"].remarks == "Next year."


@pytest.mark.parametrize("name", ["oscal-ar", "oscal-poam"])
def test_every_reference_leads_to_a_part_of_the_document(name: str) -> None:
    text = written(name).decode()
    known: list[str] = []
    used: list[str] = []

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                if key == "uuid":
                    known.append(item)
                elif key.endswith("-uuid") or key == "href":
                    used.append(item)
                visit(item)
        elif isinstance(value, list):
            for item in value:
                visit(item)

    visit(json.loads(text))
    assert len(known) == len(set(known))
    assert all(UUID(item).version == 5 for item in known)
    inner = {item.removeprefix("#") for item in used if not item.startswith("cert")}
    assert inner - {"old.pdf"} <= set(known)
    assert len(used) > 20


def test_evidence_is_listed_with_its_digest(plan: Any) -> None:
    found = {
        link.href: link.hashes[0].value
        for resource in plan.back_matter.resources
        for link in resource.rlinks or ()
    }
    assert found == {e.file: e.sha256 for e in small().response.evidence}


def test_the_plan_has_an_item_for_every_gap_in_their_order(plan: Any) -> None:
    told = [values(item.props) for item in plan.poam_items]
    assert [item["id"] for item in told] == [gap.id for gap in GAPS]
    due = [item.get("due") for item in told]
    assert due == [gap.due.isoformat() if gap.due else None for gap in GAPS]
    by_id = {item["id"]: item for item in told}
    assert Fraction(by_id["PARTLY"]["effort-person-days"]) == 4
    lost = sum(Fraction(item.get("points-lost-exact", "0")) for item in told)
    assert lost == 100 - FOUND.scores.score.exact


def test_remediations_have_a_milestone_on_their_day(plan: Any) -> None:
    (risk,) = [r for r in plan.risks if values(r.props)["id"] == "NOT-MET"]
    (remediation,) = risk.remediations
    (task,) = remediation.tasks
    assert remediation.description == "Encrypt the disks."
    assert task.timing.on_date.date.date() == date(2026, 6, 15)
    assert risk.deadline == task.timing.on_date.date


def test_an_exception_is_an_approved_deviation_until_it_expires(plan: Any) -> None:
    states = {values(r.props)["id"]: r.status.root.root for r in plan.risks}
    assert {name for name, state in states.items() if state != "open"} == {"WAIVED"}
    assert states["WAIVED"] == "deviation-approved"
    (risk,) = [r for r in plan.risks if r.risk_log]
    (entry,) = risk.risk_log.entries
    assert values(risk.props)["id"] == "WAIVED"
    assert risk.mitigating_factors[0].description == "Separate network."
    assert (entry.start.date(), entry.end.date()) == (
        date(2026, 5, 1),
        date(2026, 9, 30),
    )
    assert values(entry.props)["approver"] == "CISO"


def test_without_a_gap_all_is_satisfied_and_there_is_no_plan_bad(
    tmp_path: Path,
) -> None:
    (result,) = oscal(written("oscal-ar", flawless()), tmp_path).results
    (finding,) = result.findings
    assert finding.target.status.state.value == "satisfied"
    with pytest.raises(InputError, match="nothing to plan"):
        written("oscal-poam", flawless())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("oscal-ar", '"not-satisfied"', '"unsatisfied"'),
        ("oscal-ar", '"collected"', '"gathered"'),
        ("oscal-poam", '"poam-items"', '"items"'),
        ("oscal-poam", '"deadline": "2026-06-15T', '"deadline": "15.06.2026T'),
    ],
)
def test_a_broken_document_is_refused_bad(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    text = written(name).decode()
    assert old in text
    with pytest.raises(Exception, match="Schema validation failed"):
        oscal(text.replace(old, new).encode(), tmp_path)
