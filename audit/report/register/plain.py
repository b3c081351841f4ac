"""The portfolio for programs: JSON data and rows, in codes whatever the language."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from audit.report.register.portfolio import Portfolio
    from audit.vendor.dues import Due
    from audit.vendor.facts import Judged
    from audit.vendor.standing import Standing

HEADER = (
    "vendor", "name", "country", "owner", "status", "standing", "differs", "response",
    "authored", "as_of", "policy", "decision", "rating", "residual", "inherent",
    "score", "verified", "claimed", "next", "due", "due_kind", "due_subject",
)  # fmt: skip


def portfolio_plain(found: Portfolio) -> dict[str, Any]:
    """Return everything that the portfolio tells."""
    return {
        "as_of": found.as_of.isoformat(),
        "soon_days": found.soon,
        "vendors": [_vendor(one, found.as_of) for one in found.standings],
    }


def portfolio_rows(found: Portfolio) -> Iterator[tuple[Any, ...]]:
    """Yield one row a vendor under ``HEADER``, with the first thing that is due."""
    for one in found.standings:
        facts, last = one.facts, one.facts.last
        card, answered = facts.card, facts.response
        due = one.dues[0] if one.dues else None
        yield (
            card.id,
            card.name,
            card.country,
            card.owner,
            card.status,
            one.name,
            "yes" if one.differs else "no",
            *((answered.id, answered.authored) if answered else ("", "")),
            *((last.as_of, last.policy, last.decision) if last else ("",) * 3),
            *((last.rating, last.residual) if last else ("",) * 2),
            facts.inherent,
            *((last.score, last.verified, last.claimed) if last else ("",) * 3),
            one.next,
            *((due.day, due.kind, due.subject) if due else ("",) * 3),
        )


def judged_plain(judged: Judged) -> dict[str, Any]:
    """Return an assessment's facts."""
    numbers = ("score", "verified", "claimed")
    return asdict(judged) | {
        "as_of": judged.as_of.isoformat(),
        **{name: str(getattr(judged, name)) for name in numbers},
    }


def _vendor(one: Standing, as_of: date) -> dict[str, Any]:
    facts = one.facts
    answered = facts.response
    return {
        "card": facts.card.model_dump(mode="json"),
        "standing": one.name,
        "differs": one.differs,
        "response": None
        if answered is None
        else {
            "id": answered.id,
            "questionnaire": answered.questionnaire,
            "recorded": answered.recorded.isoformat(),
            "authored": answered.authored.isoformat(),
            "attested": _day(answered.attested),
            "assessed": answered.assessed,
        },
        "inherent": facts.inherent,
        "assessments": [judged_plain(judged) for judged in facts.assessments],
        "next": _day(one.next),
        "due": [_due(due, as_of) for due in one.dues],
    }


def _due(due: Due, as_of: date) -> dict[str, Any]:
    return asdict(due) | {"day": due.day.isoformat(), "late": due.late(as_of)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
