"""What falls due about a vendor, and when."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from audit.conditions.quantities import parse_duration, parse_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.vendor.facts import VendorFacts

DueKind = Literal[
    "reassessment",
    "assessment",
    "response",
    "attestation",
    "evidence",
    "exception",
]
DUE_KINDS: tuple[DueKind, ...] = get_args(DueKind)
#: Nobody waits for anything from these.
_CLOSED = frozenset({"rejected", "ended"})


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things may take, in days, and how old an attestation may be."""

    respond_within: int = 30
    assess_within: int = 14
    attested_within: str = "12 mo"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do no later than on its day.

    ``subject`` is the id of the request, response, evidence item or control; of a
    re-assessment it is empty.
    """

    day: date
    kind: DueKind
    subject: str = ""
    title: str = ""

    def late(self, as_of: date) -> bool:
        """Tell whether the day is over."""
        return self.day < as_of


def dues(facts: VendorFacts, terms: Terms) -> tuple[Due, ...]:
    """Return everything that falls due, the earliest first."""
    if facts.card.status in _CLOSED:
        return ()
    return tuple(sorted(_dues(facts, terms), key=lambda due: (due.day, due.kind)))


def _dues(facts: VendorFacts, terms: Terms) -> Iterator[Due]:
    reassess = next_assessment(facts)
    if reassess is not None:
        yield Due(reassess, "reassessment")
    for asked in facts.open_requests:
        day = asked.issued + timedelta(terms.respond_within)
        yield Due(day, "response", asked.id)
    answered = facts.response
    if answered is not None:
        if not answered.assessed:
            day = answered.recorded + timedelta(terms.assess_within)
            yield Due(day, "assessment", answered.id)
        if answered.attested is not None:
            day = later(answered.attested, terms.attested_within)
            yield Due(day, "attestation", answered.id)
    for item in facts.evidence:
        yield Due(item.expires, "evidence", item.id, item.title)
    for item in facts.exceptions:
        yield Due(item.expires, "exception", item.id, item.title)


def next_assessment(facts: VendorFacts) -> date | None:
    """Return when the vendor is to be judged again.

    That is the day of the card, until an assessment was made on it or later; then the
    newest assessment's day and the card's interval decide.
    """
    card, last = facts.card, facts.last
    if card.next_due and (last is None or last.as_of < card.next_due):
        return card.next_due
    return later(last.as_of, card.reassess_every) if last else None


def later(day: date, length: str) -> date:
    """Return the day so much later; months and years go by the calendar."""
    window = parse_window(length)
    try:
        if window and window[1] in {"mo", "a"}:
            count = window[0] * (12 if window[1] == "a" else 1)
            year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last))
        return day + timedelta(hours=int(parse_duration(length) or 0))
    except (OverflowError, ValueError):  # beyond the calendar
        return date.max
