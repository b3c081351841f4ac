"""Changes to what a control weighs, wants and caps; its conditions stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.conditions.model import LEVELS
from audit.policy.model import KnockOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Contradiction, Control, Policy

    #: what is changed, how it is told, and the new values
    Setting = tuple[str, str, dict[str, Any]]


def settings(control: Control, policy: Policy) -> Iterator[Setting]:
    """Yield a control's settings, each changed a little or turned.

    What is alone in its domain has the whole domain, whatever it weighs.
    """
    alone = sum(other.domain == control.domain for other in policy.controls) == 1
    for weight in () if alone else (control.weight / 2, control.weight * 2):
        yield "weight", f"{control.weight} → {weight}", {"weight": weight}
    for floor in beside(LEVELS, control.evidence_floor):
        said = f"{control.evidence_floor} → {floor}"
        yield "evidence_floor", said, {"evidence_floor": floor}
    other = "accept" if control.not_applicable == "refuse" else "refuse"
    said = f"{control.not_applicable} → {other}"
    yield "not_applicable", said, {"not_applicable": other}
    yield from knock_outs(control, policy)


def knock_outs(item: Control | Contradiction, policy: Policy) -> Iterator[Setting]:
    """Yield the knock-out dropped or added, or its own cap at another rating."""
    if item.knock_out is False:
        yield "knock_out", "knock_out added", {"knock_out": True}
        return
    yield "knock_out", "knock_out dropped", {"knock_out": False}
    if isinstance(item.knock_out, KnockOut):
        cap = item.knock_out.rating
        for rating in beside(ranked(policy), cap):
            over = {"knock_out": KnockOut(rating=rating)}
            yield "knock_out/rating", f"{cap} → {rating}", over


def ranked(policy: Policy) -> tuple[str, ...]:
    """Return the ratings from the worst on."""
    ordered = sorted(policy.ratings, key=lambda rating: rating.min_score)
    return tuple(rating.id for rating in ordered)


def beside(ranks: tuple[str, ...], one: str) -> Iterator[str]:
    """Yield what stands directly below and above."""
    place = ranks.index(one)
    yield from ranks[max(place - 1, 0) : place]
    yield from ranks[place + 1 : place + 2]
