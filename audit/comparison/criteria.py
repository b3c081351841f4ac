"""What the buyer weighs candidates by, as a frozen record (YAML)."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from audit.offer.demand import ScenarioName
from audit.offer.model import Currency
from audit.policy.exact import Exact
from audit.policy.model import Weight
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.names import OptionCode
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import Assurance

#: 0 … 100, what an answer is worth.
Worth = Annotated[Exact, Field(ge=0, le=100)]
#: A number, or a quantity with its unit such as ``"30 d"``; the question tells which.
Mark = Annotated[Any, WithJsonSchema({"type": ["number", "string"]})]


class Measure(Model):
    """One thing that is measured for a criterion, worth 0 … 100."""

    weight: Weight = Fraction(1)


class AssessmentMeasure(Measure):
    """The assessment's score, or that of one domain.

    The whole score stands in for a domain none of whose controls applies.
    """

    kind: Literal["assessment"]
    domain: Slug | None = None


class AnswerMeasure(Measure):
    """A number or duration in an answer, on the line from ``worst`` (0) to ``best``.

    In a table the rows are counted. Below the floor an answer is worth the policy's
    factor for its assurance, as a control is.
    """

    kind: Literal["answer"]
    answer: Slug
    worst: Mark
    best: Mark
    evidence_floor: Assurance = "claimed"


class OptionMeasure(Measure):
    """What each option of a choice is worth, or adds in a multiple choice (≤ 100).

    The options of a yes/no question are ``yes`` and ``no``.
    """

    kind: Literal["options"]
    answer: Slug
    values: Annotated[dict[OptionCode, Worth], Field(min_length=1)]
    evidence_floor: Assurance = "claimed"


class PriceMeasure(Measure):
    """The cost of an average month, from ``worst`` (worth 0) to ``best`` (100).

    ``currency`` is that of the demand: the two prices mean nothing without it.
    """

    kind: Literal["price"]
    scenario: ScenarioName = "base"
    currency: Currency
    worst: Annotated[Exact, Field(gt=0)]
    best: Annotated[Exact, Field(ge=0)]


AnyMeasure = Annotated[
    AssessmentMeasure | AnswerMeasure | OptionMeasure | PriceMeasure,
    Field(discriminator="kind"),
]


class Criterion(Model):
    """A criterion with its weight; its value is the weighted mean of its measures."""

    id: Slug
    title: Text
    weight: Weight
    measures: Annotated[tuple[AnyMeasure, ...], Field(min_length=1)]


class Criteria(Model):
    """The criteria and the answers that are shown side by side as they are."""

    id: Slug
    version: Version
    title: Text
    date: Day
    questionnaire: Slug
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
    facts: tuple[Slug, ...] = ()
