"""What a report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.assessment.model import Assessment
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Response


@dataclass(frozen=True, slots=True)
class Record:
    """An assessment with the records that give its ids their texts."""

    assessment: Assessment
    policy: Policy
    questionnaire: Questionnaire
    response: Response
    assessment_digest: str
