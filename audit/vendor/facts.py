"""What documents tell of one vendor, reduced to what has a day or a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.vendor.model import VendorCard


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that the vendor was sent."""

    id: str
    issued: date


@dataclass(frozen=True, slots=True)
class Answered:
    """The newest response; ``assessed`` tells whether it was judged since it came."""

    id: str
    questionnaire: str
    recorded: date
    authored: date
    attested: date | None
    assessed: bool


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Evidence (by its id) or an exception (by its control), good to its last day."""

    id: str
    title: str
    expires: date


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment as its record tells it; the numbers are as shown."""

    number: int
    as_of: date
    policy: str
    response: str
    score: Decimal
    verified: Decimal
    claimed: Decimal
    rating: str
    residual: str
    decision: str


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """Everything about one vendor that statuses and dates are counted from.

    ``assessments`` go by their day; ``open_requests`` are those nobody answered yet;
    ``inherent`` is the tier of the newest assessment.
    """

    card: VendorCard
    response: Answered | None = None
    open_requests: tuple[Asked, ...] = ()
    evidence: tuple[Lapsing, ...] = ()
    exceptions: tuple[Lapsing, ...] = ()
    assessments: tuple[Judged, ...] = ()
    inherent: str | None = None

    @property
    def last(self) -> Judged | None:
        """Return the newest assessment."""
        return self.assessments[-1] if self.assessments else None
