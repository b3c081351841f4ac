"""Evidence as it was found: what the assessor's machine saw of each file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from audit.questionnaire.types.base import Model
from audit.response.evidence_item import EvidenceId


class Observation(Model):
    """What was found on disk for an evidence item; no digest when it was missing."""

    id: EvidenceId
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    size: Annotated[int, Field(ge=0)] | None = None
