"""What every control earns, in the plan's whole parts of 1, and what exceptions change.

``before_exceptions`` and ``verified`` are its own; ``score`` and ``claimed`` have an
exception's compensation in them; ``gaming_index`` is what rests on words alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audit.columnar.choose import first_of
from audit.columnar.judging import MET, OUT_OF_SCOPE, col, is_any, put, reason
from audit.columnar.library import pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from audit.policy.compile import CompiledControl, Plan

#: What is added up, by the name of the total.
WORTHS = ("score", "verified", "claimed", "before_exceptions", "gaming_index")
_STAYS = ("not_applicable_accepted", OUT_OF_SCOPE)


def earned(plan: Plan) -> list[pl.Expr]:
    """Return ``credit``, ``before_exceptions`` and ``verified`` of every control."""
    return [column for control in plan.controls for column in _earned(control)]


def _earned(control: CompiledControl) -> Iterator[pl.Expr]:
    base, ways = col(control, "base"), control.ways
    held = [base == reason(name) for name in MET[: len(ways)]]
    credit = [(h, _parts(way.credit)) for h, way in zip(held, ways, strict=True)]
    yield put(first_of(credit, _parts(0)), control, "credit")
    tables = {
        "before_exceptions": [way.scores for way in ways],
        "verified": [way.verified for way in ways],
    }
    for name, by_level in tables.items():
        # The better of the ways that hold: better backed answers may earn more alone.
        best = pl.max_horizontal(
            [_by_rank(col(control, f"way {n}"), own) for n, own in enumerate(by_level)]
        )
        kept = pl.when(is_any(base, MET)).then(best).otherwise(_parts(0))
        yield put(kept, control, name)


def _by_rank(rank: pl.Expr, parts: Sequence[int]) -> pl.Expr:
    """Return the entry for a positive rank, 0 for the others."""
    found = _parts(0)
    for level, own in enumerate(parts):
        if own != (parts[level - 1] if level else 0):
            found = pl.when(rank > level).then(_parts(own)).otherwise(found)
    return found


@cache
def _parts(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int64)


def in_force(as_of: date) -> pl.Expr:
    """Return the column ``in force``: the controls that an exception covers."""
    item = pl.element().struct.field
    holds = (item("granted") <= as_of) & (item("expires") >= as_of)
    covered = pl.when(holds).then(item("control"))
    return pl.col("exceptions").list.eval(covered).alias("in force")


def excepted(plan: Plan) -> list[pl.Expr]:
    """Return whether an exception changes a control.

    It never takes from what was met anyway, and never helps silence out of the scope.
    """
    found = []
    for control in plan.controls:
        base, own = col(control, "base"), col(control, "before_exceptions")
        stays = (is_any(base, MET) & (own >= _parts(plan.compensation))) | is_any(
            base, _STAYS
        )
        covered = pl.col("in force").list.contains(control.control.id)
        changes = covered & stays.not_() & col(control, "open").not_()
        found.append(put(changes, control, "excepted"))
    return found


def waived(plan: Plan) -> list[pl.Expr]:
    """Return ``reason``, ``score``, ``claimed`` and ``gaming_index`` of controls."""
    return [column for control in plan.controls for column in _waived(control, plan)]


def _waived(control: CompiledControl, plan: Plan) -> Iterator[pl.Expr]:
    changes, least = col(control, "excepted"), _parts(plan.compensation)
    base, own = col(control, "base"), col(control, "before_exceptions")
    why = pl.when(changes).then(reason("excepted")).otherwise(base)
    yield put(why, control, "reason")
    for name, without in (("score", own), ("claimed", col(control, "credit"))):
        raised = pl.when(changes).then(pl.max_horizontal(without, least))
        yield put(raised.otherwise(without), control, name)
    words = _by_words(control) & changes.not_()
    yield put(pl.when(words).then(own).otherwise(_parts(0)), control, "gaming_index")


def _by_words(control: CompiledControl) -> pl.Expr:
    """Tell whether the way that holds rests on claims alone."""
    return pl.any_horizontal(
        [
            (col(control, "base") == reason(name)) & (col(control, f"way {n}") == 1)
            for n, name in enumerate(MET[: len(control.ways)])
        ]
    )
