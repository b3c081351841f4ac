"""A policy as a standard in CycloneDX, and how values are written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.report.findings import show_references

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.report.export import Export

Plain = dict[str, Any]


def standard(given: Export) -> Plain:
    """Return the policy as a standard: domains, and controls under them."""
    policy = given.record.policy
    domains = [
        {"bom-ref": f"domain:{d.id}", "identifier": d.id, "title": given.say(d.title)}
        for d in policy.domains
    ]
    return {
        "bom-ref": "policy",
        "name": given.say(policy.title),
        "version": policy.version,
        "description": f"{policy.id}, {given.record.assessment.policy.digest}",
        "owner": policy.publisher,
        "requirements": [*domains, *_requirements(given)],
    }


def _requirements(given: Export) -> Iterator[Plain]:
    found = given.record.assessment
    status = {c.id: str(c.status) for c in found.controls}
    for control in given.record.policy.controls:
        yield {
            "bom-ref": f"control:{control.id}",
            "identifier": control.id,
            "title": given.say(control.title),
            "text": given.say(control.clause),
            "descriptions": [given.say(control.rationale)] if control.rationale else [],
            "parent": f"domain:{control.domain}",
            "properties": properties(
                severity=control.severity,
                evidence_floor=control.evidence_floor,
                knock_out="true" if control.knock_out else None,
                status=status.get(control.id, "out_of_scope"),
                references=show_references(control),
            ),
        }


def properties(**values: object) -> list[Plain]:
    """Return properties of ours, those without a value left out."""
    return [
        {"name": f"audit:{name}", "value": str(value)}
        for name, value in values.items()
        if value is not None
    ]


def moment(day: date | None) -> str | None:
    """Return the first moment of a day."""
    return f"{day.isoformat()}T00:00:00Z" if day else None
