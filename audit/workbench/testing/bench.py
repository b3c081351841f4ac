"""A policy and the mutants of its controls and contradictions, compiled once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from audit.assessment.assess import assess
from audit.policy.compile import compile_policy
from audit.workbench.testing.contradiction_mutants import (
    ContradictionMutant,
    contradiction_mutants,
)
from audit.workbench.testing.grounds import ground_of, told
from audit.workbench.testing.mutants import Mutant, mutants
from audit.workbench.testing.running import inputs_of, says

if TYPE_CHECKING:
    from audit.assessment.facts import Ground
    from audit.assessment.model import Assessment
    from audit.policy.compile import CompiledContradiction, CompiledControl, Plan
    from audit.workbench.testing.loading import Ready, Suite


@dataclass(frozen=True)
class Bench:
    """All controls and all their mutants, beside the cases' grounds.

    The mutants' controls stand in the plan behind the policy's own; ``clashes`` are
    the changed contradictions, in the order of ``doubted``.
    """

    suite: Suite
    plan: Plan
    size: int
    found: tuple[Mutant, ...]
    doubted: tuple[ContradictionMutant, ...]
    clashes: tuple[CompiledContradiction, ...]
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

    @cached_property
    def own_plan(self) -> Plan:
        """Return the plan of the policy alone."""
        return replace(self.plan, controls=self.plan.controls[: self.size])

    @cached_property
    def assessed(self) -> tuple[tuple[Ready, Assessment], ...]:
        """Return the cases that say something of the verdict, assessed."""
        told = [case for case in self.cases if says(case, ("rating", "decision"))]
        return tuple((case, assess(self.own_plan, inputs_of(case))) for case in told)

    @cached_property
    def doubts(self) -> tuple[tuple[str, ...], ...]:
        """Return what is told of each contradiction in the cases."""
        return tuple(
            tuple(told(clash, ground) for _, ground in self.grounds)
            for clash in self.plan.contradictions
        )

    def changed(self, number: int) -> CompiledControl:
        """Return a mutant, compiled."""
        return self.plan.controls[self.size + number]

    def own(self, mutant: Mutant) -> CompiledControl:
        """Return the control that the mutant was made of."""
        return self.plan.controls[self.numbers[mutant.control]]

    def with_changed(self, number: int, mutant: Mutant) -> Plan:
        """Return the plan in which the mutant takes its control's place."""
        controls = list(self.own_plan.controls)
        controls[self.numbers[mutant.control]] = self.changed(number)
        return replace(self.plan, controls=tuple(controls))

    def with_clash(self, number: int, mutant: ContradictionMutant) -> Plan:
        """Return the plan with a contradiction changed or left out."""
        clashes = list(self.plan.contradictions)
        place = slice(mutant.number, mutant.number + 1)
        clashes[place] = [] if mutant.dropped else [self.clashes[number]]
        return replace(self.own_plan, contradictions=tuple(clashes))


def bench_of(suite: Suite, cases: tuple[Ready, ...]) -> Bench:
    """Compile the policy together with its mutants."""
    policy, questionnaire = suite.policy.record, suite.questionnaire.record
    found = mutants(policy, questionnaire)
    doubted = contradiction_mutants(policy, questionnaire)
    together = {
        "controls": (*policy.controls, *(m.changed for m in found)),
        "contradictions": (*policy.contradictions, *(m.changed for m in doubted)),
    }
    plan = compile_policy(policy.model_copy(update=together), questionnaire, "", "")
    size = len(policy.contradictions)
    clashes = plan.contradictions[size:]
    plan = replace(
        plan,
        policy=policy,
        policy_digest=suite.policy.digest,
        questionnaire_digest=suite.questionnaire.digest,
        contradictions=plan.contradictions[:size],
    )
    controls = len(policy.controls)
    return Bench(suite, plan, controls, found, doubted, clashes, cases)
