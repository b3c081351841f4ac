"""The columns of the result: what every response came to, shown and exact."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.columnar.clashes import WORDS, clash
from audit.columnar.earning import WORTHS
from audit.columnar.judging import REASONS, STATUS_OF, col
from audit.columnar.library import pl
from audit.columnar.sums import exactly, tenths
from audit.columnar.verdicts import unmet_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from audit.policy.compile import Plan

_KEYS = ("response_id", "response_digest", "vendor")
_WORDS = ("decision", "rating", "rating_before_knock_outs", "residual", "inherent")
_COUNTS = (
    *("asked", "answered", "knock_outs", "contradictions", "failed_critical"),
    "inherent_points",
)


def results() -> Iterator[pl.Expr]:
    """Yield keys, verdict, totals as shown and exact, and counts."""
    yield from (pl.col(name) for name in (*_KEYS, *_WORDS))
    for name in WORTHS:
        shown = pl.col(tenths(name)).cast(pl.Decimal(10, 1))
        yield (shown / 10).cast(pl.Decimal(5, 1)).alias(name)
    yield from (pl.col(exactly(name)).alias(f"{name}/exact") for name in WORTHS)
    yield from (pl.col(name) for name in _COUNTS)


def details(plan: Plan) -> Iterator[pl.Expr]:
    """Yield every control's status and reason, contradictions and unmet knock-outs."""
    for control in plan.controls:
        why, name = col(control, "reason"), control.control.id
        yield (
            _words([STATUS_OF[r] for r in REASONS]).gather(why).alias(f"{name}/status")
        )
        yield _words(REASONS).gather(why).alias(f"{name}/reason")
    for contradiction in plan.contradictions:
        name = contradiction.contradiction.id
        yield _words(WORDS).gather(clash(name)).alias(f"{name}/clash")
    yield unmet_names(plan).alias("unmet")


def _words(names: Sequence[str]) -> pl.Expr:
    return pl.lit(pl.Series(names, dtype=pl.Enum(list(dict.fromkeys(names)))))


def exact(row: Mapping[str, Any], name: str) -> Fraction:
    """Return a total of a row of results, or its coverage, as the exact fraction."""
    if name == "coverage":
        whole = row["asked"]
        return Fraction(100 * row["answered"], whole) if whole else Fraction(0)
    return Fraction(row[f"{name}/exact"])
