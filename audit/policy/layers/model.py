"""A layer: the policy it extends and what it adds, overrides and removes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from audit.policy.model import (
    Condition,
    Contradiction,
    Control,
    ControlId,
    Domain,
    Factors,
    KnockOut,
    LintIgnore,
    Partial,
    Remediation,
    ResponseRules,
    Severity,
    Share,
    Weight,
)
from audit.policy.provenance import Approver, Digest, Subject
from audit.policy.verdicts import DecisionRule, Inherent, Rating, Residual
from audit.questionnaire.localisation import Text
from audit.questionnaire.model import References, Slug, Version
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import Assurance


class Extends(Model):
    """The policy below: its id or its path from the layer's own folder."""

    policy: Annotated[str, Field(min_length=1, max_length=300)]
    #: ``1.0.0`` or a range (PEP 440)
    version: Annotated[str, Field(min_length=1, max_length=100)]
    digest: Digest | None = None


class ControlChange(Model):
    """Fields of a control that take the place of those below; null takes one away."""

    title: Text | None = None
    domain: Slug | None = None
    severity: Severity | None = None
    weight: Weight | None = None
    rationale: Text | None = None
    applies_when: Condition | None = None
    rule: Condition | None = None
    partial: Partial | None = None
    evidence_floor: Assurance | None = None
    not_applicable: Annotated[str, Field(pattern="^(refuse|accept)$")] | None = None
    knock_out: StrictBool | KnockOut | None = None
    remediation: Remediation | None = None
    clause: Text | None = None
    references: References | None = None


class ContradictionChange(Model):
    """Fields of a contradiction that take the place of those below."""

    severity: Severity | None = None
    when: Condition | None = None
    finding: Text | None = None
    knock_out: StrictBool | KnockOut | None = None


class DomainChange(Model):
    """Fields of a domain that take the place of those below."""

    title: Text | None = None
    weight: Weight | None = None


class Removal(Model):
    """What is not asked any more, and who answers for it."""

    id: ControlId
    reason: Text
    approver: Approver
    expires: Day | None = None


class ControlEdits(Model):
    """What becomes of the controls below."""

    add: tuple[Control, ...] = ()
    override: dict[ControlId, ControlChange] = Field(default_factory=dict)
    remove: tuple[Removal, ...] = ()


class ContradictionEdits(Model):
    """What becomes of the contradictions below."""

    add: tuple[Contradiction, ...] = ()
    override: dict[ControlId, ContradictionChange] = Field(default_factory=dict)
    remove: tuple[Removal, ...] = ()


class DomainEdits(Model):
    """What becomes of the domains below; one without controls weighs nothing."""

    add: tuple[Domain, ...] = ()
    override: dict[Slug, DomainChange] = Field(default_factory=dict)


class AllowRelax(Model):
    """Leave to be milder: in what, why, by whom and until when."""

    subjects: Annotated[tuple[Subject, ...], Field(min_length=1)]
    reason: Text
    approver: Approver
    expires: Day | None = None


class Layer(Model):
    """A policy told by what it changes in another one.

    A part that stands here (``assurance``, ``decision`` …) replaces the whole part.
    """

    id: Slug
    version: Version
    title: Text
    publisher: str = ""
    date: Day
    extends: Extends
    responses: ResponseRules | None = None
    assurance: Factors | None = None
    compensation: Share | None = None
    knock_out: KnockOut | None = None
    domains: DomainEdits = DomainEdits()
    controls: ControlEdits = ControlEdits()
    contradictions: ContradictionEdits = ContradictionEdits()
    inherent: Inherent | None = None
    ratings: tuple[Rating, ...] | None = None
    residual: Residual | None = None
    decision: tuple[DecisionRule, ...] | None = None
    lint_ignore: tuple[LintIgnore, ...] | None = None
    allow_relax: tuple[AllowRelax, ...] = ()
