"""Which questions are asked: ``enable_when`` compiled once, run in order.

A question is asked when its condition is definitely true, hidden when it is
definitely false, and *withheld* when what it waits for is itself unanswered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from audit.conditions.evaluate import Compiled, Facts, compile_condition
from audit.conditions.model import fields_read
from audit.conditions.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.questionnaire.model import Questionnaire


class Asked(Enum):
    """Whether a question was put to the vendor."""

    YES = "asked"
    NO = "not_asked"
    WITHHELD = "withheld"


_BY_TRUTH = {True: Asked.YES, False: Asked.NO, None: Asked.WITHHELD}


@dataclass(frozen=True, slots=True)
class Gates:
    """The compiled conditions of a questionnaire, in an order that resolves them."""

    order: tuple[str, ...]
    conditions: Mapping[str, Compiled]

    def asked(self, settle: Callable[[str, Asked], None], facts: Facts) -> None:
        """Settle each question in order; ``settle`` may add its value to the facts."""
        settled: dict[str, Asked] = {}
        for link_id in self.order:
            gate = self.conditions.get(link_id)
            settled[link_id] = _judge(gate, facts, settled) if gate else Asked.YES
            settle(link_id, settled[link_id])


def _judge(gate: Compiled, facts: Facts, settled: Mapping[str, Asked]) -> Asked:
    """Return whether a gate opens.

    One that is undecided only because it waits for a hidden question stays shut:
    nobody could open it.
    """
    truth = gate.run(facts)[0]
    if truth is None:
        unread = [i for i in fields_read(gate.node) if i not in facts.values]
        if unread and all(settled[i] is Asked.NO for i in unread):
            return Asked.NO
    return _BY_TRUTH[truth]


def compile_gates(questionnaire: Questionnaire) -> Gates:
    """Compile every ``enable_when`` of a checked questionnaire."""
    fields = questionnaire.questions
    nodes = {
        link_id: parse(question.enable_when)
        for link_id, question in fields.items()
        if question.enable_when is not None
    }
    reads = {link_id: fields_read(nodes[link_id]) for link_id in nodes}
    graph = {link_id: reads.get(link_id, ()) for link_id in fields}
    return Gates(
        order=tuple(TopologicalSorter(graph).static_order()),
        conditions={i: compile_condition(node, fields) for i, node in nodes.items()},
    )
