"""What the controls are judged on: who counts as answered, and how sure that is."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from audit.columnar.asked import (
    ANSWERED,
    NOT_APPLICABLE,
    NOT_ASKED,
    WITHHELD,
    given,
    settled,
)
from audit.columnar.columns import VERDICTS, lent_of, review_of
from audit.columnar.library import pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: What a question's state means for the controls that read it; a set of bits.
WAIVED, WAIVED_OR_HIDDEN, ANSWERED_OR_HIDDEN, ASKED = 1, 2, 4, 8
REJECTED, AGREED_OR_HIDDEN, SILENT_OR_REJECTED = 16, 32, 64
_EVERYTHING = 127


def present(link_id: str) -> pl.Expr:
    """Return 1 where conditions see a value, else 0."""
    return pl.col(f"{link_id} present")


def named(link_id: str) -> pl.Expr:
    """Tell whether a contradiction, found or open, names the answer."""
    return pl.col(f"{link_id} named")


def magnitude(link_id: str) -> pl.Expr:
    """Return one more than the level of the answer, 0 without a value."""
    return pl.col(f"{link_id} magnitude")


def flags(link_ids: Iterable[str]) -> list[pl.Expr]:
    """Return the columns of every question's flags, and of who is present."""
    return [column for i in link_ids for column in (_flags(i), _present(i))]


def _present(link_id: str) -> pl.Expr:
    rejected = pl.col(review_of(link_id)) == "rejected"
    kept = given(link_id) * rejected.fill_null(value=False).not_().cast(pl.Int8)
    return kept.alias(f"{link_id} present")


def _flags(link_id: str) -> pl.Expr:
    review = pl.col(review_of(link_id)).to_physical().cast(pl.UInt8)
    judged = _BY_REVIEW.gather(review.fill_null(len(VERDICTS.categories)))
    return (_BY_STATE.gather(settled(link_id)) | judged).alias(f"{link_id} flags")


def _table(sets: Iterable[int]) -> pl.Expr:
    return pl.lit(pl.Series(list(sets), dtype=pl.UInt8))


_STATE_FLAGS = {
    ANSWERED: ANSWERED_OR_HIDDEN | ASKED,
    NOT_APPLICABLE: WAIVED | WAIVED_OR_HIDDEN | ASKED | SILENT_OR_REJECTED,
    NOT_ASKED: WAIVED_OR_HIDDEN | ANSWERED_OR_HIDDEN | AGREED_OR_HIDDEN,
}
_BY_STATE = _table(
    _STATE_FLAGS.get(state, ASKED | SILENT_OR_REJECTED) for state in range(WITHHELD + 1)
)
#: by the verdicts' order, and last without one
_BY_REVIEW = _table(
    [
        REJECTED | SILENT_OR_REJECTED if verdict == "rejected" else AGREED_OR_HIDDEN
        for verdict in VERDICTS.categories
    ]
    + [0]
)


def some(link_ids: Sequence[str]) -> pl.Expr:
    """Return the flags that some of the questions has."""
    columns = [pl.col(f"{i} flags") for i in link_ids]
    return reduce(or_, columns) if columns else pl.lit(0, dtype=pl.UInt8)


def every(link_ids: Sequence[str]) -> pl.Expr:
    """Return the flags that all of the questions have."""
    columns = [pl.col(f"{i} flags") for i in link_ids]
    return reduce(and_, columns) if columns else pl.lit(_EVERYTHING, dtype=pl.UInt8)


def has(flags: pl.Expr, flag: int) -> pl.Expr:
    """Tell whether a flag is set."""
    return (flags & pl.lit(flag, dtype=pl.UInt8)) != 0


def magnitudes(levels: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    """Return the columns of magnitudes from the levels that evidence lends.

    An answer that a contradiction names is no better than a claim.
    """
    found = []
    for link_id, level in levels.items():
        lent = pl.col(lent_of(link_id)).fill_null(0)
        best = pl.max_horizontal(level, lent)
        sure = pl.when(named(link_id)).then(pl.lit(0, dtype=pl.Int8)).otherwise(best)
        whole = present(link_id) * (sure + 1)
        found.append(whole.cast(pl.Int8).alias(f"{link_id} magnitude"))
    return found
