"""The assessment as a frozen record: every number exact, every point traced."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_serializer

from audit.assessment.inputs import ControlException, SignatureFact, Verdict
from audit.conditions.explain import Trace
from audit.evidence.assess import Status as EvidenceStatus
from audit.policy.exact import Exact
from audit.policy.model import Severity
from audit.policy.verdicts import Decision
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import Assurance

Status = Literal[
    "pass", "partial", "fail", "unknown", "not_applicable", "excepted", "error"
]
#: Why a control came out as it did, for texts in any language.
Reason = Literal[
    "rule_met",
    "partly_met",
    "rule_not_met",
    "not_answered",
    "not_shown",
    "rejected_by_review",
    "not_applicable_accepted",
    "not_applicable_unconfirmed",
    "not_applicable_refused",
    "excepted",
]


class Subject(Model):
    """A document that went into the assessment, by id, version and digest."""

    id: str
    version: str
    digest: str


class Points(Model):
    """An exact number and how it is shown: rounded half-even to 0.1."""

    exact: Exact

    @model_serializer
    def _both(self) -> dict[str, str]:
        return {"exact": str(self.exact), "shown": self.shown}

    @property
    def shown(self) -> str:
        """Return the number with one decimal."""
        tenths = round(self.exact * 10)  # Fraction rounds half to even
        sign = "-" if tenths < 0 else ""
        return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


class Scores(Model):
    """The scores, each in [0, 100]; verified ≤ score ≤ claimed."""

    score: Points
    claimed: Points
    verified: Points
    before_exceptions: Points


class ControlResult(Model):
    """What one control came to, and the points it gave and could have given."""

    id: str
    domain: str
    severity: Severity
    status: Status
    reason: Reason
    weight: Exact
    credit: Exact
    assurance: Assurance
    factor: Exact
    points: Points
    possible: Points
    reads: tuple[str, ...]
    trace: Trace
    partial_trace: Trace | None = None
    knock_out: bool = False


class OutOfScope(Model):
    """A control that left the scope, and the answers that took it out."""

    id: str
    reads: tuple[str, ...]
    trace: Trace


class DomainResult(Model):
    """A domain's scores; None where no control of it applies."""

    id: str
    weight: Exact
    controls: int
    score: Points | None
    claimed: Points | None
    verified: Points | None


class UnmetKnockOut(Model):
    """A knock-out that is not met and the best rating it leaves."""

    kind: Literal["signature", "control", "contradiction"]
    id: str
    status: Status
    rating: str


class Contradicted(Model):
    """A contradiction found in the answers."""

    id: str
    severity: Severity
    reads: tuple[str, ...]
    trace: Trace


class EvidenceResult(Model):
    """One evidence item: its status on the day, its level and what it backs."""

    id: str
    status: EvidenceStatus
    assurance: Assurance
    sha256: str | None
    backs: tuple[str, ...]


class NotApplicableClaim(Model):
    """A question the vendor called not applicable."""

    link_id: str
    justification: str
    confirmed: bool


class FactorResult(Model):
    """Points of an inherent factor; ``assumed`` when silence set them."""

    id: str
    points: int
    assumed: bool


class InherentResult(Model):
    """Inherent risk: points and tier."""

    points: int
    tier: str
    factors: tuple[FactorResult, ...]


class AnswerResult(Model):
    """An answer's state and assurance on the day."""

    state: str
    assurance: Assurance
    review: Verdict | None = None
    contradicted: bool = False


class AppliedException(Model):
    """An exception and whether it was in force on the day."""

    exception: ControlException
    in_force: bool


class Assessment(Model):
    """The result of judging one response by one policy on one day."""

    format: Literal["audit-assessment/1"] = "audit-assessment/1"
    engine: str
    as_of: Day
    questionnaire: Subject
    policy: Subject
    response: Subject
    vendor: str
    decision: Decision
    rating: str
    rating_before_knock_outs: str
    residual: str
    inherent: InherentResult
    scores: Scores
    gaming_index: Points
    asked: int
    answered: int
    coverage: Points
    knock_outs: tuple[UnmetKnockOut, ...]
    domains: tuple[DomainResult, ...]
    controls: tuple[ControlResult, ...]
    out_of_scope: tuple[OutOfScope, ...]
    contradictions: tuple[Contradicted, ...]
    #: contradictions that only silence leaves open; they weigh like found ones
    open_contradictions: tuple[str, ...] = ()
    exceptions: tuple[AppliedException, ...]
    evidence: tuple[EvidenceResult, ...]
    not_applicable: tuple[NotApplicableClaim, ...]
    answers: dict[str, AnswerResult]
    #: None only in cases from before responses could be signed
    signature: SignatureFact | None = None

    def plain(self) -> dict[str, Any]:
        """Return the JSON form whose canonical bytes are replayed."""
        return self.model_dump(mode="json", exclude_none=True)
