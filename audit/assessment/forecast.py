"""What becomes of an assessment as days go by and no document changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from audit.assessment.assess import weigh
from audit.assessment.turning import turning_days
from audit.conditions.model import EvidenceTest, fields_read, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from audit.assessment.assess import Inputs, Weighed
    from audit.assessment.turning import Turn
    from audit.conditions.evaluate import Compiled
    from audit.policy.compile import CompiledControl, Plan


@dataclass(frozen=True, slots=True)
class Outlook:
    """The verdict of a day, the score exact."""

    score: Fraction
    rating: str
    residual: str
    decision: str


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the verdict changes, and what happens then."""

    day: date
    before: Outlook
    after: Outlook
    causes: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The verdict of the first day, and every change of it until the last.

    ``ends`` is the day from which the policy judges nobody, because leave to relax it
    ran out.
    """

    start: Outlook
    steps: tuple[Step, ...]
    ends: date | None = None


def forecast(plan: Plan, inputs: Inputs, until: date) -> Forecast:
    """Return every change of score, rating, residual risk or decision until a day."""
    ends = _policy_ends(plan, until)
    last = until if ends is None else ends - timedelta(days=1)
    before = weigh(plan, inputs)
    start = now = outlook(before)
    steps = []
    for day, happens in turning_days(plan, inputs, last).items():
        after = weigh(plan, replace(inputs, as_of=day))
        then = outlook(after)
        if then != now:
            causes = tuple(_telling(happens, before, after))
            steps.append(Step(day, now, then, causes))
        before, now = after, then
    return Forecast(start, tuple(steps), ends)


def outlook(found: Weighed) -> Outlook:
    """Return the part of a verdict that is foretold."""
    said = found.verdict
    score = said["scores"].score.exact
    return Outlook(score, said["rating"], said["residual"], said["decision"])


def _policy_ends(plan: Plan, until: date) -> date | None:
    ends = [
        item.expires + timedelta(days=1)
        for layer in plan.policy.layers
        for item in layer.relaxed
        if item.expires is not None and item.expires < until
    ]
    return min(ends, default=None)


def _telling(happens: list[Turn], before: Weighed, after: Weighed) -> list[Turn]:
    """Return what bears on a changed control; of a change elsewhere, all of it."""
    touched = _changed(before, after)
    reads = {i for control in touched for c in _conditions(control) for i in _read(c)}
    anything = any(_asks_for_evidence(c) for t in touched for c in _conditions(t))
    backs = {item.id: set(item.backs) for item in after.ground.evidence}
    waived = {control.control.id for control in touched}
    found = [
        turn
        for turn in happens
        if (
            turn.subject in waived
            if turn.kind.startswith("exception")
            else turn.subject in reads
            if turn.kind == "date_passed"
            else anything or reads & backs[turn.subject]
        )
    ]
    return found or happens


def _changed(before: Weighed, after: Weighed) -> list[CompiledControl]:
    sides = [
        {j.compiled.control.id: j[1:] for j in found.judged}
        for found in (before, after)
    ]
    controls = [*before.out_of_scope, *(j.compiled for j in before.judged)]
    return [
        c for c in controls if sides[0].get(c.control.id) != sides[1].get(c.control.id)
    ]


def _conditions(control: CompiledControl) -> Iterator[Compiled]:
    if control.applies is not None:
        yield control.applies
    yield from (way.condition for way in control.ways)


def _read(condition: Compiled) -> tuple[str, ...]:
    return fields_read(condition.node)


def _asks_for_evidence(condition: Compiled) -> bool:
    return any(
        isinstance(leaf, EvidenceTest) and leaf.answer is None
        for leaf in leaves(condition.node)
    )
