"""Which questions were asked: the gates in columns, one stage for each depth."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from audit.columnar.choose import first_of
from audit.columnar.columns import STATES, state_of
from audit.columnar.library import pl
from audit.columnar.trees import rank_of
from audit.conditions.model import EvidenceTest, Leaf, Rows, fields_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.columnar.once import Signs
    from audit.conditions.evaluate import Compiled
    from audit.questionnaire.asked import Gates

ANSWERED, NOT_APPLICABLE = (
    STATES.categories.to_list().index(s) for s in ("answered", "not_applicable")
)
NOT_ASKED, WITHHELD = len(STATES.categories), len(STATES.categories) + 1


def settled(link_id: str) -> pl.Expr:
    """Return the state that counts, as a code."""
    return pl.col(f"{link_id} settled")


def given(link_id: str) -> pl.Expr:
    """Return 1 where the question was asked and answered, else 0."""
    return pl.col(f"{link_id} given")


def stages(gates: Gates, signs: Signs) -> list[list[pl.Expr]]:
    """Return the columns ``settled`` and ``given`` of every question, in turn."""
    depths: dict[str, int] = {}
    levels: dict[int, list[str]] = defaultdict(list)
    for link_id in gates.order:
        gate = gates.conditions.get(link_id)
        before = fields_read(gate.node) if gate else ()
        depths[link_id] = max((depths[i] + 1 for i in before), default=0)
        levels[depths[link_id]].append(link_id)
    found = []
    for depth in sorted(levels):
        own = levels[depth]
        found.append([_settled(i, gates.conditions.get(i), signs) for i in own])
        found.append([_given(i) for i in own])
    return found


def _given(link_id: str) -> pl.Expr:
    answered = settled(link_id) == ANSWERED
    return answered.cast(pl.Int8).alias(f"{link_id} given")


def _settled(link_id: str, gate: Compiled | None, signs: Signs) -> pl.Expr:
    own = pl.col(state_of(link_id)).to_physical().cast(pl.UInt8)
    if gate is not None:
        rank = rank_of(gate.node, lambda leaf: read(leaf, signs))
        shut = (rank < 0) | ((rank == 0) & _nobody_could_open(fields_read(gate.node)))
        cases = [(rank > 0, own), (shut, code(NOT_ASKED))]
        own = first_of(cases, code(WITHHELD))
    return own.alias(f"{link_id} settled")


@cache
def code(number: int) -> pl.Expr:
    """Return a small constant."""
    return pl.lit(number, dtype=pl.UInt8)


def read(leaf: Leaf | Rows | EvidenceTest, signs: Signs) -> pl.Expr:
    """Return what a gate sees of a leaf: N/A as the vendor says it, no evidence."""
    if isinstance(leaf, EvidenceTest):
        return pl.lit(0, dtype=pl.Int8)
    if leaf.op == "not_applicable":
        waived = settled(leaf.subject) == NOT_APPLICABLE
        return waived.cast(pl.Int8) - given(leaf.subject)
    return signs.of(leaf) * given(leaf.subject)


def _nobody_could_open(reads: Iterable[str]) -> pl.Expr:
    """Tell whether all that a gate still waits for is hidden, and something is."""
    hidden = [settled(i) == NOT_ASKED for i in reads]
    if not hidden:
        return pl.lit(value=False)
    known = [(given(i) == 1) | hid for i, hid in zip(reads, hidden, strict=True)]
    return reduce(and_, known) & reduce(or_, hidden)
