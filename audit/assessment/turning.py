"""The days on which an assessment can change although no document does."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from audit.conditions.turns import turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from audit.assessment.assess import Inputs
    from audit.conditions.evaluate import Compiled
    from audit.policy.compile import Plan

#: What happens: evidence expires or begins to count, an exception ends or begins, or
#: the date in an answer passes what a condition allows.
Kind = Literal[
    "evidence_expired",
    "evidence_begins",
    "exception_ended",
    "exception_begins",
    "date_passed",
]
_DAY = timedelta(days=1)


class Turn(NamedTuple):
    """What happens on a day to evidence, to a control's exception or to an answer."""

    kind: Kind
    subject: str


def turning_days(plan: Plan, inputs: Inputs, until: date) -> dict[date, list[Turn]]:
    """Return every day after ``as_of``, in order, on which the result can change.

    On every other day it is what it was the day before.
    """
    found: dict[date, dict[Turn, None]] = defaultdict(dict)
    for day, turn in _turns(plan, inputs, until):
        if inputs.as_of < day <= until:
            found[day][turn] = None
    return {day: list(found[day]) for day in sorted(found)}


def _turns(plan: Plan, inputs: Inputs, until: date) -> Iterator[tuple[date, Turn]]:
    for item in inputs.response.evidence:
        if item.expires is not None and item.expires < until:
            yield item.expires + _DAY, Turn("evidence_expired", item.id)
        if item.issued is not None:
            yield item.issued, Turn("evidence_begins", item.id)
    for granted in inputs.exceptions.exceptions if inputs.exceptions else ():
        if granted.expires < until:
            yield granted.expires + _DAY, Turn("exception_ended", granted.control)
        yield granted.granted, Turn("exception_begins", granted.control)
    questions, values = plan.questionnaire.questions, _values(plan, inputs)
    for condition in conditions(plan):
        for link_id, day in turns(condition.node, questions, values):
            yield day, Turn("date_passed", link_id)


def _values(plan: Plan, inputs: Inputs) -> Mapping[str, object]:
    """Return every answer's value, also of questions that are hidden at present."""
    questions = plan.questionnaire.questions
    return {
        link_id: questions[link_id].comparable(answer.value)
        for link_id, answer in inputs.response.answers.items()
        if answer.state == "answered" and not answer.carried
    }


def conditions(plan: Plan) -> Iterator[Compiled]:
    """Yield every condition that an assessment may run."""
    yield from plan.gates.conditions.values()
    for control in plan.controls:
        if control.applies is not None:
            yield control.applies
        yield from (way.condition for way in control.ways)
    yield from (contradiction.when for contradiction in plan.contradictions)
    for _, scores in plan.factors:
        yield from (when for when, _ in scores)
