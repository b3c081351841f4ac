"""What the assessor adds to a response: review, exceptions, who signed it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from audit.policy.model import ControlId
from audit.questionnaire.model import Slug
from audit.questionnaire.types.base import Day, Model
from audit.response.model import Digest, Line

#: The assessor's own verdict on one answer.
Verdict = Literal["confirmed", "rejected", "raised"]


class SignatureFact(Model):
    """What was found out about the vendor's signature before the assessment.

    ``signed`` means verified: by this key, which the list of keys gives to this person
    of this organisation in this role. ``statement_digest`` is of the signed bytes.
    """

    status: Literal["signed", "unsigned"]
    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    name: Line | None = None
    organisation: Line | None = None
    role: Line | None = None
    signed_at: AwareDatetime | None = None
    statement_digest: Digest | None = None


class Judgement(Model):
    """The assessor's own verdict on one answer.

    ``confirmed`` accepts it (and is what an N/A needs to leave the score),
    ``rejected`` takes it away, ``raised`` states a better assurance than its evidence.
    """

    link_id: Slug
    verdict: Verdict
    assurance: Literal["documented", "independent", "verified"] | None = None
    note: Annotated[str, Field(min_length=1, max_length=2000)]
    by: Line
    at: Day


class Review(Model):
    """The assessor's judgements on one exact response."""

    response_digest: Digest
    judgements: tuple[Judgement, ...] = ()


class ControlException(Model):
    """An approved, expiring waiver of one control."""

    control: ControlId
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    compensating_control: Annotated[str, Field(min_length=1, max_length=2000)]
    approver: Line
    granted: Day
    expires: Day


class Exceptions(Model):
    """The exceptions granted to one vendor."""

    vendor: Line
    exceptions: tuple[ControlException, ...] = ()
