"""The ground that one control is judged on, without a whole assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.facts import lay_ground
from audit.assessment.judge import Judged, applies, judge
from audit.response.answers import read_answers
from audit.workbench.testing.running import OUT, review_of

if TYPE_CHECKING:
    from audit.assessment.facts import Ground
    from audit.policy.compile import CompiledContradiction, CompiledControl, Plan
    from audit.workbench.testing.loading import Ready


def ground_of(plan: Plan, case: Ready) -> Ground:
    """Return what the controls are judged on in a case."""
    book = read_answers(case.response, plan.questionnaire, plan.gates, case.as_of)
    review = review_of(case)
    return lay_ground(plan, book, case.response, case.observed, review, case.as_of)


def verdict_on(
    compiled: CompiledControl,
    plan: Plan,
    ground: Ground,
    excepted: frozenset[str] = frozenset(),
) -> Judged | None:
    """Return what one control comes to; None when it is out of scope."""
    if not applies(compiled, ground):
        return None
    return judge(compiled, plan, ground, excepted)


def status_of(judged: Judged | None) -> str:
    """Return the status that a case names."""
    return OUT if judged is None else judged.status


def told(clash: CompiledContradiction, ground: Ground) -> str:
    """Return what a case says of a contradiction; silence leaves it open."""
    truth = clash.when.run(ground.facts)[0]
    if truth is None and any(ground.book.is_silent(i) for i in clash.reads):
        return "open"
    return "found" if truth else "not found"
