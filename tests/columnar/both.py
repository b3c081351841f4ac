"""The same responses through both engines, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from audit.assessment.assess import Inputs, _in_force, _scope, _verdict
from audit.assessment.facts import lay_ground
from audit.assessment.judge import judge
from audit.assessment.ledger import open_ledger
from audit.assessment.model import Assessment
from audit.columnar.ingest import ingest
from audit.columnar.score import exact, score
from audit.policy.compile import Plan
from audit.response.answers import read_answers

TOTALS = ("score", "verified", "claimed", "before_exceptions", "gaming_index")
WORDS = ("decision", "rating", "rating_before_knock_outs", "residual", "inherent")
Said = dict[str, Any]


def by_rows(plan: Plan, given: Inputs) -> Said:
    """Return what the Python engine says, without the traces that ``assess`` adds."""
    book = read_answers(given.response, plan.questionnaire, plan.gates, given.as_of)
    ground = lay_ground(
        plan, book, given.response, given.observed, given.review, given.as_of
    )
    within, without = _scope(plan, ground)
    excepted = _in_force(given)
    judged = [judge(c, plan, ground, excepted) for c in within]
    ledger = open_ledger(plan, judged)
    verdict = _verdict(plan, ground, judged, ledger, given.signature)
    scores = {name: getattr(verdict["scores"], name).exact for name in TOTALS[:4]}
    controls = {c.control.id: ("out_of_scope",) * 2 for c in without}
    controls |= {j.compiled.control.id: (j.status, j.reason) for j in judged}
    found = [c.contradiction.id for c in ground.contradicted]
    possible = [c.contradiction.id for c in ground.open_contradictions]
    return _said(verdict, scores, controls, found, possible)


def of_assessment(done: Assessment) -> Said:
    """Return the same of a whole assessment."""
    controls = {c.id: ("out_of_scope",) * 2 for c in done.out_of_scope}
    controls |= {c.id: (c.status, c.reason) for c in done.controls}
    scores = {name: getattr(done.scores, name).exact for name in TOTALS[:4]}
    found = [c.id for c in done.contradictions]
    return _said(dict(done), scores, controls, found, list(done.open_contradictions))


def _said(
    verdict: dict[str, Any],
    scores: dict[str, Any],
    controls: dict[str, Any],
    found: list[str],
    possible: list[str],
) -> Said:
    return {
        **scores,
        **{name: verdict[name] for name in WORDS if name != "inherent"},
        "inherent": verdict["inherent"].tier,
        "inherent_points": verdict["inherent"].points,
        "gaming_index": verdict["gaming_index"].exact,
        "coverage": verdict["coverage"].exact,
        "asked": verdict["asked"],
        "answered": verdict["answered"],
        "shown": verdict["scores"].score.shown,
        "unmet": sorted(k.id for k in verdict["knock_outs"]),
        "found": sorted(found),
        "open": sorted(possible),
        **controls,
    }


def by_columns(plan: Plan, frame: Any, day: date) -> list[Said]:
    """Return what the columns say of every row."""
    return read_rows(plan, score(plan, frame, day, detail=True))


def read_rows(plan: Plan, results: Any) -> list[Said]:
    controls = [c.control.id for c in plan.controls]
    clashes = [c.contradiction.id for c in plan.contradictions]
    same = (*WORDS, "inherent_points", "asked", "answered")
    found = []
    for row in results.iter_rows(named=True):
        said: Said = {name: row[name] for name in same}
        said |= {name: exact(row, name) for name in (*TOTALS, "coverage")}
        said |= {i: (row[f"{i}/status"], row[f"{i}/reason"]) for i in controls}
        said["shown"] = str(row["score"])
        said["unmet"] = sorted(row["unmet"])
        for kind in ("found", "open"):
            said[kind] = sorted(i for i in clashes if row[f"{i}/clash"] == kind)
        assert row["knock_outs"] == len(row["unmet"])
        found.append(said)
    return found


def differences(
    plan: Plan,
    given: Sequence[Inputs],
    frame: Any = None,
    other: Plan | None = None,
) -> list[str]:
    """Return a line for each case that the engines see differently.

    ``frame`` and ``other`` stand in for the columnar side's own input and policy.
    """
    frame = ingest(plan.questionnaire, given) if frame is None else frame
    columnar = by_columns(other or plan, frame, given[0].as_of)
    both = zip(given, columnar, strict=True)
    return [told for one, columns in both if (told := _apart(plan, one, columns))]


def _apart(plan: Plan, one: Inputs, columns: Said) -> str:
    rows = by_rows(plan, one)
    apart = [
        f"{key}: {rows.get(key)} ≠ {columns.get(key)}"
        for key in sorted(rows.keys() | columns.keys())
        if rows.get(key) != columns.get(key)
    ]
    return f"{one.response.response_id}: {'; '.join(apart[:8])}" if apart else ""
