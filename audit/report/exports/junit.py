"""Controls as JUnit test cases, a suite a domain, for dashboards of test results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from audit.report.gaps import reason_of
from audit.report.words import show_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.assessment.model import ControlResult, OutOfScope
    from audit.report.export import Export
    from audit.report.gaps import Gap

#: What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(given: Export) -> bytes:
    """Return a test case for every control, and for every gap that is none.

    Not met is a failure, not shown an error; what does not apply, or is accepted by an
    exception, is skipped.
    """
    found = given.record.assessment
    root = ET.Element("testsuites", {"name": _text(found.vendor)})
    gaps = {(gap.kind, gap.id): gap for gap in given.gaps}
    for domain in given.record.policy.domains:
        suite = _suite(root, given, domain.id, given.say(domain.title))
        for result in found.controls:
            if result.domain == domain.id:
                _control(suite, given, result, gaps.get(("control", result.id)))
        for left in found.out_of_scope:
            if given.record.policy.by_id[left.id].domain == domain.id:
                _left(suite, given, left)
    others = [gap for gap in given.gaps if gap.kind != "control"]
    if others:
        suite = _suite(root, given, "response", given.w["response"])
        for gap in others:
            case = _case(suite, "response", gap.id, gap.title)
            _gap(case, given, gap)
    return _counted(root)


def _suite(root: ET.Element, given: Export, name: str, title: str) -> ET.Element:
    found = given.record.assessment
    day = f"{found.as_of.isoformat()}T00:00:00"
    suite = ET.SubElement(root, "testsuite", {"name": _text(title), "timestamp": day})
    domains = {d.id: d for d in found.domains}
    own = domains[name].score if name in domains else None
    values = {
        "domain": name,
        "domain_score": own.shown if own else "",
        "decision": found.decision,
        "rating": found.rating,
        "score": found.scores.score.shown,
        "score_verified": found.scores.verified.shown,
        "score_claimed": found.scores.claimed.shown,
        "assessment": given.record.assessment_digest,
    }
    _properties(suite, values)
    return suite


def _properties(parent: ET.Element, values: Mapping[str, str]) -> None:
    inside = ET.SubElement(parent, "properties")
    for name, value in values.items():
        if value:
            ET.SubElement(inside, "property", {"name": name, "value": _text(value)})


def _case(suite: ET.Element, group: str, name: str, title: str) -> ET.Element:
    shown = {"classname": group, "name": _text(f"{name} {title}"), "time": "0"}
    return ET.SubElement(suite, "testcase", shown)


def _control(
    suite: ET.Element, given: Export, result: ControlResult, gap: Gap | None
) -> None:
    title = given.say(given.record.policy.by_id[result.id].title)
    case = _case(suite, result.domain, result.id, title)
    values = {
        "severity": result.severity,
        "status": result.status,
        "points": result.points.shown,
        "possible": result.possible.shown,
        "assurance": result.assurance,
        "knock_out": "true" if result.knock_out else "",
    }
    _properties(case, values)
    if gap is not None:
        _gap(case, given, gap)
    elif result.status == "not_applicable":
        _outcome(case, "skipped", reason_of(result, given.record, given.language))


def _left(suite: ET.Element, given: Export, left: OutOfScope) -> None:
    control = given.record.policy.by_id[left.id]
    case = _case(suite, control.domain, left.id, given.say(control.title))
    said = "; ".join(f"{given.question(i)} – {given.answer(i)}" for i in left.reads)
    message = f"{given.w['out_of_scope']}: {said}"
    _outcome(case, "skipped", message)


def _gap(case: ET.Element, given: Export, gap: Gap) -> None:
    outcomes = {"excepted": "skipped", "unknown": "error", "error": "error"}
    kind = outcomes.get(gap.status, "failure")
    _outcome(case, kind, gap.reason, gap.severity, _details(given, gap))


def _details(given: Export, gap: Gap) -> Iterable[str]:
    for link_id in dict.fromkeys((*gap.answers, *gap.reads)):
        yield f"{given.question(link_id)} – {given.answer(link_id)}"
    if gap.remediation:
        yield f"{given.w['remediation']}: {gap.remediation}"
    if gap.due:
        yield f"{given.w['due']}: {show_date(gap.due, given.language)}"
    if gap.exception:
        until = show_date(gap.exception.expires, given.language)
        yield f"{given.w['exception_reason']}: {gap.exception.reason}"
        yield f"{given.w['expires']}: {until}"


def _outcome(
    case: ET.Element,
    kind: str,
    message: str,
    severity: str = "",
    details: Iterable[str] = (),
) -> None:
    attributes = {"message": _text(message)}
    if kind in {"failure", "error"}:
        attributes["type"] = severity
    outcome = ET.SubElement(case, kind, attributes)
    outcome.text = _text("\n".join(details)) or None


def _counted(root: ET.Element) -> bytes:
    """Return the bytes, with counts on every suite and on the whole."""
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for part in (root, *root.iter("testsuite")):
        part.set("tests", str(len(list(part.iter("testcase")))))
        for name, kind in kinds.items():
            part.set(name, str(len(list(part.iter(kind)))))
        part.set("time", "0")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _text(value: str) -> str:
    """Return the text with what XML cannot hold named by its code."""
    return _FORBIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
