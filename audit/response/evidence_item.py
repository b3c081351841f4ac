"""The evidence items of a response, as the vendor lists them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from audit.questionnaire.types.base import Day, Model

EvidenceId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
Kind = Literal[
    "policy",
    "certificate",
    "report",
    "screenshot",
    "configuration",
    "log_sample",
    "contract",
    "attestation_letter",
    "site_visit",
    "diagram",
    "record",
    "other",
]
Assurance = Literal["claimed", "documented", "independent", "verified"]


class EvidenceItem(Model):
    """One document the vendor offers; ``file`` is relative to the response."""

    id: EvidenceId
    title: Annotated[str, Field(min_length=1, max_length=300)]
    kind: Kind
    issuer: Annotated[str, Field(max_length=300)] | None = None
    issued: Day | None = None
    expires: Day | None = None
    scope: Annotated[str, Field(max_length=1000)] | None = None
    file: Annotated[str, Field(min_length=1, max_length=300)]
    media_type: Annotated[str, Field(max_length=100)] | None = None
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    assurance_claimed: Assurance = "documented"
