"""Do the cases notice small changes to the policy? Those that none does survive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.errors import Problem
from audit.workbench.testing.bench import bench_of
from audit.workbench.testing.noticing import (
    contradiction_noticed,
    control_noticed,
    policy_noticed,
    verdict_noticed,
)
from audit.workbench.testing.policy_settings import policy_settings
from audit.workbench.testing.sameness import same_everywhere, told_the_same
from audit.workbench.testing.verdict_mutants import sound, verdict_mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.workbench.testing.bench import Bench
    from audit.workbench.testing.contradiction_mutants import ContradictionMutant
    from audit.workbench.testing.loading import Ready, Suite
    from audit.workbench.testing.model import AcceptedMutant
    from audit.workbench.testing.mutants import Mutant
    from audit.workbench.testing.verdict_mutants import VerdictMutant

    Changed = Mutant | ContradictionMutant | VerdictMutant


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no case notices; with a reason when the test file accepts it."""

    pointer: str
    mutation: str
    line: int
    reason: str | None = None
    #: where the line is, if the policy is made of layers
    file: str = ""


@dataclass(frozen=True, slots=True)
class Mutated:
    """How many mutants were tried, and what became of them."""

    tried: int
    noticed: int
    #: changes that no answer tells from the policy itself
    without_effect: int
    survivors: tuple[Survivor, ...]
    #: entries of accepted_mutants that answer no survivor
    idle: tuple[AcceptedMutant, ...]

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """Return the survivors that no entry accepts."""
        return tuple(found for found in self.survivors if found.reason is None)


def mutate(suite: Suite, cases: tuple[Ready, ...]) -> Mutated:
    """Try every mutant against the cases, which must all pass."""
    bench = bench_of(suite, cases)
    policy, questionnaire = suite.policy.record, suite.questionnaire.record
    verdicts = verdict_mutants(policy, questionnaire)
    numbers = sound(policy_settings(policy), policy, questionnaire)
    left: list[tuple[Changed, bool]] = [*_controls(bench), *_contradictions(bench)]
    alive: list[Changed] = [mutant for mutant, same in left if not same]
    alive += [mutant for mutant in verdicts if not verdict_noticed(bench, mutant)]
    alive += [mutant for mutant in numbers if not policy_noticed(bench, mutant)]
    survivors = tuple(_survivors(suite, alive))
    tried = len(bench.found) + len(bench.doubted) + len(verdicts) + len(numbers)
    without_effect = sum(same for _, same in left)
    said = {(s.pointer, s.mutation) for s in survivors}
    return Mutated(
        tried=tried,
        noticed=tried - without_effect - len(survivors),
        without_effect=without_effect,
        survivors=survivors,
        idle=tuple(a for a in suite.accepted if (a.pointer, a.mutation) not in said),
    )


def _controls(bench: Bench) -> Iterator[tuple[Mutant, bool]]:
    """Yield the controls that no case notices, and whether no answer could."""
    for number, mutant in enumerate(bench.found):
        if not control_noticed(bench, number, mutant):
            own, changed = bench.own(mutant), bench.changed(number)
            same = not mutant.setting and same_everywhere(bench.plan, own, changed)
            yield mutant, same


def _contradictions(bench: Bench) -> Iterator[tuple[ContradictionMutant, bool]]:
    """Yield the contradictions that no case notices, and whether no answer could."""
    for number, mutant in enumerate(bench.doubted):
        if not contradiction_noticed(bench, number, mutant):
            own = bench.plan.contradictions[mutant.number]
            changed = bench.clashes[number]
            same = own.cap == changed.cap and not mutant.dropped
            yield mutant, same and told_the_same(bench.plan, own, changed)


def _survivors(suite: Suite, alive: Iterable[Changed]) -> Iterator[Survivor]:
    reasons = {(a.pointer, a.mutation): a.reason for a in suite.accepted}
    for mutant in alive:
        document = suite.policy.document
        found = document.at(Problem("mutant", mutant.mutation, mutant.pointer))
        reason = reasons.get((mutant.pointer, mutant.mutation))
        file = found.file if document.origin is not None else ""
        yield Survivor(mutant.pointer, mutant.mutation, found.line, reason, file)
