"""What a comparison report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.comparison.criteria import Criteria
    from audit.comparison.exposure import Exposure
    from audit.comparison.model import Comparison
    from audit.offer.demand import Demand
    from audit.offer.model import Offer
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """A comparison with the records that give its ids their texts.

    ``offers`` are by candidate id.
    """

    comparison: Comparison
    policy: Policy
    questionnaire: Questionnaire
    comparison_digest: str
    demand: Demand | None = None
    criteria: Criteria | None = None
    exposure: Exposure | None = None
    offers: Mapping[str, Offer] | None = None
