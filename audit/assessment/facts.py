"""From answers, evidence and review to the facts that conditions read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from audit.assessment.model import AnswerResult, EvidenceResult
from audit.conditions.evaluate import Backing, Facts
from audit.conditions.model import LEVELS
from audit.evidence.assess import level_of, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from audit.assessment.inputs import Judgement, Review, Verdict
    from audit.evidence.model import Observation
    from audit.policy.compile import CompiledContradiction, Plan
    from audit.response.answers import AnswerBook, QuestionState
    from audit.response.model import Response


@dataclass(frozen=True, slots=True)
class Ground:
    """What the controls are judged on."""

    facts: Facts
    book: AnswerBook
    rejected: frozenset[str]
    confirmed: frozenset[str]
    contradicted: tuple[CompiledContradiction, ...]
    open_contradictions: tuple[CompiledContradiction, ...]
    evidence: tuple[EvidenceResult, ...]
    answers: Mapping[str, AnswerResult]


def lay_ground(
    plan: Plan,
    book: AnswerBook,
    response: Response,
    observed: Mapping[str, Observation],
    review: Review | None,
    as_of: date,
) -> Ground:
    """Settle every answer's assurance: evidence, then review, then contradictions."""
    evidence = _evidence(plan, book, response, observed, as_of)
    judged = {j.link_id: j for j in (review.judgements if review else ())}
    rejected = frozenset(i for i, j in judged.items() if j.verdict == "rejected")
    confirmed = frozenset(i for i, j in judged.items() if j.verdict != "rejected")
    values = {i: v for i, v in book.values.items() if i not in rejected}
    levels = _levels(values, evidence, judged.values())
    backings = _backings(response, evidence, rejected)
    facts = Facts(values, levels, as_of, evidence=backings)
    found, possible = _contradictions(plan, book, facts, rejected)
    named = {i for c in (*found, *possible) for i in c.reads if i in levels}
    facts = Facts(
        values,
        {i: 0 if i in named else level for i, level in levels.items()},
        as_of,
        evidence=tuple(part for item in backings for part in _weakened(item, named)),
    )
    answers = _answers(plan, book, facts, judged, named)
    return Ground(facts, book, rejected, confirmed, found, possible, evidence, answers)


def _evidence(
    plan: Plan,
    book: AnswerBook,
    response: Response,
    observed: Mapping[str, Observation],
    as_of: date,
) -> tuple[EvidenceResult, ...]:
    questions = plan.questionnaire.questions
    backs: dict[str, list[str]] = {item.id: [] for item in response.evidence}
    for link_id in book.values:
        answer = response.answers[link_id]
        named = answer.evidence
        if questions[link_id].type == "attachment":
            named += tuple(answer.value)
        for evidence_id in dict.fromkeys(named):
            backs[evidence_id].append(link_id)
    results = []
    for item in response.evidence:
        seen = observed.get(item.id)
        status = status_of(item, seen, as_of)
        level = level_of(item, status, response.vendor.name)
        results.append(
            EvidenceResult(
                id=item.id,
                status=status,
                assurance=LEVELS[level],
                sha256=seen.sha256 if seen else None,
                backs=tuple(backs[item.id]),
            )
        )
    return tuple(results)


def _levels(
    values: Iterable[str],
    evidence: Iterable[EvidenceResult],
    judgements: Iterable[Judgement],
) -> dict[str, int]:
    """Return the best level that evidence or the assessor lends to each answer."""
    levels = dict.fromkeys(values, 0)
    lent = [(item.assurance, link_id) for item in evidence for link_id in item.backs]
    lent += [(j.assurance, j.link_id) for j in judgements if j.assurance]
    for assurance, link_id in lent:
        if link_id in levels:
            levels[link_id] = max(levels[link_id], LEVELS.index(assurance))
    return levels


def _backings(
    response: Response,
    evidence: tuple[EvidenceResult, ...],
    rejected: frozenset[str],
) -> tuple[Backing, ...]:
    items = {item.id: item for item in response.evidence}
    return tuple(
        Backing(
            kind=items[result.id].kind,
            level=LEVELS.index(result.assurance),
            scope=items[result.id].scope or "",
            valid=result.status == "valid",
            answers=frozenset(result.backs) - rejected,
        )
        for result in evidence
        if frozenset(result.backs) - rejected
    )


def _weakened(item: Backing, named: set[str]) -> tuple[Backing, ...]:
    """Split an item: for contradicted answers it is no better than a claim."""
    clean, doubtful = item.answers - named, item.answers & named
    return tuple(
        replace(item, answers=answers, level=level)
        for answers, level in ((clean, item.level), (doubtful, 0))
        if answers
    )


def _contradictions(
    plan: Plan, book: AnswerBook, facts: Facts, rejected: frozenset[str]
) -> tuple[tuple[CompiledContradiction, ...], tuple[CompiledContradiction, ...]]:
    """Return the contradictions found, and those that only silence leaves open.

    An open one weighs like a found one: leaving out the telling answer must not pay.
    """
    found, possible = [], []
    for contradiction in plan.contradictions:
        truth = contradiction.when.run(facts)[0]
        if truth is True:
            found.append(contradiction)
        elif truth is None and any(
            book.is_silent(i) or i in rejected for i in contradiction.reads
        ):
            possible.append(contradiction)
    return tuple(found), tuple(possible)


def _answers(
    plan: Plan,
    book: AnswerBook,
    facts: Facts,
    judged: Mapping[str, Judgement],
    named: set[str],
) -> dict[str, AnswerResult]:
    return {
        link_id: _answer(
            book.states[link_id],
            facts.levels.get(link_id, 0),
            judged[link_id].verdict if link_id in judged else None,
            contradicted=link_id in named,
        )
        for link_id in plan.questionnaire.questions
    }


@cache
def _answer(
    state: QuestionState, level: int, review: Verdict | None, *, contradicted: bool
) -> AnswerResult:
    """Return the result; there are few different ones, and answers share them."""
    return AnswerResult(
        state=state, assurance=LEVELS[level], review=review, contradicted=contradicted
    )
