"""Contradictions in columns: found or open, and the answers that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.columnar.asked import code
from audit.columnar.choose import first_of
from audit.columnar.ground import SILENT_OR_REJECTED, has, some
from audit.columnar.library import pl
from audit.columnar.trees import rank_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.columnar.trees import Read
    from audit.policy.compile import CompiledContradiction, Plan

#: A contradiction's codes are the places of these words.
WORDS = ("none", "found", "open")


def clash(name: str) -> pl.Expr:
    """Return the column of a contradiction: 1 found, 2 open, else 0."""
    return pl.col(f"{name} clash")


def clashes(
    contradictions: Sequence[CompiledContradiction], read: Read
) -> list[pl.Expr]:
    """Return the column of every contradiction.

    One that only silence leaves open weighs like a found one.
    """
    return [_clash(contradiction, read) for contradiction in contradictions]


def _clash(contradiction: CompiledContradiction, read: Read) -> pl.Expr:
    truth = rank_of(contradiction.when.node, read)
    silent = has(some(contradiction.reads), SILENT_OR_REJECTED)
    cases = [
        (truth > 0, code(WORDS.index("found"))),
        ((truth == 0) & silent, code(WORDS.index("open"))),
    ]
    return first_of(cases, code(0)).alias(f"{contradiction.contradiction.id} clash")


def names(plan: Plan) -> list[pl.Expr]:
    """Return for every question whether a contradiction names its answer."""
    naming: dict[str, list[pl.Expr]] = {i: [] for i in plan.questionnaire.questions}
    for contradiction in plan.contradictions:
        for link_id in contradiction.reads:
            naming[link_id].append(clash(contradiction.contradiction.id) > 0)
    return [
        (pl.any_horizontal(found) if found else pl.lit(value=False)).alias(f"{i} named")
        for i, found in naming.items()
    ]
