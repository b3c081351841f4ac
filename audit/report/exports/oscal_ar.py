"""OSCAL assessment results: a finding for each control, a risk for each gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.gaps import reason_of
from audit.report.oscal.frame import (
    Plain,
    line,
    metadata,
    moment,
    named,
    points,
    props,
    resources,
    tool,
    written,
)
from audit.report.oscal.observations import observations, related
from audit.report.oscal.risks import risk_id, risks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import ControlResult
    from audit.report.export import Export
    from audit.report.gaps import Gap


def export(given: Export) -> bytes:
    """Return the assessment results; the plan they follow is the policy."""
    document = {
        "uuid": named(given, "results", given.language),
        "metadata": metadata(given, given.w["report_title"]),
        "import-ap": {"href": f"#{named(given, 'document', 'policy')}"},
        "results": [_result(given)],
        "back-matter": resources(given),
    }
    return written("assessment-results", document)


def _result(given: Export) -> Plain:
    found = given.record.assessment
    judged = [c for c in found.controls if c.status != "not_applicable"]
    read = [link_id for c in found.controls for link_id in c.reads]
    read += [link_id for left in found.out_of_scope for link_id in left.reads]
    read += [link_id for gap in given.gaps for link_id in gap.reads]
    return {
        "uuid": named(given, "result"),
        "title": line(given.say(given.record.policy.title)),
        "description": given.w[f"decision_{found.decision}_text"],
        "start": moment(found.as_of),
        "end": moment(found.as_of),
        "props": _verdict(given),
        "local-definitions": {"assessment-assets": tool(given)},
        "reviewed-controls": {"control-selections": [_selection(given, judged)]},
        "observations": observations(given, read),
        "risks": risks(given),
        "findings": list(_findings(given, judged)),
    }


def _verdict(given: Export) -> list[Plain]:
    found = given.record.assessment
    return props(
        decision=found.decision,
        rating=found.rating,
        residual_risk=found.residual,
        inherent_risk=found.inherent.tier,
    ) + points(
        score=found.scores.score,
        score_verified=found.scores.verified,
        score_claimed=found.scores.claimed,
        score_before_exceptions=found.scores.before_exceptions,
        coverage=found.coverage,
        gaming_index=found.gaming_index,
    )


def _selection(given: Export, judged: list[ControlResult]) -> Plain:
    """Return every control but those that were not judged, and why they were not."""
    found = given.record.assessment
    all_ = [control.id for control in given.record.policy.controls]
    inside = {result.id for result in judged}
    left = {c.id: c.reads for c in found.controls if c.id not in inside}
    left |= {c.id: c.reads for c in found.out_of_scope}
    said = (
        f"{name}: {given.question(link_id)} – {given.answer(link_id)}"
        for name, reads in left.items()
        for link_id in reads
    )
    return {
        "include-controls": [{"control-id": name} for name in all_],
        "exclude-controls": [{"control-id": name} for name in left],
        "remarks": "\n".join(said),
    }


def _findings(given: Export, judged: list[ControlResult]) -> Iterator[Plain]:
    gaps = {(gap.kind, gap.id): gap for gap in given.gaps}
    for result in judged:
        yield _of_control(given, result, gaps.get(("control", result.id)))
    for gap in given.gaps:
        if gap.kind != "control":
            yield {
                **_finding(given, gap.kind, gap.id, gap.title, gap.reason),
                **_target(gap.id, "not-satisfied", "fail", gap.reason),
                "related-observations": related(given, gap.reads),
                "related-risks": [{"risk-uuid": risk_id(given, gap)}],
            }


def _of_control(given: Export, result: ControlResult, gap: Gap | None) -> Plain:
    """Return a finding; a control is satisfied only when nothing of it is open."""
    control = given.record.policy.by_id[result.id]
    reason = reason_of(result, given.record, given.language)
    outright = result.status in {"fail", "unknown"}
    state, why = ("not-satisfied", "fail" if outright else "other")
    if gap is None:
        state, why = "satisfied", "pass"
    return {
        **_finding(given, "control", result.id, given.say(control.title), reason),
        **_target(result.id, state, why, reason),
        "props": props(
            status=result.status,
            reason=result.reason,
            severity=result.severity,
            domain=result.domain,
            assurance=result.assurance,
            knock_out="true" if result.knock_out else None,
        )
        + points(points=result.points, points_possible=result.possible),
        "related-observations": related(given, result.reads),
        "related-risks": [{"risk-uuid": risk_id(given, gap)}] if gap else [],
    }


def _finding(given: Export, kind: str, name: str, title: str, text: str) -> Plain:
    uuid = named(given, "finding", kind, name)
    return {"uuid": uuid, "title": line(f"{name} {title}"), "description": text}


def _target(name: str, state: str, reason: str, remarks: str) -> Plain:
    status = {"state": state, "reason": reason, "remarks": remarks}
    return {"target": {"type": "objective-id", "target-id": name, "status": status}}
