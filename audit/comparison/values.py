"""What every criterion is worth for one candidate: exact, and silence is worth nothing.

A candidate is valued on its own: no other candidate, and no other's price, can change
what it comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.assessment.model import Points
from audit.comparison.criteria import (
    AnswerMeasure,
    AnyMeasure,
    AssessmentMeasure,
    Criteria,
    OptionMeasure,
    PriceMeasure,
)
from audit.comparison.marks import chosen, on_line, read_amount, read_mark
from audit.comparison.model import CriterionValue, MeasureValue
from audit.conditions.model import LEVELS
from audit.response.answers import read_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.assessment.model import Assessment
    from audit.offer.cost import Cost
    from audit.policy.compile import Plan
    from audit.response.model import Response

ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one candidate; ``answers`` are in comparable form."""

    plan: Plan
    assessment: Assessment
    answers: Mapping[str, Any]
    cost: Cost | None = None


class Interval(NamedTuple):
    """A value between what evidence bears out and what is claimed."""

    low: Fraction
    value: Fraction
    high: Fraction


def known_of(
    plan: Plan, response: Response, assessment: Assessment, cost: Cost | None = None
) -> Known:
    """Gather what is known of a candidate on the day of its assessment."""
    book = read_answers(response, plan.questionnaire, plan.gates, assessment.as_of)
    return Known(plan, assessment, book.values, cost)


def criterion_values(criteria: Criteria, known: Known) -> tuple[CriterionValue, ...]:
    """Return the criteria's values: each the weighted mean of its measures."""
    found = []
    for criterion in criteria.criteria:
        measures = tuple(_measured(measure, known) for measure in criterion.measures)
        mean = _mean((m.weight, _interval(m)) for m in measures)
        found.append(
            CriterionValue(id=criterion.id, measures=measures, **_points(mean))
        )
    return tuple(found)


def total(criteria: Criteria, values: Iterable[CriterionValue]) -> Interval:
    """Return the weighted mean of the criteria's values."""
    weights = {criterion.id: criterion.weight for criterion in criteria.criteria}
    return _mean((weights[value.id], _interval(value)) for value in values)


def _mean(parts: Iterable[tuple[Fraction, Interval]]) -> Interval:
    weighed = tuple(parts)
    whole = sum((weight for weight, _ in weighed), ZERO)
    low, value, high = (
        sum((weight * interval[end] for weight, interval in weighed), ZERO) / whole
        for end in range(3)
    )
    return Interval(low, value, high)


def _interval(found: CriterionValue | MeasureValue) -> Interval:
    return _ends(found.low, found.value, found.high)


def _points(interval: Interval) -> dict[str, Any]:
    return {name: Points(exact=exact) for name, exact in interval._asdict().items()}


def _measured(measure: AnyMeasure, known: Known) -> MeasureValue:
    if isinstance(measure, AssessmentMeasure):
        return _assessed(measure, known.assessment)
    if isinstance(measure, PriceMeasure):
        return _priced(measure, known.cost)
    return _answered(measure, known)


def _assessed(measure: AssessmentMeasure, assessment: Assessment) -> MeasureValue:
    """Take the domain's scores, or the whole's where none of its controls applies.

    The assessment leaves such a domain out of its mean, which is the same.
    """
    whole = assessment.scores
    interval = _ends(whole.verified, whole.score, whole.claimed)
    for own in assessment.domains:
        if own.id == measure.domain and own.verified and own.score and own.claimed:
            interval = _ends(own.verified, own.score, own.claimed)
    return _value(measure, measure.domain or "score", interval.value, interval)


def _ends(low: Points, value: Points, high: Points) -> Interval:
    return Interval(low.exact, value.exact, high.exact)


def _priced(measure: PriceMeasure, cost: Cost | None) -> MeasureValue:
    if cost is None:
        return _value(measure, measure.scenario, None, Interval(ZERO, ZERO, ZERO))
    month = cost.of(measure.scenario).month
    worth = on_line(month, measure.worst, measure.best)
    return _value(measure, measure.scenario, month, Interval(worth, worth, worth))


def _answered(measure: AnswerMeasure | OptionMeasure, known: Known) -> MeasureValue:
    """Discount an answer below the floor; one that was rejected is no answer."""
    link_id = measure.answer
    found = known.assessment.answers[link_id]
    if link_id not in known.answers or found.review == "rejected":
        return _value(measure, link_id, None, Interval(ZERO, ZERO, ZERO))
    reading, worth = _read(measure, known)
    level = LEVELS.index(found.assurance)
    if level >= LEVELS.index(measure.evidence_floor):
        return _value(measure, link_id, reading, Interval(worth, worth, worth))
    factor = known.plan.worth[level]
    interval = Interval(ZERO, worth * factor, worth)
    return _value(measure, link_id, reading, interval, factor)


def _read(
    measure: AnswerMeasure | OptionMeasure, known: Known
) -> tuple[Fraction, Fraction]:
    """Return the reading of an answer and what it is worth as claimed."""
    answer = known.answers[measure.answer]
    if isinstance(measure, OptionMeasure):
        added = sum((measure.values[code] for code in chosen(answer)), ZERO)
        return added, min(added, HUNDRED)
    question = known.plan.questionnaire.questions[measure.answer]
    worst, best = (read_mark(question, m) for m in (measure.worst, measure.best))
    if worst is None or best is None:
        raise ValueError(f"the line of {measure.answer} was not checked")
    reading = read_amount(answer)
    return reading, on_line(reading, worst, best)


def _value(
    measure: AnyMeasure,
    subject: str,
    reading: Fraction | None,
    interval: Interval,
    factor: Fraction = ONE,
) -> MeasureValue:
    return MeasureValue(
        subject=subject,
        kind=measure.kind,
        weight=measure.weight,
        reading=reading,
        factor=factor,
        **_points(interval),
    )
