"""A vendor's assessments over time, and why one came out unlike the one before."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.assessment.assess import Inputs
from audit.assessment.diff import diff
from audit.assessment.reading import read_assessment
from audit.assessment.turning import turning_days
from audit.assessment.why import Between
from audit.conditions.model import fields_read
from audit.registering.folding import facts_of
from audit.registering.overview import policies_of
from audit.registering.plans import Plans
from audit.registering.shelf import Shelf
from audit.report.register.trend import Move, Trend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.model import Assessment
    from audit.policy.compile import Plan
    from audit.register.store import Register
    from audit.response.model import Response
    from audit.vendor.facts import Judged


def trend_of(register: Register, vendor: str) -> Trend:
    """Return a vendor's assessments and what changed between those by one policy."""
    facts = facts_of(register, vendor)
    historian = _Historian(register, vendor)
    by_policy: dict[str, list[Judged]] = {}
    for judged in facts.assessments:
        by_policy.setdefault(judged.policy.partition("@")[0], []).append(judged)
    moves = [
        historian.move(before, after)
        for judged in by_policy.values()
        for before, after in pairwise(judged)
    ]
    names = {judged.policy for judged in facts.assessments}
    return Trend(
        card=facts.card,
        assessments=facts.assessments,
        moves=tuple(sorted(moves, key=lambda m: (m.after.as_of, m.after.number))),
        policies=policies_of(register, names),
    )


class _Historian:
    """Reads recorded assessments with the documents they were made from."""

    def __init__(self, register: Register, vendor: str) -> None:
        self.register = register
        self.plans = Plans(Shelf(register))
        self.responses = {
            found.document.digest: response
            for found, response in Shelf(register).responses(vendor)
        }

    def move(self, before: Judged, after: Judged) -> Move:
        """Return what changed between two assessments, and why."""
        old, new = self.assessment(before), self.assessment(after)
        plans = [self.plan(one) for one in (old, new)]
        sides = [self.responses.get(one.response.digest) for one in (old, new)]
        between = Between(
            before=old,
            after=new,
            reads=_reads(plans),
            answers=frozenset(_changed(*sides)),
            redefined=frozenset(_redefined(*plans)),
            dated=frozenset(_dated(plans[1], sides[1], old, new)),
        )
        found = diff(old, new, between.answers)
        why = {change.id: between.why(change) for change in found.controls}
        return Move(before, after, found, why)

    def assessment(self, judged: Judged) -> Assessment:
        """Return the record of an assessment."""
        raw = self.register.read(self.register.record(judged.number))
        return read_assessment(json.loads(raw))

    def plan(self, found: Assessment) -> Plan:
        """Return the policy that an assessment was made by, compiled."""
        policy = self.plans.policy(f"{found.policy.id}@{found.policy.version}")
        asked = found.questionnaire
        return self.plans.plan(
            policy, self.plans.questionnaire(asked.id, asked.version)
        )


def _reads(plans: list[Plan]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for plan in plans:
        for control in plan.controls:
            read = found.setdefault(control.control.id, set())
            read.update(control.reads)
            if control.applies is not None:
                read.update(fields_read(control.applies.node))
    return {name: frozenset(read) for name, read in found.items()}


def _changed(before: Response | None, after: Response | None) -> Iterator[str]:
    if before is None or after is None:
        return
    for name in before.answers.keys() | after.answers.keys():
        old, new = before.answers.get(name), after.answers.get(name)
        said = [
            (one.state, one.value, one.carried) if one else None for one in (old, new)
        ]
        if said[0] != said[1]:
            yield name


def _redefined(before: Plan, after: Plan) -> Iterator[str]:
    old, new = before.policy.by_id, after.policy.by_id
    worths = [(p.policy.assurance, p.policy.compensation) for p in (before, after)]
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name) or worths[0] != worths[1]:
            yield name


def _dated(
    plan: Plan, response: Response | None, before: Assessment, after: Assessment
) -> Iterator[str]:
    """Yield answers in which a date came due from one day to the other."""
    if response is None or after.as_of <= before.as_of:
        return
    inputs = Inputs(response, after.response.digest, before.as_of)
    for turns in turning_days(plan, inputs, after.as_of).values():
        yield from (turn.subject for turn in turns if turn.kind == "date_passed")
