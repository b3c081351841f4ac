"""What the assessor adds to a response: a review and approved exceptions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from audit.policy.model import ControlId
from audit.questionnaire.model import Slug
from audit.questionnaire.types.base import Model
from audit.response.model import Digest, Line


class Judgement(Model):
    """The assessor's own verdict on one answer.

    ``confirmed`` accepts it (and is what an N/A needs to leave the score),
    ``rejected`` takes it away, ``raised`` states a better assurance than its evidence.
    """

    link_id: Slug
    verdict: Literal["confirmed", "rejected", "raised"]
    assurance: Literal["documented", "independent", "verified"] | None = None
    note: Annotated[str, Field(min_length=1, max_length=2000)]
    by: Line
    at: dt.date


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
    granted: dt.date
    expires: dt.date


class Exceptions(Model):
    """The exceptions granted to one vendor."""

    vendor: Line
    exceptions: tuple[ControlException, ...] = ()
