"""Evidence on a day: bits of the items that are valid, and what they lend.

An item is one bit of a response; each answer has the bits of the items behind it.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from audit.columnar.columns import backed_of
from audit.columnar.ground import named, present
from audit.columnar.library import pl
from audit.conditions.model import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.conditions.model import EvidenceTest

#: The levels that evidence alone can lend; "verified" is the assessor's word.
_LEVELS = range(LEVELS.index("verified"))


def _bits(name: str, word: int) -> str:
    return f"{name} bits {word}"


class Papers:
    """The columns of evidence bits that were asked for so far."""

    def __init__(self, link_ids: Iterable[str], words: int, as_of: date) -> None:
        self._link_ids, self._words, self._as_of = tuple(link_ids), words, as_of
        self._found: dict[str, pl.Expr] = {}
        self._behind: dict[str, None] = {}

    def stage(self) -> list[pl.Expr]:
        """Return the columns of items."""
        return list(self._found.values())

    def behind(self) -> list[pl.Expr]:
        """Return the columns of the items behind each answer that counts."""
        return [
            (
                pl.col(backed_of(i, word)).fill_null(0) * present(i).cast(pl.UInt64)
            ).alias(_bits(i, word))
            for i in self._behind
            for word in range(self._words)
        ]

    def level(self, link_id: str) -> pl.Expr:
        """Return the level that valid evidence lends to an answer."""
        self._behind.setdefault(link_id)
        held = [
            self._meets(link_id, f"valid {level}", self._valid(), level)
            for level in _LEVELS[1:]
        ]
        return pl.sum_horizontal([one.cast(pl.Int8) for one in held]).cast(pl.Int8)

    def truth(self, node: EvidenceTest) -> pl.Expr:
        """Return 1 where such evidence was shown, else 0; before contradictions."""
        floor = _floor(node)
        held = [self._test(i, node, floor) for i in self._subjects(node)]
        return reduce(or_, held).cast(pl.Int8)

    def rank(self, node: EvidenceTest) -> pl.Expr:
        """Return the rank; for doubtful answers an item is no better than a claim."""
        floor, ranks = _floor(node), []
        for link_id in self._subjects(node):
            clean = [
                self._test(link_id, node, level).cast(pl.Int8) * (level + 1)
                for level in range(floor, len(_LEVELS))
            ]
            best = pl.max_horizontal([pl.lit(0, dtype=pl.Int8), *clean])
            doubtful = (
                self._test(link_id, node, 0) if floor == 0 else pl.lit(value=False)
            )
            ranks.append(
                pl.when(named(link_id)).then(doubtful.cast(pl.Int8)).otherwise(best)
            )
        return pl.max_horizontal(ranks).cast(pl.Int8)

    def _subjects(self, node: EvidenceTest) -> tuple[str, ...]:
        found = self._link_ids if node.answer is None else (node.answer,)
        self._behind.update(dict.fromkeys(found))
        return found

    def _test(self, link_id: str, node: EvidenceTest, level: int) -> pl.Expr:
        key = f"paper {node.kind!r} {node.scope_includes!r} {node.valid} {level}"
        item = pl.element().struct.field
        fits = self._valid() if node.valid else self._valid().not_()
        if node.kind is not None:
            # A kind that no item can have matches nothing, as in the other engine.
            fits = fits & (item("kind").cast(pl.String) == node.kind)
        if node.scope_includes:
            wanted = node.scope_includes.casefold()
            fits = fits & item("scope").str.contains(wanted, literal=True)
        # What is not valid lends no more than a claim.
        fits = fits if node.valid or level == 0 else pl.lit(value=False)
        return self._meets(link_id, key, fits, level)

    def _meets(self, link_id: str, key: str, fits: pl.Expr, level: int) -> pl.Expr:
        """Tell whether an item behind the answer fits and lends the level."""
        item = pl.element().struct.field
        lends = fits & (item("level") >= level)
        for word in range(self._words):
            here = lends & (item("word") == word)
            bit = pl.when(here).then(item("bit")).otherwise(0)
            bits = pl.col("evidence").list.eval(bit).list.sum().fill_null(0)
            self._found.setdefault(
                _bits(key, word), bits.cast(pl.UInt64).alias(_bits(key, word))
            )
        shared = [
            (pl.col(_bits(link_id, word)) & pl.col(_bits(key, word))) != 0
            for word in range(self._words)
        ]
        return reduce(or_, shared)

    def _valid(self) -> pl.Expr:
        item, day = pl.element().struct.field, self._as_of
        late = (item("expires") < day).fill_null(value=False)
        early = (item("issued") > day).fill_null(value=False)
        return item("intact") & late.not_() & early.not_()


def _floor(node: EvidenceTest) -> int:
    return LEVELS.index(node.assurance_at_least) if node.assurance_at_least else 0
