"""A policy as statements: what the proofs of all properties stand on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audit.assessment.assess import Inputs, assess
from audit.assessment.inputs import SignatureFact
from audit.conditions.model import EvidenceTest, Leaf, Node, Rows, fields_read, leaves
from audit.proofs.logic import Example, Logic
from audit.proofs.terms import Terms
from audit.proofs.variables import Answer, Maker, Table
from audit.proofs.world import World, name_of
from audit.proofs.writing import write
from audit.response.model import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.policy.compile import CompiledControl, Plan
    from audit.proofs.model import Written

_NO_DIGEST = "sha256:" + "0" * 64


@dataclass(frozen=True)
class Ground:
    """The plan, all its answers as variables, and the way back to responses."""

    plan: Plan
    as_of: date
    logic: Logic
    world: World
    terms: Terms
    tests: tuple[EvidenceTest, ...]
    maker: Maker
    #: all that the policy and the gates ask of each question
    reads: Mapping[str, list[Leaf | Rows]]
    #: of a layered policy, the one that its last layer extends
    below: Plan | None = None

    def write(
        self,
        example: Example,
        only: Iterable[str] | None = None,
        *,
        world: World | None = None,
        backed: bool = False,
    ) -> Written:
        """Return an example as a response, with some of the answers only."""
        return write(
            example,
            world or self.world,
            self.plan.questionnaire,
            self.tests,
            tuple(self.world.answers if only is None else only),
            backed=backed,
        )

    def judge(self, written: Written) -> Assessment:
        """Return what the engine says of a response."""
        inputs = Inputs(
            response=Response.model_validate(written.response),
            response_digest=_NO_DIGEST,
            as_of=self.as_of,
            observed={item.id: item for item in written.observed},
            signature=SignatureFact(status="signed"),
        )
        return assess(self.plan, inputs)

    def support(self, *nodes: Node | None) -> tuple[str, ...]:
        """Return the questions that conditions read, and all that those wait for."""
        waiting = [i for node in nodes if node is not None for i in fields_read(node)]
        found = dict.fromkeys(waiting)
        while waiting:
            gate = self.world.gates.get(waiting.pop())
            for link_id in fields_read(gate) if gate is not None else ():
                if link_id not in found:
                    found[link_id] = None
                    waiting.append(link_id)
        return tuple(found)

    def nodes_of(self, compiled: CompiledControl) -> tuple[Node, ...]:
        """Return the conditions of a control: scope, rule, partial rule."""
        gate = () if compiled.applies is None else (compiled.applies.node,)
        return (*gate, *(way.condition.node for way in compiled.ways))

    def direct(self, compiled: CompiledControl) -> frozenset[str]:
        """Return the questions that a control itself reads, its scope included."""
        nodes = self.nodes_of(compiled)
        return frozenset(link_id for node in nodes for link_id in fields_read(node))

    def cut(self, *nodes: Node | None) -> bool:
        """Tell whether conditions rest on a table that is not looked at as a whole.

        That nothing was found then proves nothing. Without conditions: do any at all.
        """
        read = self.support(*nodes) if nodes else self.told
        return not self.cut_short.isdisjoint(read)

    @cached_property
    def told(self) -> frozenset[str]:
        """Return the questions that anything at all depends on, coverage aside."""
        return frozenset(self.support(*conditions_of(self.plan)))

    @cached_property
    def cut_short(self) -> frozenset[str]:
        """Return the tables with more rows than are looked at."""
        return frozenset(
            link_id
            for link_id, answer in self.world.answers.items()
            if isinstance(answer.value, Table) and not answer.value.whole
        )


def lay_ground(
    plan: Plan, as_of: date, seconds: float, below: Plan | None = None
) -> Ground:
    """Turn a compiled policy and its questionnaire into statements."""
    logic = Logic(seconds)
    questions = plan.questionnaire.questions
    gates = {i: compiled.node for i, compiled in plan.gates.conditions.items()}
    nodes = [*conditions_of(plan), *gates.values()]
    reads: dict[str, list[Leaf | Rows]] = defaultdict(list)
    tests: dict[str, EvidenceTest] = {}
    for leaf in (leaf for node in nodes for leaf in leaves(node)):
        if isinstance(leaf, EvidenceTest):
            tests[name_of(leaf)] = leaf
        else:
            reads[leaf.subject].append(leaf)
    maker = Maker(logic, as_of, [])
    answers: dict[str, Answer] = {
        link_id: maker.answer(question, _readable(reads[link_id]))
        for link_id, question in questions.items()
    }
    logic.require(maker.ties)
    papers = {name: logic.atom(f"paper {name}") for name in tests}
    world = World(logic, as_of, questions, gates, answers, papers)
    return Ground(
        plan,
        as_of,
        logic,
        world,
        Terms(world),
        tuple(tests.values()),
        maker,
        reads,
        below,
    )


def _readable(reads: Iterable[Leaf | Rows]) -> list[Leaf | Rows]:
    return [read for read in reads if read.op not in {"answered", "not_applicable"}]


def conditions_of(plan: Plan) -> Iterator[Node]:
    """Yield every condition of a policy."""
    for control in plan.controls:
        if control.applies is not None:
            yield control.applies.node
        yield from (way.condition.node for way in control.ways)
    yield from (contradiction.when.node for contradiction in plan.contradictions)
    for _, scores in plan.factors:
        yield from (when.node for when, _ in scores)
