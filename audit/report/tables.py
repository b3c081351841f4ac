"""The report's tables: rows of texts, one dataclass a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from audit.questionnaire.localisation import pick
from audit.report.findings import open_controls
from audit.report.words import show_date, show_number, show_share, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.report.record import Record


#: How many answers the evidence table names for one item.
MOST_BACKED = 10


@dataclass(frozen=True, slots=True)
class KnockOutRow:
    """An unmet knock-out."""

    id: str
    title: str
    status: str
    status_word: str
    rating: str


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain's scores as numbers for the bar and as texts."""

    title: str
    controls: int
    weight: str
    score: str | None
    verified: str
    claimed: str
    bar: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of acceptance: one clause for one open gap."""

    id: str
    title: str
    clause: str
    remediation: str
    due: str


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """A contradiction and the questions involved."""

    id: str
    severity: str
    severity_word: str
    finding: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenContradictionRow:
    """A contradiction that missing answers do not let us rule out."""

    id: str
    severity: str
    severity_word: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An approved exception."""

    control: str
    title: str
    reason: str
    compensating: str
    approver: str
    granted: str
    expires: str
    state: str


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A control that left the scope and the answers that took it out."""

    id: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class NotApplicableRow:
    """A question declared not applicable."""

    question: str
    justification: str
    state: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An evidence item."""

    id: str
    title: str
    kind: str
    issuer: str
    issued: str
    expires: str
    status: str
    status_word: str
    assurance: str
    backs: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """An inherent risk factor."""

    title: str
    points: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A control's points."""

    id: str
    title: str
    domain: str
    status: str
    status_word: str
    credit: str
    assurance: str
    factor: str
    points: str
    possible: str


def build_tables(
    record: Record, language: str, ratings: Mapping[str, str]
) -> dict[str, Any]:
    """Return every table of the view by its field name."""
    return {
        "knock_outs": tuple(_knock_outs(record, language, ratings)),
        "domains": tuple(_domains(record, language)),
        "conditions": tuple(_conditions(record, language)),
        "contradictions": tuple(_contradictions(record, language)),
        "open_contradictions": tuple(_open_contradictions(record, language)),
        "exceptions": tuple(_exceptions(record, language)),
        "out_of_scope": tuple(_out_of_scope(record, language)),
        "not_applicable": tuple(_not_applicable(record, language)),
        "evidence": tuple(_evidence(record, language)),
        "factors": tuple(_factors(record, language)),
        "ledger": tuple(_ledger(record, language)),
    }


def _knock_outs(
    record: Record, language: str, ratings: Mapping[str, str]
) -> Iterator[KnockOutRow]:
    word = words(language)
    findings = {c.id: c.finding for c in record.policy.contradictions}
    for item in record.assessment.knock_outs:
        if item.kind == "signature":
            title = word["signature_required"]
        elif item.kind == "control":
            title = pick(record.policy.by_id[item.id].title, language)
        else:
            title = pick(findings[item.id], language)
        status_word = word[f"status_{item.status}"]
        yield KnockOutRow(
            item.id, title, item.status, status_word, ratings[item.rating]
        )


def _domains(record: Record, language: str) -> Iterator[DomainRow]:
    titles = {d.id: pick(d.title, language) for d in record.policy.domains}
    for result in record.assessment.domains:
        numbers = {
            "verified": result.verified,
            "score": result.score,
            "claimed": result.claimed,
        }
        shown = {
            name: show_number(points.shown, language) if points else None
            for name, points in numbers.items()
        }
        yield DomainRow(
            title=titles[result.id],
            controls=result.controls,
            weight=show_share(result.weight, language),
            score=shown["score"],
            verified=shown["verified"] or "—",
            claimed=shown["claimed"] or "—",
            bar={
                name: float(points.exact) for name, points in numbers.items() if points
            },
        )


def _conditions(record: Record, language: str) -> Iterator[ConditionRow]:
    """Yield the clauses; of a rejected vendor only those of knock-outs and critical."""
    rejected = record.assessment.decision == "reject"
    unmet = {item.id for item in record.assessment.knock_outs}
    for result in open_controls(record.assessment):
        control = record.policy.by_id[result.id]
        telling = result.id in unmet or result.severity == "critical"
        if control.clause is None or (rejected and not telling):
            continue
        fix = control.remediation
        due = record.assessment.as_of + timedelta(days=fix.days) if fix else None
        yield ConditionRow(
            id=control.id,
            title=pick(control.title, language),
            clause=pick(control.clause, language),
            remediation=pick(fix.text, language) if fix else "",
            due=show_date(due, language),
        )


