"""What ``audit policy test`` prints: lines for people, JSON and JUnit for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.workbench.testing.report import Report
    from audit.workbench.testing.running import Outcome

#: So many missing outcomes are listed; JSON has all.
_LISTED = 20


def lines(report: Report) -> Iterator[str]:
    """Yield what a person reads: faults, coverage, survivors, the sum."""
    for outcome in report.outcomes:
        yield from _failed(outcome) if not outcome.passed else ()
    for covered in report.coverage:
        yield f"{covered.what}: {covered.reached}/{covered.of} reached"
        yield from (f"  not reached: {name}" for name in covered.missing[:_LISTED])
        more = len(covered.missing) - _LISTED
        if more > 0:
            yield f"  and {more} more"
    yield from _mutated(report)
    failed = len(report.failed)
    yield f"{len(report.outcomes) - failed} passed, {failed} failed"


def _failed(outcome: Outcome) -> Iterator[str]:
    case = outcome.case
    yield f"FAILED {case.file}:{case.line} {case.spec.name}"
    for found in outcome.differences:
        yield f"  {found.subject}: expected {found.expected}, got {found.got}"
        yield from (f"    {line}" for line in found.why)


def _mutated(report: Report) -> Iterator[str]:
    found = report.mutated
    if found is None:
        return
    for survivor in found.unexplained:
        file = survivor.file or report.policy
        place = f"{file}:{survivor.line} {survivor.pointer}"
        yield f"SURVIVED {place}: {survivor.mutation}"
    for survivor in found.survivors:
        if survivor.reason is not None:
            place = f"{survivor.pointer}: {survivor.mutation}"
            yield f"accepted {place}: {survivor.reason}"
    for entry in found.idle:
        yield f"accepted_mutants answers no survivor: {entry.pointer}: {entry.mutation}"
    yield (
        f"mutants: {found.noticed}/{found.tried - found.without_effect} noticed, "
        f"{len(found.survivors)} survived ({len(found.unexplained)} unexplained), "
        f"{found.without_effect} without effect left out"
    )


def plain(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON."""
    found = report.mutated
    return {
        "format": "audit-policy-test/1",
        "policy": report.policy,
        "cases": [_case(outcome) for outcome in report.outcomes],
        "coverage": [
            {"what": c.what, "reached": c.reached, "of": c.of, "missing": c.missing}
            for c in report.coverage
        ],
        "mutants": found
        and {
            "tried": found.tried,
            "noticed": found.noticed,
            "without_effect": found.without_effect,
            "survivors": [
                {
                    "pointer": s.pointer,
                    "mutation": s.mutation,
                    "line": s.line,
                    "reason": s.reason,
                }
                for s in found.survivors
            ],
            "idle": [entry.model_dump() for entry in found.idle],
        },
    }


def _case(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.case.spec.name,
        "file": outcome.case.file,
        "line": outcome.case.line,
        "passed": outcome.passed,
        "differences": [
            {"subject": d.subject, "expected": d.expected, "got": d.got, "why": d.why}
            for d in outcome.differences
        ],
    }


def junit(report: Report) -> str:
    """Return the report as JUnit XML: a test case each, survivors in a suite apart."""
    root = ET.Element("testsuites")
    outcomes = [(o.case.spec.name, "\n".join(_failed(o))) for o in report.outcomes]
    told = {o.case.spec.name for o in report.outcomes if not o.passed}
    _suite(root, report.policy, [(n, t if n in told else "") for n, t in outcomes])
    if report.mutated is not None:
        alive = [(f"{s.pointer}: {s.mutation}", s) for s in report.mutated.unexplained]
        survived = [(name, "no case notices this change") for name, _ in alive]
        _suite(root, f"{report.policy} mutants", survived)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _suite(root: ET.Element, name: str, cases: Iterable[tuple[str, str]]) -> None:
    cases = list(cases)
    failures = sum(bool(text) for _, text in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures)}
    suite = ET.SubElement(root, "testsuite", {"name": name, **counts})
    for case, text in cases:
        element = ET.SubElement(suite, "testcase", {"name": case, "classname": name})
        if text:
            first = text.splitlines()[0]
            failure = ET.SubElement(element, "failure", {"message": first})
            failure.text = text
