"""What frames an OSCAL document: names, metadata, the tool, resources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid5

from audit.report.export import without_empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.assessment.model import Points
    from audit.report.export import Export
    from audit.response.evidence_item import EvidenceItem

Plain = dict[str, Any]

OSCAL_VERSION = "1.1.3"
#: Namespace of our properties, and of the names that UUIDs are made from. Readers of
#: OSCAL exist that take a URL only, so it is no URN; it leads nowhere.
NAMESPACE = "https://vendor-audit.example/ns/oscal/1"
_ROOT = uuid5(UUID(int=0), NAMESPACE)


def named(export: Export, *parts: str) -> str:
    """Return the UUID (version 5) of a part of this assessment alone."""
    return _uuid(export.record.assessment_digest, *parts)


def lasting(export: Export, *parts: str) -> str:
    """Return the UUID of what stays the same in later assessments by this policy."""
    found = export.record.assessment
    return _uuid(found.vendor, found.policy.id, *parts)


def _uuid(*parts: str) -> str:
    return str(uuid5(_ROOT, json.dumps(parts)))


def moment(day: date | None) -> str | None:
    """Return the first moment of a day."""
    return f"{day.isoformat()}T00:00:00Z" if day else None


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def props(**values: object) -> list[Plain]:
    """Return properties of ours, those without a value left out."""
    return [
        {"name": name.replace("_", "-"), "ns": NAMESPACE, "value": line(str(value))}
        for name, value in values.items()
        if value is not None and line(str(value))
    ]


def points(**values: Points) -> list[Plain]:
    """Return each number as it is shown, and exactly as a fraction."""
    return [
        prop
        for name, value in values.items()
        for prop in props(**{name: value.shown, f"{name}_exact": value.exact})
    ]


def metadata(export: Export, title: str) -> Plain:
    """Return the metadata: the vendor, and who wrote the policy, as parties."""
    record = export.record
    found, vendor = record.assessment, record.response.vendor
    parties = [
        {
            "uuid": lasting(export, "party", "vendor"),
            "type": "organization",
            "name": line(vendor.name),
            "props": props(
                country=vendor.country, registration_no=vendor.registration_no
            ),
        }
    ]
    if line(record.policy.publisher):
        publisher = lasting(export, "party", "publisher")
        name = line(record.policy.publisher)
        parties.append({"uuid": publisher, "type": "organization", "name": name})
    return {
        "title": line(f"{title}: {vendor.name}"),
        "last-modified": moment(found.as_of),
        "version": found.as_of.isoformat(),
        "oscal-version": OSCAL_VERSION,
        "props": props(
            assessment_digest=record.assessment_digest, language=export.language
        ),
        "parties": parties,
    }


def tool(export: Export) -> Plain:
    """Return the toolkit as the asset that assessed."""
    component = named(export, "tool")
    engine = export.record.assessment.engine
    return {
        "components": [
            {
                "uuid": component,
                "type": "software",
                "title": "Vendor Audit Toolkit",
                "description": f"audit {engine}".strip(),
                "props": props(version=engine),
                "status": {"state": "operational"},
            }
        ],
        "assessment-platforms": [
            {
                "uuid": named(export, "platform"),
                "uses-components": [{"component-uuid": component}],
            }
        ],
    }


def origin(export: Export) -> Plain:
    """Return the toolkit as the origin of a statement."""
    return {"actors": [{"type": "tool", "actor-uuid": named(export, "tool")}]}


def resources(export: Export) -> Plain:
    """Return the back matter: the documents assessed, and evidence with digests."""
    found = export.record.assessment
    titles = {
        "questionnaire": export.say(export.record.questionnaire.title),
        "policy": export.say(export.record.policy.title),
        "response": export.w["response"],
    }
    documents = [
        {
            "uuid": named(export, "document", kind),
            "title": line(f"{title} {subject.version}"),
            "description": f"{kind}.json",
            "props": props(id=subject.id, digest=subject.digest),
        }
        for kind, title in titles.items()
        for subject in (getattr(found, kind),)
    ]
    return {"resources": [*documents, *_evidence(export)]}


def _evidence(export: Export) -> Iterator[Plain]:
    results = {item.id: item for item in export.record.assessment.evidence}
    for item in export.record.response.evidence:
        result = results[item.id]
        yield {
            "uuid": named(export, "evidence", item.id),
            "title": line(item.title) or item.id,
            "description": item.title,
            "props": props(
                id=item.id,
                kind=item.kind,
                status=result.status,
                assurance=result.assurance,
                issuer=item.issuer,
                issued=item.issued,
                expires=item.expires,
                scope=item.scope,
            ),
            "rlinks": [_link(item)],
        }


def _link(item: EvidenceItem) -> Plain:
    return {
        "href": quote(item.file),
        "media-type": line(item.media_type or ""),
        "hashes": [{"algorithm": "SHA-256", "value": item.sha256}],
    }


def written(kind: str, document: Plain) -> bytes:
    """Return the document's bytes; what is empty is left out."""
    whole = {kind: without_empty(document)}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"
