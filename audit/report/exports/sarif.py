"""Gaps as SARIF results: each stands at the answer that decided it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.canonical import digest
from audit.report.findings import show_references
from audit.report.sarif_log import location, sarif_log
from audit.report.words import show_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Control, Severity
    from audit.report.export import Export
    from audit.report.gaps import Gap

Plain = dict[str, Any]

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
#: What code hosts sort by, from 0 to 10.
SEVERITIES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}


def export(given: Export) -> bytes:
    """Return a log with a rule for every control and a result for every gap."""
    found = given.record.assessment
    log = sarif_log(
        "audit export",
        found.engine,
        list(_rules(given)),
        [_result(given, gap) for gap in given.gaps],
        language=given.language,
        automationDetails={"id": f"{found.policy.id}/{found.response.id}"},
        properties={
            "vendor": found.vendor,
            "asOf": found.as_of.isoformat(),
            "decision": found.decision,
            "rating": found.rating,
            "score": found.scores.score.shown,
            "assessment": given.record.assessment_digest,
        },
    )
    return json.dumps(log, ensure_ascii=False, indent=2).encode() + b"\n"


def _rules(given: Export) -> Iterator[Plain]:
    policy = given.record.policy
    for control in policy.controls:
        yield _rule(control.id, given.say(control.title), control.severity) | _help(
            given, control
        )
    for rule in policy.contradictions:
        yield _rule(rule.id, given.say(rule.finding), rule.severity)
    for gap in given.gaps:
        if gap.kind == "signature":
            yield _rule(gap.id, gap.title, gap.severity)


def _rule(name: str, title: str, severity: Severity) -> Plain:
    return {
        "id": name,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"security-severity": SEVERITIES[severity]},
    }


def _help(given: Export, control: Control) -> Plain:
    fix = control.remediation
    parts = {
        given.w["why_it_matters"]: given.say(control.rationale),
        given.w["remediation"]: given.say(fix.text) if fix else "",
        given.w["clause"]: given.say(control.clause),
        given.w["references"]: show_references(control),
    }
    said = [f"{name}: {text}" for name, text in parts.items() if text]
    whole = {"help": {"text": "\n\n".join(said)}} if said else {}
    why = given.say(control.rationale)
    return whole | ({"fullDescription": {"text": why}} if why else {})


def _result(given: Export, gap: Gap) -> Plain:
    first, *rest = _locations(given, gap)
    found: Plain = {
        "ruleId": gap.id,
        "level": LEVELS[gap.severity],
        "message": {"text": _message(given, gap)},
        "locations": [first],
        "partialFingerprints": {"vendorGap/v1": _fingerprint(given, gap)},
        "properties": _properties(gap),
    }
    if rest:
        found["relatedLocations"] = rest
    if gap.exception:
        reason = gap.exception.reason
        found["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": reason}
        ]
    return found


def _message(given: Export, gap: Gap) -> str:
    parts = [f"{gap.title}. {gap.reason}"]
    if gap.remediation:
        parts.append(f"{given.w['remediation']}: {gap.remediation}")
    if gap.due:
        parts.append(f"{given.w['due']}: {show_date(gap.due, given.language)}")
    return "\n".join(parts)


def _locations(given: Export, gap: Gap) -> list[Plain]:
    """Return the answers that decided, then the others; the file if there are none."""
    read = dict.fromkeys((*gap.answers, *gap.reads))
    file = given.response.file
    places = [
        location(file, *given.place(link_id))
        | {"message": {"text": given.question(link_id)}}
        for link_id in read
    ]
    return places or [location(file, "", 0, 0)]


def _fingerprint(given: Export, gap: Gap) -> str:
    """Return what stays the same for this gap of this vendor over the years."""
    found = given.record.assessment
    return digest([found.vendor, found.policy.id, gap.kind, gap.id])


def _properties(gap: Gap) -> Plain:
    found: Plain = {"severity": gap.severity, "status": gap.status, "gap": gap.kind}
    if gap.knock_out:
        found["knockOut"] = True
    if gap.result:
        found["pointsLost"] = gap.lost.shown
    if gap.due:
        found["due"] = gap.due.isoformat()
    if gap.effort is not None:
        found["effortPersonDays"] = str(gap.effort)
    if gap.exception:
        found["acceptedUntil"] = gap.exception.expires.isoformat()
    return found
