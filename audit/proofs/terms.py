"""Controls, contradictions and factors as statements on the answers.

They say what ``audit/assessment/judge.py`` and ``facts.py`` do when no assessor has
looked yet: without a review no N/A is confirmed and nothing rejected.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.conditions.model import fields_read

if TYPE_CHECKING:
    from audit.policy.compile import CompiledContradiction, CompiledControl
    from audit.proofs.logic import Statement
    from audit.proofs.world import World


@dataclass(frozen=True, slots=True)
class Standing:
    """How a control can stand.

    ``held`` are its ways (the rule, the partial rule) that earn their credit.
    """

    within: Statement
    #: in scope beyond doubt
    surely: Statement
    held: tuple[Statement, ...]
    passed: Statement
    partly: Statement
    unmet: Statement


@dataclass(frozen=True)
class Terms:
    """The statements of a policy in one world, made when they are asked for."""

    world: World
    _standings: dict[str, Standing] = field(default_factory=dict, compare=False)

    def standing(self, compiled: CompiledControl) -> Standing:
        """Return how a control can stand."""
        name = compiled.control.id
        if name not in self._standings:
            self._standings[name] = self._stand(compiled)
        return self._standings[name]

    def _stand(self, compiled: CompiledControl) -> Standing:
        logic = self.world.logic
        within, decided = self._scope(compiled)
        held = tuple(
            logic.every([within, decided, self.world.truth(way.condition.node).yes])
            for way in compiled.ways
        )
        passed = held[0]
        partly = logic.every([logic.no(passed), logic.some(held[1:])])
        return Standing(
            within=within,
            surely=logic.every([within, decided]),
            held=held,
            passed=passed,
            partly=partly,
            unmet=logic.every([within, logic.no(logic.some(held))]),
        )

    def _scope(self, compiled: CompiledControl) -> tuple[Statement, Statement]:
        """Return whether it applies, and whether no silence leaves that open."""
        world, logic = self.world, self.world.logic
        if compiled.applies is None:
            return logic.true, logic.true
        gate = compiled.applies.node
        truth, read = world.truth(gate), fields_read(gate)
        silent = logic.some(world.silent(i) for i in read)
        put = logic.every(logic.no(world.asked(i).no) for i in read)
        quiet = logic.no(logic.some([silent, put]))
        return logic.no(truth.no), logic.some([truth.yes, truth.no, quiet])

    def found(self, compiled: CompiledContradiction) -> Statement:
        """Return whether a contradiction is found in the answers."""
        return self.world.truth(compiled.when.node).yes

    def active(self, compiled: CompiledContradiction) -> Statement:
        """Return whether a contradiction is found, or left open by silence."""
        world, logic = self.world, self.world.logic
        truth = world.truth(compiled.when.node)
        silent = logic.some(world.silent(i) for i in compiled.reads)
        left_open = logic.every([logic.no(truth.no), silent])
        return logic.some([truth.yes, left_open])
