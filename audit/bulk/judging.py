"""In a worker: judge items by either engine; one that fails never stops the rest."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audit.assessment.assess import assess, weigh
from audit.bulk.model import Outcome, Verdict, told
from audit.bulk.opening import Bench, Opened, bench_of, open_item
from audit.cases import Assessed
from audit.dossier import assessment_bytes
from audit.errors import AuditError, InputError
from audit.registering.reports import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from audit.bulk.model import Brief, Item
    from audit.columnar.score import Scorer


def judge(brief: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    """Return what each item came to, in their order."""
    try:
        bench = bench_of(brief.policy, brief.questionnaire, brief.as_of)
    except InputError as error:
        return (Outcome(fault=told(error)),) * len(items)
    if brief.engine == "columnar":
        return _in_columns(bench, brief, items)
    if brief.language is not None:
        return tuple(_drawn(bench, brief, item) for item in items)
    return tuple(_one(bench, brief, item) for item in items)


def _opened(bench: Bench, brief: Brief, item: Item) -> Opened | Outcome:
    try:
        return open_item(bench, brief, item)
    except InputError as error:
        return Outcome(fault=told(error))


def _one(bench: Bench, brief: Brief, item: Item) -> Outcome:
    opened = _opened(bench, brief, item)
    if isinstance(opened, Outcome):
        return opened
    if brief.full:
        done = _assessed(bench, opened)
        verdict = _verdict(dict(done.assessment))
        return Outcome(verdict, content=assessment_bytes(done), facts=facts_of(done))
    found = weigh(bench.plan, opened.inputs)
    ground = found.ground
    clashes = {
        "contradictions": ground.contradicted,
        "open_contradictions": ground.open_contradictions,
    }
    return Outcome(_verdict({**found.verdict, **clashes}))


def _assessed(bench: Bench, opened: Opened) -> Assessed:
    assessment = assess(bench.plan, opened.inputs)
    return Assessed(opened.case, bench.plan, opened.response, assessment)


def _verdict(said: dict[str, Any]) -> Verdict:
    scores = said["scores"]
    clashes = (*said["contradictions"], *said["open_contradictions"])
    return Verdict(
        decision=said["decision"],
        rating=said["rating"],
        residual=said["residual"],
        inherent=said["inherent"].tier,
        score=scores.score.shown,
        exact=str(scores.score.exact),
        verified=scores.verified.shown,
        claimed=scores.claimed.shown,
        knock_outs=len(said["knock_outs"]),
        contradictions=len(clashes),
        asked=said["asked"],
        answered=said["answered"],
    )


def _drawn(bench: Bench, brief: Brief, item: Item) -> Outcome:
    from audit.reporting import report_pdf

    opened = _opened(bench, brief, item)
    if isinstance(opened, Outcome) or brief.language is None:
        return opened if isinstance(opened, Outcome) else Outcome()
    try:
        pdf = report_pdf(_assessed(bench, opened), brief.language)
    except AuditError as error:
        return Outcome(fault=told(error), passing=True)
    return Outcome(content=pdf)


def _in_columns(
    bench: Bench, brief: Brief, items: Sequence[Item]
) -> tuple[Outcome, ...]:
    from audit.columnar.columns import words_in
    from audit.columnar.ingest import ingest

    opened = [_opened(bench, brief, item) for item in items]
    good = [found.inputs for found in opened if isinstance(found, Opened)]
    if not good:
        return tuple(found for found in opened if isinstance(found, Outcome))
    questionnaire = bench.plan.questionnaire
    frame = ingest(questionnaire, good)
    words = words_in(frame.columns, questionnaire)
    ready = _scorer(brief.policy, brief.questionnaire, brief.as_of, words)
    rows = ready.run(frame).iter_rows(named=True)
    return tuple(
        found if isinstance(found, Outcome) else Outcome(verdict_of(next(rows)))
        for found in opened
    )


@lru_cache(maxsize=4)
def _scorer(policy: bytes, questionnaire: bytes, as_of: date, words: int) -> Scorer:
    from audit.columnar.score import scorer

    return scorer(bench_of(policy, questionnaire, as_of).plan, as_of, words)


def verdict_of(row: dict[str, Any]) -> Verdict:
    """Return a row of columnar results as a verdict."""
    from audit.columnar.score import exact

    same = ("decision", "rating", "residual", "inherent", "knock_outs")
    counts = ("contradictions", "asked", "answered")
    return Verdict(
        **{name: row[name] for name in (*same, *counts)},
        score=str(row["score"]),
        exact=str(exact(row, "score")),
        verified=str(row["verified"]),
        claimed=str(row["claimed"]),
    )
