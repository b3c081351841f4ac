"""Changes to contradictions: dropped, told of other answers, or another knock-out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.policy.check import check
from audit.workbench.testing.control_settings import knock_outs
from audit.workbench.testing.mutants import Mutation, conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Contradiction, Policy
    from audit.questionnaire.model import Questionnaire

#: Of a longer list only the first item is left out: each would want a case of its own.
LONG = 10


@dataclass(frozen=True, slots=True)
class ContradictionMutant:
    """A contradiction changed in one place, or left out."""

    number: int
    pointer: str
    mutation: str
    changed: Contradiction
    dropped: bool = False


def contradiction_mutants(
    policy: Policy, questionnaire: Questionnaire
) -> tuple[ContradictionMutant, ...]:
    """Return the mutants of all contradictions that still pass the policy's check."""
    found = [
        mutant
        for number, item in enumerate(policy.contradictions)
        for mutant in _of(item, number, policy)
    ]
    tried = policy.model_copy(
        update={"contradictions": tuple(m.changed for m in found)}
    )
    refused = {
        int(problem.pointer.split("/")[2])
        for problem in check(tried, questionnaire)
        if problem.pointer.startswith("/contradictions/")
        and problem.code != "id-duplicate"
    }
    return tuple(m for number, m in enumerate(found) if number not in refused)


def _of(
    item: Contradiction, number: int, policy: Policy
) -> Iterator[ContradictionMutant]:
    pointer = f"/contradictions/{number}"
    said = "contradiction dropped"
    yield ContradictionMutant(number, pointer, said, item, dropped=True)
    for found in _told_apart(conditions(item.when, f"{pointer}/when")):
        copy = item.model_copy(update={"when": found.condition})
        yield ContradictionMutant(number, found.pointer, found.mutation, copy)
    for place, said, over in knock_outs(item, policy):
        copy = item.model_copy(update=over)
        yield ContradictionMutant(number, f"{pointer}/{place}", said, copy)


def _told_apart(found: Iterator[Mutation]) -> Iterator[Mutation]:
    every = list(found)
    lists = Counter(_list_of(mutation) for mutation in every)
    for mutation in every:
        place = _list_of(mutation)
        if not place or lists[place] <= LONG or mutation.pointer == f"{place}/0":
            yield mutation


def _list_of(mutation: Mutation) -> str:
    """Return the place of the list that an item is dropped from."""
    dropped = " dropped from " in mutation.mutation
    return mutation.pointer.rpartition("/")[0] if dropped else ""
