"""Gaps as OSCAL risks: severity, deadline, remediation, approved deviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.oscal.frame import (
    NAMESPACE,
    Plain,
    lasting,
    line,
    moment,
    origin,
    points,
    props,
)
from audit.report.oscal.observations import related

if TYPE_CHECKING:
    from audit.report.export import Export
    from audit.report.gaps import Gap


def risk_id(export: Export, gap: Gap) -> str:
    """Return the UUID of a gap's risk, which later assessments share."""
    return lasting(export, "risk", gap.kind, gap.id)


def risks(export: Export, *, planned: bool = False) -> list[Plain]:
    """Return one risk for each gap; a plan has milestones for its remediations."""
    return [_risk(export, gap, planned=planned) for gap in export.gaps]


def _risk(export: Export, gap: Gap, *, planned: bool) -> Plain:
    return {
        "uuid": risk_id(export, gap),
        "title": line(f"{gap.id} {gap.title}"),
        "description": gap.reason,
        "statement": gap.rationale or gap.reason,
        "props": props(
            gap=gap.kind,
            id=gap.id,
            status=gap.status,
            knock_out="true" if gap.knock_out else None,
        )
        + (points(points_lost=gap.lost) if gap.result else []),
        "status": "deviation-approved" if gap.accepted else "open",
        "characterizations": [
            {
                "origin": origin(export),
                "facets": [
                    {"name": "severity", "system": NAMESPACE, "value": gap.severity}
                ],
            }
        ],
        "mitigating-factors": _mitigation(export, gap),
        "deadline": moment(gap.due),
        "remediations": _remediation(export, gap, planned=planned),
        "risk-log": _log(export, gap),
        "related-observations": related(export, gap.reads),
    }


def _mitigation(export: Export, gap: Gap) -> list[Plain]:
    if gap.exception is None:
        return []
    uuid = lasting(export, "mitigation", gap.id)
    return [{"uuid": uuid, "description": gap.exception.compensating_control}]


def _remediation(export: Export, gap: Gap, *, planned: bool) -> list[Plain]:
    if not gap.remediation:
        return []
    return [
        {
            "uuid": lasting(export, "remediation", gap.kind, gap.id),
            "lifecycle": "planned" if planned else "recommendation",
            "title": line(f"{gap.id}: {export.w['remediation']}"),
            "description": gap.remediation,
            "props": props(effort_person_days=gap.effort, owner=gap.owner.name),
            "tasks": _milestone(export, gap) if planned else [],
        }
    ]


def _milestone(export: Export, gap: Gap) -> list[Plain]:
    if gap.due is None:
        return []
    return [
        {
            "uuid": lasting(export, "milestone", gap.id),
            "type": "milestone",
            "title": line(f"{gap.id} {gap.title}"),
            "timing": {"on-date": {"date": moment(gap.due)}},
        }
    ]


def _log(export: Export, gap: Gap) -> Plain:
    """Return who accepted the gap, why and until when."""
    granted = gap.exception
    if granted is None:
        return {}
    return {
        "entries": [
            {
                "uuid": lasting(
                    export, "exception", gap.id, granted.granted.isoformat()
                ),
                "title": line(f"{export.w['approver']}: {granted.approver}"),
                "description": granted.reason,
                "start": moment(granted.granted),
                "end": moment(granted.expires),
                "props": props(approver=granted.approver),
                "status-change": "deviation-approved",
            }
        ]
    }
