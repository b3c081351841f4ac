"""A file of policy tests as a frozen record (YAML)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from audit.assessment.model import Status
from audit.policy.model import ControlId
from audit.policy.verdicts import Decision, LevelId, Percent
from audit.questionnaire.model import Slug
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import EvidenceId, Kind

Name = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Shown(Model):
    """An evidence item in short; ``found`` says whether its file is there."""

    id: EvidenceId
    kind: Kind = "record"
    assurance: Literal["claimed", "documented", "independent"] = "documented"
    issuer: str | None = None
    issued: Day | None = None
    expires: Day | None = None
    scope: str | None = None
    found: StrictBool = True
    backs: Literal["all"] | tuple[Slug, ...] = ()


class Given(Model):
    """What a vendor answers; what neither it nor the base says is unanswered."""

    base: Name | None = None
    answers: dict[str, Any] = Field(default_factory=dict)
    evidence: tuple[Shown, ...] = ()
    #: answers of which the assessor said that they hold
    confirmed: tuple[Slug, ...] = ()
    #: controls that an exception covers
    excepted: tuple[ControlId, ...] = ()


class Expected(Model):
    """What the case must come to; only what stands here is compared."""

    controls: dict[ControlId, Status] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    out_of_scope: tuple[ControlId, ...] = ()
    contradictions: tuple[ControlId, ...] | None = None
    open_contradictions: tuple[ControlId, ...] | None = None
    knock_outs: tuple[ControlId, ...] | None = None
    score: Percent | None = None
    verified: Percent | None = None
    rating: LevelId | None = None
    decision: Decision | None = None


class TestCase(Model):
    """A vendor's answers and what they must come to."""

    __test__ = False  # no test of the toolkit itself

    name: Name
    as_of: Day | None = None
    given: Given = Given()
    expect: Expected


class AcceptedMutant(Model):
    """A change to the policy that no case need notice, and why."""

    pointer: str
    mutation: Line
    reason: Line


class TestFile(Model):
    """Cases for one policy."""

    __test__ = False

    policy: Slug
    cases: Annotated[tuple[TestCase, ...], Field(min_length=1)]
    accepted_mutants: tuple[AcceptedMutant, ...] = ()
