"""Stages of expressions, run on narrow frames; a column is dropped after its last use.

Polars plans every expression against all columns of its frame. So a stage runs in
steps, each on the few columns that it reads: on thousands of columns planning would
take longer than the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.columnar.library import pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Expressions in a step.
_TOGETHER = 64
#: A column that every frame has: it gives constants their length.
_LENGTH = "signed"


@dataclass(frozen=True, slots=True)
class Step:
    """Expressions that run at once, what they read, and what nothing reads later."""

    expressions: tuple[pl.Expr, ...]
    reads: tuple[str, ...]
    spent: tuple[str, ...] = ()


def steps_of(
    stages: Iterable[Sequence[pl.Expr]], result: Sequence[pl.Expr]
) -> tuple[Step, ...]:
    """Return the steps in turn: each stage reads what earlier ones made."""
    found = [_step(part) for stage in stages for part in _parts(stage)]
    found.append(_step(result))
    seen: set[str] = set()
    for index in range(len(found) - 1, -1, -1):
        step = found[index]
        names = {*step.reads, *(e.meta.output_name() for e in step.expressions)}
        spent = tuple(sorted(names - seen - {_LENGTH}))
        found[index] = Step(step.expressions, step.reads, spent)
        seen |= set(step.reads)
    return tuple(found)


def run(steps: Sequence[Step], frame: pl.DataFrame) -> pl.DataFrame:
    """Return what the last step makes."""
    columns = {name: frame[name] for name in frame.columns}
    made = frame
    for step in steps:
        given = pl.DataFrame([columns[name] for name in step.reads])
        made = given.with_columns(step.expressions).select(_names(step))
        columns.update(zip(made.columns, made.get_columns(), strict=True))
        for name in step.spent:
            columns.pop(name, None)
    return made


def _names(step: Step) -> list[str]:
    return [expression.meta.output_name() for expression in step.expressions]


def _step(expressions: Sequence[pl.Expr]) -> Step:
    reads = {name for e in expressions for name in e.meta.root_names()} | {_LENGTH}
    return Step(tuple(expressions), tuple(sorted(reads)))


def _parts(stage: Sequence[pl.Expr]) -> Iterator[Sequence[pl.Expr]]:
    for start in range(0, len(stage), _TOGETHER):
        yield stage[start : start + _TOGETHER]
