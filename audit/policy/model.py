"""The policy as a frozen record (YAML)."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from audit.policy.exact import Exact
from audit.policy.lint.codes import LintCode
from audit.policy.provenance import Layered
from audit.policy.verdicts import DecisionRule, Inherent, LevelId, Rating, Residual
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Language, References, Slug, Version
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import Assurance

Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
ControlId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
Condition = dict[str, Any]
Weight = Annotated[Exact, Field(gt=0, le=1000)]
Share = Annotated[Exact, Field(ge=0, le=1)]


class AppliesTo(Model):
    """Which questionnaire versions a policy was written for (PEP 440 ranges)."""

    questionnaire: Slug
    versions: Annotated[str, Field(max_length=100)] = ">=0"


class Factors(Model):
    """What a pass is worth below the control's evidence floor, by assurance."""

    claimed: Share
    documented: Share
    independent: Share
    verified: Share


class KnockOut(Model):
    """The best rating still possible while a knock-out is not met."""

    rating: LevelId


class ResponseRules(Model):
    """What is asked of a response as a whole, beside its answers."""

    signature: Literal["optional", "required"] = "optional"


class Domain(Model):
    """A group of controls with its share of the total."""

    id: Slug
    title: Text
    weight: Weight


class Partial(Model):
    """The weaker condition that earns part of the credit."""

    credit: Annotated[Exact, Field(gt=0, lt=1)]
    rule: Condition


class Remediation(Model):
    """What closes the gap: text, days until due, person-days of effort."""

    text: Text
    days: Annotated[int, Field(ge=0, le=730)]
    effort: Annotated[Exact, Field(gt=0, le=10_000)] = Fraction(1)


class Control(Model):
    """One requirement and how answers meet it."""

    id: ControlId
    title: Text
    domain: Slug
    severity: Severity
    weight: Weight
    rationale: Text | None = None
    applies_when: Condition | None = None
    rule: Condition
    partial: Partial | None = None
    evidence_floor: Assurance = "claimed"
    not_applicable: Literal["refuse", "accept"] = "refuse"
    knock_out: StrictBool | KnockOut = False
    remediation: Remediation | None = None
    clause: Text | None = None
    references: References = Field(default_factory=dict)


class Contradiction(Model):
    """Answers that cannot all be true."""

    id: ControlId
    severity: Severity
    when: Condition
    finding: Text
    knock_out: StrictBool | KnockOut = False


class LintIgnore(Model):
    """Why remarks of the lint do not matter here; without subjects, none of a code."""

    code: LintCode
    subjects: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = ()
    reason: Text


class Policy(Model):
    """Controls, contradictions and the rules from score to decision."""

    id: Slug
    version: Version
    title: Text
    language: Language = "en"
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    publisher: str = ""
    date: Day
    applies_to: AppliesTo
    responses: ResponseRules = ResponseRules()
    assurance: Factors
    compensation: Share = Fraction(1, 2)
    knock_out: KnockOut
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    contradictions: tuple[Contradiction, ...] = ()
    inherent: Inherent
    ratings: Annotated[tuple[Rating, ...], Field(min_length=1)]
    residual: Residual
    decision: tuple[DecisionRule, ...]
    lint_ignore: tuple[LintIgnore, ...] = ()
    #: what it was made of, from the lowest on; written by the resolution of layers
    layers: tuple[Layered, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Control]:
        """Return every control by its id."""
        return {control.id: control for control in self.controls}

    def cap_of(self, knock_out: bool | KnockOut) -> str | None:
        """Return the rating that an unmet knock-out allows at best."""
        if isinstance(knock_out, KnockOut):
            return knock_out.rating
        return self.knock_out.rating if knock_out else None
