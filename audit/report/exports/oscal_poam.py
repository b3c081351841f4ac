"""OSCAL plan of action and milestones: one item for each open gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError, Problem
from audit.report.oscal.frame import (
    Plain,
    lasting,
    line,
    metadata,
    named,
    origin,
    points,
    props,
    resources,
    tool,
    written,
)
from audit.report.oscal.observations import observations, related
from audit.report.oscal.risks import risk_id, risks
from audit.report.words import show_date

if TYPE_CHECKING:
    from audit.report.export import Export
    from audit.report.gaps import Gap


def export(given: Export) -> bytes:
    """Return the plan; InputError when no gap is open, for OSCAL has no empty plan."""
    if not given.gaps:
        message = "no gap is open, so there is nothing to plan"
        hint = "OSCAL wants at least one item; --to oscal-ar says that all is satisfied"
        raise InputError.of(Problem("export-empty", message, "", hint))
    vendor = given.record.response.vendor
    read = [link_id for gap in given.gaps for link_id in gap.reads]
    document = {
        "uuid": named(given, "plan", given.language),
        "metadata": metadata(given, given.w["plan_title"]),
        "system-id": {"id": line(vendor.name)},
        "local-definitions": {"assessment-assets": tool(given)},
        "observations": observations(given, read),
        "risks": risks(given, planned=True),
        "poam-items": [_item(given, gap) for gap in given.gaps],
        "back-matter": resources(given),
    }
    return written("plan-of-action-and-milestones", document)


def _item(given: Export, gap: Gap) -> Plain:
    granted = gap.exception
    return {
        "uuid": lasting(given, "item", gap.kind, gap.id),
        "title": line(f"{gap.id} {gap.title}"),
        "description": gap.remediation or gap.reason,
        "props": props(
            gap=gap.kind,
            id=gap.id,
            severity=gap.severity,
            status=gap.status,
            due=gap.due,
            effort_person_days=gap.effort,
            owner=gap.owner.name,
            exception_expires=granted.expires if granted else None,
            references=gap.references,
        )
        + (points(points_lost=gap.lost) if gap.result else []),
        "origins": [origin(given)],
        "related-observations": related(given, gap.reads),
        "related-risks": [{"risk-uuid": risk_id(given, gap)}],
        "remarks": _remarks(given, gap),
    }


def _remarks(given: Export, gap: Gap) -> str:
    granted = gap.exception
    if granted is None:
        return gap.reason
    until = f"{given.w['expires']}: {show_date(granted.expires, given.language)}"
    return f"{gap.reason} {given.w['approver']}: {granted.approver}. {until}."
