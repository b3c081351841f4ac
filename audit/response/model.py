"""The vendor's response: answers, evidence list and attestation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from audit.questionnaire.model import Language, Slug, Version
from audit.questionnaire.types.base import Day, Model
from audit.response.evidence_item import EvidenceId, EvidenceItem

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(max_length=2000)]
#: ``unanswered`` is a blank form's placeholder and the same as leaving the answer out.
State = Literal["answered", "not_applicable", "unknown", "declined", "unanswered"]


class QuestionnaireRef(Model):
    """Which questionnaire was answered; the digest pins its exact content."""

    id: Slug
    version: Version
    digest: Digest | None = None


class Contact(Model):
    """A person to turn to."""

    name: Line
    role: Line | None = None
    email: Line | None = None
    phone: Line | None = None


class Vendor(Model):
    """The company that answers."""

    name: Line
    registration_no: Line | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    contact: Contact | None = None


class Respondent(Model):
    """One person who filled in answers."""

    id: Line
    name: Line
    role: Line | None = None
    email: Line | None = None


class Answer(Model):
    """One answer: a state, and a value when the state is ``answered``.

    ``carried`` marks one taken over from an earlier response. It counts as unanswered
    until the vendor confirms it by removing the mark.
    """

    value: Any = None
    state: State
    carried: StrictBool = False
    justification: Paragraph | None = None
    comment: Paragraph | None = None
    evidence: tuple[EvidenceId, ...] = ()
    respondent: Line | None = None


class Request(Model):
    """The assessor's request that a response answers; the nonce is never reused."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,79}$")]
    nonce: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,64}$")]


class Attestation(Model):
    """The signatory's statement that the answers are true and complete."""

    name: Line
    role: Line
    date: Day
    statement: Annotated[str, Field(min_length=1, max_length=4000)]


class Response(Model):
    """A vendor's filled questionnaire (JSON)."""

    schema_: Annotated[str | None, Field(alias="$schema")] = None
    response_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,79}$")]
    questionnaire: QuestionnaireRef
    request: Request | None = None
    sequence: Annotated[int, Field(ge=1, le=9999)] = 1
    vendor: Vendor
    authored: Day
    respondents: tuple[Respondent, ...] = ()
    language: Language = "en"
    answers: dict[str, Answer]
    evidence: tuple[EvidenceItem, ...] = ()
    attestation: Attestation | None = None
    amends: Digest | None = None
