"""What if: other answers, or gaps taken as closed, assessed and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audit.assessment.diff import diff as diff_assessments
from audit.assessment.diff import scopes_of
from audit.canonical import digest
from audit.cases import assess_case
from audit.diffing import Difference, Read
from audit.documents import validate
from audit.errors import Problem, ReferenceProblem
from audit.positions import position_of
from audit.remedy.closing import close
from audit.remedy.step import Efforts, steps_of
from audit.response.diff import Side
from audit.response.diff import diff as diff_responses
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.assessment.model import Assessment
    from audit.cases import Assessed, Case

_HIDDEN = frozenset({"not_asked", "withheld"})


@dataclass(frozen=True)
class Supposed:
    """How the assessment would come out, and what was done to get there.

    ``set_aside`` are changed answers whose judgement in the review no longer counts,
    ``inert`` changed answers to questions that are not asked then.
    """

    difference: Difference
    closed: tuple[str, ...]
    set_aside: tuple[str, ...]
    inert: tuple[str, ...]


def suppose(
    assessed: Assessed, answers: Mapping[str, dict[str, Any]], closing: Iterable[str]
) -> Supposed:
    """Assess with other answers, then close gaps; ReferenceProblem for unknown gaps.

    The answers are checked already. Signature and exceptions stay as they are.
    """
    case, set_aside = _changed(assessed.case, answers)
    then = assess_case(case) if answers else assessed
    closed = tuple(dict.fromkeys(closing))
    end = closed_by_id(then, closed)
    states = end.answers
    return Supposed(
        difference_of(assessed, then, end),
        closed,
        set_aside,
        tuple(name for name in answers if states[name].state in _HIDDEN),
    )


def _changed(
    case: Case, answers: Mapping[str, dict[str, Any]]
) -> tuple[Case, tuple[str, ...]]:
    """Return the case with the answers, and which judgements fall away with them."""
    data = case.response.data
    data = {**data, "answers": {**data["answers"], **answers}}
    response = replace(case.response, data=data, digest=digest(data))
    if case.review is None:
        return replace(case, response=response), ()
    judged = case.review.data.get("judgements", [])
    kept = [item for item in judged if item["link_id"] not in answers]
    gone = tuple(item["link_id"] for item in judged if item["link_id"] in answers)
    told = {
        **case.review.data,
        "response_digest": response.digest,
        "judgements": kept,
    }
    review = replace(case.review, data=told)
    return replace(case, response=response, review=review), gone


def closed_by_id(assessed: Assessed, ids: tuple[str, ...]) -> Assessment:
    """Return the assessment with these gaps closed; all unknown ids are named."""
    if not ids:
        return assessed.assessment
    position = position_of(assessed)
    steps = steps_of(position, Efforts())
    known = [step.id for step in steps]
    problems = tuple(_unknown(name, known) for name in ids if name not in known)
    if problems:
        raise ReferenceProblem.of(*problems)
    return close(position, (step for step in steps if step.id in ids))


def _unknown(name: str, known: list[str]) -> Problem:
    hint = f"open gaps: {', '.join(known) or 'none'}"
    message = f"no open gap '{name[:80]}'"
    return Problem("gap-unknown", message, "", hint, "--close")


def difference_of(before: Assessed, after: Assessed, end: Assessment) -> Difference:
    """Return the difference between a case and the supposed end, as ``audit diff``."""
    old, new = _read(before.case), _read(after.case)
    answers = diff_responses(
        Side(old.record, old.as_of),
        Side(new.record, new.as_of),
        before.plan.questionnaire,
    )
    changed = [change.link_id for change in answers.answers]
    return Difference(
        questionnaire=before.plan.questionnaire,
        before=old,
        after=new,
        # Both sides are judged on one day, so no evidence expired between them.
        answers=replace(answers, expired=((), ())),
        policy=before.plan.policy,
        assessments=diff_assessments(
            before.assessment, end, changed, scopes_of(before.plan)
        ),
    )


def _read(case: Case) -> Read:
    record = validate(Response, case.response)
    return Read(case.response, record, (), case.observed, case.as_of)
