"""Findings: the controls that are not fully met, with everything to act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from audit.assessment.model import Points
from audit.policy.model import SEVERITIES
from audit.questionnaire.localisation import pick
from audit.report.sentences import TraceLine, trace_lines
from audit.report.words import show_date, show_number, show_share, words

if TYPE_CHECKING:
    from audit.assessment.model import Assessment, ControlResult
    from audit.policy.model import Control
    from audit.report.record import Record

#: How framework keys are printed.
FRAMEWORKS = {
    "iso27001": "ISO/IEC 27001",
    "nist_csf": "NIST CSF 2.0",
    "pci_dss": "PCI DSS 4.0",
    "gdpr": "GDPR Art.",
    "ccm": "CSA CCM",
    "soc2": "SOC 2",
    "ua_2297": "UA 2297-VI",
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer that a control read."""

    link_id: str
    question: str
    shown: str
    assurance: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One control that is not fully met."""

    id: str
    title: str
    domain: str
    severity: str
    severity_word: str
    status: str
    status_word: str
    reason: str
    knock_out: bool
    lost: str
    rationale: str
    answers: tuple[AnswerLine, ...]
    trace: tuple[TraceLine, ...]
    assurance: str
    floor: str
    below_floor: bool
    remediation: str
    due: str
    effort: str
    references: str


def open_controls(a: Assessment) -> list[ControlResult]:
    """Return the controls that lose points, most severe and dearest first."""
    losing = [
        c
        for c in a.controls
        if c.status != "not_applicable" and c.points.exact < c.possible.exact
    ]
    return sorted(
        losing,
        key=lambda c: (
            not (c.knock_out and c.status in {"fail", "unknown", "excepted"}),
            SEVERITIES.index(c.severity),
            -(c.possible.exact - c.points.exact),
            c.id,
        ),
    )


def build_findings(record: Record, language: str) -> tuple[Finding, ...]:
    """Return the findings in the language, knock-outs first."""
    return tuple(
        _finding(result, record, language)
        for result in open_controls(record.assessment)
    )


def _finding(result: ControlResult, record: Record, language: str) -> Finding:
    control = record.policy.by_id[result.id]
    word = words(language)
    domains = {d.id: pick(d.title, language) for d in record.policy.domains}
    questions = record.questionnaire.questions
    lost = Points(exact=result.possible.exact - result.points.exact)
    fix = control.remediation
    due = record.assessment.as_of + timedelta(days=fix.days) if fix else None
    return Finding(
        id=result.id,
        title=pick(control.title, language),
        domain=domains[result.domain],
        severity=result.severity,
        severity_word=word[f"severity_{result.severity}"],
        status=result.status,
        status_word=word[f"status_{result.status}"],
        reason=_reason(result, language),
        knock_out=result.knock_out,
        lost=show_number(lost.shown, language),
        rationale=pick(control.rationale, language) if control.rationale else "",
        answers=tuple(_answer(i, record, language) for i in result.reads),
        trace=tuple(trace_lines(result.trace, questions, language)),
        assurance=word[f"assurance_{result.assurance}"],
        floor=word[f"assurance_{control.evidence_floor}"],
        below_floor=result.factor < 1,
        remediation=pick(fix.text, language) if fix else "",
        due=show_date(due, language),
        effort=show_share(fix.effort, language) if fix else "",
        references=show_references(control),
    )


def _reason(result: ControlResult, language: str) -> str:
    return words(language)[f"reason_{result.reason}"]


def _answer(link_id: str, record: Record, language: str) -> AnswerLine:
    word = words(language)
    question = record.questionnaire.questions[link_id]
    result = record.assessment.answers[link_id]
    answer = record.response.answers.get(link_id)
    if result.state == "answered" and answer is not None:
        shown = question.shown(answer.value, language)
    else:
        shown = word[f"state_{result.state}"]
    titles = {item.id: item.title for item in record.response.evidence}
    backing = answer.evidence if answer else ()
    return AnswerLine(
        link_id=link_id,
        question=pick(question.text, language),
        shown=shown,
        assurance=word[f"assurance_{result.assurance}"],
        evidence="; ".join(titles.get(name, name) for name in backing),
    )


def show_references(control: Control) -> str:
    """Return the control's framework ids, for example ``ISO/IEC 27001 A.8.24``."""
    return " · ".join(
        f"{FRAMEWORKS[framework]} {', '.join(ids)}"
        for framework, ids in control.references.items()
        if ids
    )
