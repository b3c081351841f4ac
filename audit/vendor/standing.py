"""How a vendor stands on a day, and whom to look at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from audit.vendor.dues import Due, Terms, dues, next_assessment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.vendor.facts import VendorFacts

#: The most urgent first.
StandingName = Literal[
    "overdue",  # the re-assessment should have been made
    "to_assess",  # a response waits for the assessor
    "lapsed",  # evidence, an exception or the attestation ran out
    "waiting",  # the vendor was asked and has not answered
    "soon",  # something falls due within the window
    "in_order",
    "not_asked",  # nothing was asked or judged yet
    "closed",  # the card says rejected or ended
]
STANDINGS: tuple[StandingName, ...] = get_args(StandingName)
#: Decision → what the card's status should say once it was taken.
_AGREES = {
    "accept": {"approved", "in_assessment"},
    "accept_with_conditions": {"conditional", "in_assessment"},
    "reject": {"rejected", "in_assessment"},
}
_WORST = ("reject", "accept_with_conditions", "accept")


@dataclass(frozen=True, slots=True)
class Standing:
    """A vendor on a day: what is due, and the name for all of it.

    ``differs`` tells that the card's status is not what the newest decision says.
    """

    facts: VendorFacts
    name: StandingName
    dues: tuple[Due, ...]
    next: date | None
    differs: bool

    @property
    def trend(self) -> tuple[float, ...]:
        """Return the scores in order of their days, for drawing."""
        return tuple(float(judged.score) for judged in self.facts.assessments)


def standing(facts: VendorFacts, as_of: date, terms: Terms, soon: int = 90) -> Standing:
    """Return how a vendor stands; ``soon`` is the window ahead in days."""
    due = dues(facts, terms)
    last, status = facts.last, facts.card.status
    differs = (
        last is not None
        and status not in {"ended", "prospect"}
        and status not in _AGREES[last.decision]
    )
    ahead = as_of + timedelta(soon)
    return Standing(
        facts, _name(facts, due, as_of, ahead), due, next_assessment(facts), differs
    )


def _name(
    facts: VendorFacts, due: tuple[Due, ...], as_of: date, ahead: date
) -> StandingName:
    late = {item.kind for item in due if item.late(as_of)}
    kinds = {item.kind for item in due}
    holds: dict[StandingName, bool] = {
        "closed": facts.card.status in {"rejected", "ended"},
        "overdue": "reassessment" in late,
        "to_assess": "assessment" in kinds,
        "lapsed": bool(late & {"evidence", "exception", "attestation"}),
        "waiting": "response" in kinds,
        "soon": any(item.day <= ahead for item in due),
        "not_asked": not facts.assessments,
    }
    return next((name for name, true in holds.items() if true), "in_order")


def most_urgent_first(found: Iterable[Standing]) -> tuple[Standing, ...]:
    """Sort by urgency, then the worse decision, the lower score, the id."""
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Standing) -> tuple[int, int, float, str]:
    last = one.facts.last
    return (
        STANDINGS.index(one.name),
        _WORST.index(last.decision) if last else len(_WORST),
        float(last.score) if last else 0.0,
        one.facts.card.id,
    )