def _contradictions(record: Record, language: str) -> Iterator[ContradictionRow]:
    texts = {c.id: c.finding for c in record.policy.contradictions}
    questions = record.questionnaire.questions
    for found in record.assessment.contradictions:
        yield ContradictionRow(
            id=found.id,
            severity=found.severity,
            severity_word=words(language)[f"severity_{found.severity}"],
            finding=pick(texts[found.id], language),
            questions=tuple(pick(questions[i].text, language) for i in found.reads),
        )


def _open_contradictions(
    record: Record, language: str
) -> Iterator[OpenContradictionRow]:
    rules = {c.id: c for c in record.policy.contradictions}
    questions, answers = record.questionnaire.questions, record.assessment.answers
    for name in record.assessment.open_contradictions:
        rule = rules[name]
        yield OpenContradictionRow(
            id=name,
            severity=rule.severity,
            severity_word=words(language)[f"severity_{rule.severity}"],
            missing=tuple(
                pick(questions[link_id].text, language)
                for link_id in fields_read(parse(rule.when))
                if answers[link_id].state in {"unanswered", "unknown", "declined"}
                or answers[link_id].review == "rejected"
            ),
        )


def _exceptions(record: Record, language: str) -> Iterator[ExceptionRow]:
    word = words(language)
    for applied in record.assessment.exceptions:
        item = applied.exception
        yield ExceptionRow(
            control=item.control,
            title=pick(record.policy.by_id[item.control].title, language),
            reason=item.reason,
            compensating=item.compensating_control,
            approver=item.approver,
            granted=show_date(item.granted, language),
            expires=show_date(item.expires, language),
            state=word["in_force"] if applied.in_force else word["lapsed"],
        )


def _out_of_scope(record: Record, language: str) -> Iterator[ScopeRow]:
    questions = record.questionnaire.questions
    for left in record.assessment.out_of_scope:
        reasons = []
        for link_id in left.reads:
            answer = record.response.answers.get(link_id)
            if record.assessment.answers[link_id].state == "answered" and answer:
                shown = questions[link_id].shown(answer.value, language)
                reasons.append(f"{pick(questions[link_id].text, language)} {shown}")
        title = pick(record.policy.by_id[left.id].title, language)
        yield ScopeRow(left.id, title, "; ".join(reasons))


def _not_applicable(record: Record, language: str) -> Iterator[NotApplicableRow]:
    word = words(language)
    for claim in record.assessment.not_applicable:
        question = record.questionnaire.questions[claim.link_id]
        state = word["confirmed"] if claim.confirmed else word["unconfirmed"]
        yield NotApplicableRow(
            pick(question.text, language), claim.justification, state
        )


def _evidence(record: Record, language: str) -> Iterator[EvidenceRow]:
    word = words(language)
    items = {item.id: item for item in record.response.evidence}
    for result in record.assessment.evidence:
        item = items[result.id]
        yield EvidenceRow(
            id=item.id,
            title=item.title,
            kind=word[f"evidence_{item.kind}"],
            issuer=item.issuer or "—",
            issued=show_date(item.issued, language),
            expires=show_date(item.expires, language),
            status=result.status,
            status_word=word[f"evidence_{result.status}"],
            assurance=word[f"assurance_{result.assurance}"],
            backs=_shortened(result.backs, word["more"]),
            sha256=item.sha256,
        )


def _shortened(link_ids: tuple[str, ...], more: str) -> str:
    """Return the first ids; the response inside the report names them all."""
    rest = len(link_ids) - MOST_BACKED
    tail = f" + {rest} {more}" if rest > 0 else ""
    return (", ".join(link_ids[:MOST_BACKED]) or "—") + tail


def _factors(record: Record, language: str) -> Iterator[FactorRow]:
    titles = {f.id: f.title for f in record.policy.inherent.factors}
    for factor in record.assessment.inherent.factors:
        title = pick(titles[factor.id], language)
        yield FactorRow(title, factor.points, factor.assumed)


def _ledger(record: Record, language: str) -> Iterator[LedgerRow]:
    word = words(language)
    domains = {d.id: pick(d.title, language) for d in record.policy.domains}
    for result in record.assessment.controls:
        yield LedgerRow(
            id=result.id,
            title=pick(record.policy.by_id[result.id].title, language),
            domain=domains[result.domain],
            status=result.status,
            status_word=word[f"status_{result.status}"],
            credit=show_share(result.credit, language),
            assurance=word[f"assurance_{result.assurance}"],
            factor=show_share(result.factor, language),
            points=show_share(result.points.exact, language),
            possible=show_share(result.possible.exact, language),
        )
