"""Do the cases notice small changes to the policy? Those that none does survive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from audit.assessment.assess import assess
from audit.policy.compile import compile_policy
from audit.workbench.testing.coverage import names
from audit.workbench.testing.grounds import ground_of, status_of, verdict_on
from audit.workbench.testing.mutants import Mutant, mutants
from audit.workbench.testing.running import OUT, compare, inputs_of
from audit.workbench.testing.sameness import same_everywhere
from audit.workbench.testing.verdict_mutants import VerdictMutant, verdict_mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.assessment.facts import Ground
    from audit.assessment.judge import Judged
    from audit.policy.compile import CompiledControl, Plan
    from audit.workbench.testing.loading import Ready, Suite
    from audit.workbench.testing.model import AcceptedMutant

_UNMET = frozenset({"fail", "unknown"})


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no case notices; with a reason when the test file accepts it."""

    pointer: str
    mutation: str
    line: int
    reason: str | None = None


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


@dataclass(frozen=True)
class Bench:
    """All controls and all their mutants compiled once, beside the cases' grounds."""

    suite: Suite
    plan: Plan
    size: int
    found: tuple[Mutant, ...]
    cases: tuple[Ready, ...]

    @cached_property
    def grounds(self) -> tuple[tuple[Ready, Ground], ...]:
        """Return each case with its ground."""
        return tuple((case, ground_of(self.plan, case)) for case in self.cases)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the place of each control."""
        controls = self.suite.policy.record.controls
        return {control.id: n for n, control in enumerate(controls)}

    def changed(self, number: int) -> CompiledControl:
        """Return a mutant, compiled."""
        return self.plan.controls[self.size + number]

    def own(self, mutant: Mutant) -> CompiledControl:
        """Return the control that the mutant was made of."""
        return self.plan.controls[self.numbers[mutant.control]]

    def with_changed(self, number: int, mutant: Mutant) -> Plan:
        """Return the plan in which the mutant takes its control's place."""
        controls = list(self.plan.controls[: self.size])
        controls[self.numbers[mutant.control]] = self.changed(number)
        return replace(self.plan, controls=tuple(controls))


def bench_of(suite: Suite, cases: tuple[Ready, ...]) -> Bench:
    """Compile the policy together with its mutants."""
    policy, questionnaire = suite.policy.record, suite.questionnaire.record
    found = mutants(policy, questionnaire)
    controls = (*policy.controls, *(mutant.changed for mutant in found))
    plan = compile_policy(
        policy.model_copy(update={"controls": controls}), questionnaire, "", ""
    )
    plan = replace(
        plan,
        policy=policy,
        policy_digest=suite.policy.digest,
        questionnaire_digest=suite.questionnaire.digest,
    )
    return Bench(suite, plan, len(policy.controls), found, cases)


def mutate(suite: Suite, cases: tuple[Ready, ...]) -> Mutated:
    """Try every mutant against the cases, which must all pass."""
    bench = bench_of(suite, cases)
    left = [m for number, m in enumerate(bench.found) if not noticed(bench, number, m)]
    numbers = {id(mutant): number for number, mutant in enumerate(bench.found)}
    same = [
        m
        for m in left
        if not m.pointer.endswith("/knock_out")
        and same_everywhere(bench.plan, bench.own(m), bench.changed(numbers[id(m)]))
    ]
    verdicts = verdict_mutants(suite.policy.record, suite.questionnaire.record)
    kept = [m for m in verdicts if not _decides_otherwise(bench, m)]
    alive: list[Mutant | VerdictMutant] = [m for m in left if m not in same]
    survivors = tuple(_survivors(suite, [*alive, *kept]))
    tried = len(bench.found) + len(verdicts)
    said = {(s.pointer, s.mutation) for s in survivors}
    return Mutated(
        tried=tried,
        noticed=tried - len(same) - len(survivors),
        without_effect=len(same),
        survivors=survivors,
        idle=tuple(a for a in suite.accepted if (a.pointer, a.mutation) not in said),
    )


def _survivors(
    suite: Suite, alive: Iterable[Mutant | VerdictMutant]
) -> Iterator[Survivor]:
    reasons = {(a.pointer, a.mutation): a.reason for a in suite.accepted}
    for mutant in alive:
        line, _ = suite.policy.document.locate(mutant.pointer)
        reason = reasons.get((mutant.pointer, mutant.mutation))
        yield Survivor(mutant.pointer, mutant.mutation, line, reason)


def noticed(bench: Bench, number: int, mutant: Mutant) -> bool:
    """Tell whether a case comes out otherwise: by its status, else by the verdict."""
    changed = bench.changed(number)
    told = [(c, g) for c, g in bench.grounds if names(c, mutant.control)]
    for case, ground in told:
        wanted = case.spec.expect.controls.get(mutant.control, OUT)
        if status_of(verdict_on(changed, bench.plan, ground)) != wanted:
            return True
    plan = bench.with_changed(number, mutant)
    return any(
        any(compare(plan, case, assess(plan, inputs_of(case))))
        for case, ground in bench.grounds
        if _has_verdict(case) and _matters(bench, number, mutant, ground)
    )


def _matters(bench: Bench, number: int, mutant: Mutant, ground: Ground) -> bool:
    """Tell whether the assessment can come out otherwise at all."""
    own, changed = bench.own(mutant), bench.changed(number)
    before = verdict_on(own, bench.plan, ground)
    after = verdict_on(changed, bench.plan, ground)
    if _worth(before) != _worth(after):
        return True
    unmet = before is not None and before.underlying in _UNMET
    return unmet and own.cap != changed.cap


def _worth(judged: Judged | None) -> tuple[object, ...] | None:
    return None if judged is None else (judged.status, judged.score, judged.verified)


def _has_verdict(case: Ready) -> bool:
    expect = case.spec.expect
    told = (expect.score, expect.rating, expect.decision, expect.knock_outs)
    return any(one is not None for one in told)


def _decides_otherwise(bench: Bench, mutant: VerdictMutant) -> bool:
    plan = replace(
        bench.plan,
        policy=mutant.changed,
        controls=bench.plan.controls[: bench.size],
    )
    return any(
        any(compare(plan, case, assess(plan, inputs_of(case))))
        for case in bench.cases
        if case.spec.expect.rating or case.spec.expect.decision
    )
