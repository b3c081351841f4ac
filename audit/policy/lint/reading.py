"""The conditions of a policy, parsed once, each with whose they are and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audit.conditions.model import Combination, Leaf, Node, Rows
from audit.conditions.parse import parse
from audit.policy.check import conditions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition of the policy; ``owner`` is the id of what it belongs to."""

    owner: str
    pointer: str
    node: Node

    @property
    def judges(self) -> bool:
        """Tell whether points depend on it: a control's rule or partial rule."""
        return self.pointer.startswith("/controls/") and self.pointer.endswith("/rule")


@dataclass(frozen=True, slots=True)
class LeafTest:
    """One leaf on a question, or on a column of a table question.

    ``flipped`` leaves stand under an odd number of negations.
    """

    owner: str
    leaf: Leaf
    field: Any
    key: tuple[str, ...]
    flipped: bool
    judges: bool


@dataclass(frozen=True)
class Reading:
    """A checked policy beside its questionnaire."""

    policy: Policy
    questionnaire: Questionnaire

    @cached_property
    def conditions(self) -> tuple[Placed, ...]:
        """Return every condition of the policy."""
        return tuple(
            Placed(_owner(self.policy, pointer), pointer, parse(data, pointer))
            for pointer, data in conditions_of(self.policy)
        )

    @cached_property
    def gates(self) -> dict[str, Node]:
        """Return the conditions under which questions are asked."""
        return {
            link_id: parse(question.enable_when)
            for link_id, question in self.questionnaire.questions.items()
            if question.enable_when is not None
        }

    @cached_property
    def tests(self) -> tuple[LeafTest, ...]:
        """Return every leaf of the policy's conditions, those of rows included."""
        return tuple(
            test
            for placed in self.conditions
            for test in self._tests(placed, placed.node, flipped=False)
        )

    def _tests(
        self, placed: Placed, node: Node, *, flipped: bool
    ) -> Iterator[LeafTest]:
        if isinstance(node, Combination):
            for part in node.parts:
                turned = flipped != (node.op == "none")
                yield from self._tests(placed, part, flipped=turned)
        elif isinstance(node, Rows):
            if node.where is not None:
                turned = flipped != (node.op == "no_row")
                yield from self._rows(placed, node.where, node.subject, turned)
        elif isinstance(node, Leaf):
            field = self.questionnaire.questions[node.subject]
            key = (node.subject,)
            yield LeafTest(placed.owner, node, field, key, flipped, placed.judges)

    def _rows(
        self, placed: Placed, node: Node, table: str, flipped: bool
    ) -> Iterator[LeafTest]:
        if isinstance(node, Combination):
            for part in node.parts:
                turned = flipped != (node.op == "none")
                yield from self._rows(placed, part, table, turned)
        elif isinstance(node, Leaf):
            field = self.questionnaire.questions[table].fields[node.subject]
            key = (table, node.subject)
            yield LeafTest(placed.owner, node, field, key, flipped, placed.judges)


def _owner(policy: Policy, pointer: str) -> str:
    _, place, number, *_ = pointer.split("/")
    if place == "inherent":
        return policy.inherent.factors[int(pointer.split("/")[3])].id
    listed: Any = getattr(policy, place)
    return str(listed[int(number)].id)
