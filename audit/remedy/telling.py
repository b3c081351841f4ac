"""Which answers cost a control its points, and who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.conditions.explain import walk
from audit.conditions.model import LEVELS, fields_read
from audit.conditions.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.assessment.model import Assessment, ControlResult
    from audit.policy.model import Control
    from audit.response.model import Response


@dataclass(frozen=True, slots=True)
class Owner:
    """The person of the vendor who takes care of a gap; ``name`` may be the company."""

    name: str
    role: str = ""
    reach: str = ""


def telling_answers(
    result: ControlResult, control: Control, found: Assessment
) -> tuple[str, ...]:
    """Return the questions whose answers decided against the control, worst first.

    Where the rule holds these are the answers with too little evidence, the weakest
    first, or those that leave open whether the control applies.
    """
    leaves = [t for t in walk(result.trace) if t.subject and not t.parts and t.deciding]
    if result.trace.truth == "true":
        if result.status == "unknown":
            return _silent(control, found)
        floor = LEVELS.index(control.evidence_floor)
        leaves = [t for t in leaves if LEVELS.index(t.level) < floor]
        leaves.sort(key=lambda t: LEVELS.index(t.level))
    named = dict.fromkeys(t.subject for t in leaves if t.subject)
    return tuple(named) or result.reads


def _silent(control: Control, found: Assessment) -> tuple[str, ...]:
    read = fields_read(parse(control.applies_when)) if control.applies_when else ()
    return tuple(i for i in read if found.answers[i].state != "answered") or read


def owner_of(answers: Iterable[str], response: Response) -> Owner:
    """Return who gave the first of the answers, else the vendor's contact."""
    people = {person.id: person for person in response.respondents}
    first = response.answers.get(next(iter(answers), ""))
    person = people.get(first.respondent or "") if first else None
    if person is not None:
        return Owner(person.name, person.role or "", person.email or "")
    contact = response.vendor.contact
    if contact is not None:
        reach = contact.email or contact.phone or ""
        return Owner(contact.name, contact.role or "", reach)
    return Owner(response.vendor.name)
