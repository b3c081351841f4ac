"""Which way a policy pulls an answer: a look at the rules, before any solver.

A leaf that a larger value makes true pulls up, one that it makes false pulls down; an
odd number of ``none`` above it turns that round. Only a question that is pulled both
ways can have an answer that is better here and worse there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.conditions.model import Combination, EvidenceTest, Leaf, Node, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.compile import CompiledControl


@dataclass(frozen=True, slots=True)
class Pull:
    """A leaf of a control, turned round or not; ``table`` when it is a column's."""

    control: CompiledControl
    leaf: Leaf
    turned: bool
    table: str | None = None


def pulls(compiled: CompiledControl) -> Iterator[Pull]:
    """Yield how the rule and the partial rule pull at answers."""
    for way in compiled.ways:
        yield from _of(compiled, way.condition.node, turned=False, table=None)


def _of(
    compiled: CompiledControl, node: Node, *, turned: bool, table: str | None
) -> Iterator[Pull]:
    if isinstance(node, Combination):
        around = turned is not (node.op == "none")
        for part in node.parts:
            yield from _of(compiled, part, turned=around, table=table)
    elif isinstance(node, Rows):
        if node.where is not None:
            around = turned is not (node.op == "no_row")
            yield from _of(compiled, node.where, turned=around, table=node.subject)
    elif not isinstance(node, EvidenceTest):
        yield Pull(compiled, node, turned, table)
