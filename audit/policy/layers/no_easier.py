"""Can one condition never come out better than another: seen from how they are built.

Truth and assurance of a condition are one rank (``audit/conditions/evaluate.py``):
``all`` is the lowest rank of its parts, ``any`` the highest, the contrary its negative.
So what holds of ranks holds of truth and of assurance at once, for every response.

A yes is certain. A no says only that the structure does not show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audit.conditions.model import LEVELS, Combination, EvidenceTest, Leaf, Node, Rows
from audit.policy.layers.leaf import never_better, test_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.conditions.model import Field

#: More comparisons than this are too many to be worth a look.
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class _Join:
    """The lowest (``all``) or the highest (``any``) rank of some parts."""

    op: Literal["all", "any"]
    parts: tuple[_Form, ...]


@dataclass(frozen=True, slots=True)
class _Test:
    """A test of an answer or of evidence, or the contrary of one."""

    node: Leaf | EvidenceTest
    positive: bool


@dataclass(frozen=True, slots=True)
class _Count:
    """That so many rows, or fewer than so many, are as ``where`` says."""

    subject: str
    at_least: int
    where: _Form | None
    positive: bool


@dataclass(frozen=True, slots=True)
class _Every:
    """That every row is as ``where`` says."""

    subject: str
    where: _Form


_Single = _Test | _Count | _Every
_Form = _Join | _Single


def no_easier(new: Node, old: Node, fields: Mapping[str, Field]) -> bool:
    """Tell whether ``new`` never ranks above ``old``, as far as can be seen."""
    forms = (_form(node, positive=True) for node in (new, old))
    return _Look(fields).below(*forms)


def _form(node: Node, *, positive: bool) -> _Form:
    """Return a condition with its negations moved down to what is read."""
    if isinstance(node, Rows):
        return _rows(node, positive=positive)
    if not isinstance(node, Combination):
        return _Test(node, positive)
    inside = positive is not (node.op == "none")
    # The contrary of the lowest rank is the highest of the contraries.
    lowest = positive is not (node.op == "any")
    parts = tuple(_form(part, positive=inside) for part in node.parts)
    return _Join("all" if lowest else "any", parts)


def _rows(node: Rows, *, positive: bool) -> _Form:
    if node.where is None:
        return _Count(node.subject, node.count, None, positive)
    if node.op == "rows_at_least" and (positive or node.count > 1):
        where = _form(node.where, positive=True)
        return _Count(node.subject, node.count, where, positive)
    # "no row" is "every row not", and "not every row" is "some row not".
    every = positive is (node.op in {"every_row", "no_row"})
    straight = positive is not (node.op == "no_row")
    where = _form(node.where, positive=straight)
    if every:
        return _Every(node.subject, where)
    return _Count(node.subject, 1, where, True)


class _Look:
    """One comparison, which gives up when it grows too long."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.steps = 0

    def below(self, new: _Form, old: _Form) -> bool:
        """Tell whether the rank of ``new`` is never above that of ``old``."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return False
        if isinstance(new, _Join) and new.op == "any":
            return all(self.below(part, old) for part in new.parts)
        if isinstance(old, _Join) and old.op == "all":
            return all(self.below(new, part) for part in old.parts)
        if isinstance(new, _Join) and any(self.below(p, old) for p in new.parts):
            return True
        if isinstance(old, _Join):
            return any(self.below(new, part) for part in old.parts)
        return not isinstance(new, _Join) and self._single(new, old)

    def _single(self, new: _Single, old: _Single) -> bool:
        if isinstance(old, _Test):
            return self._test(new, old)
        if isinstance(new, _Test) or new.subject != old.subject:
            return False
        if isinstance(new, _Every) or isinstance(old, _Every):
            alike = isinstance(new, _Every) and isinstance(old, _Every)
            return alike and self._where(new, old)
        # "Fewer than so many" is the contrary of a count.
        one, other = (new, old) if new.positive else (old, new)
        alike = new.positive is old.positive and one.at_least >= other.at_least
        return alike and self._where(one, other)

    def _test(self, new: _Single, old: _Test) -> bool:
        if isinstance(old.node, EvidenceTest):
            return isinstance(new, _Test) and _evidence(new, old)
        if isinstance(new, _Test):
            return self._leaves(new, old, old.node)
        # Whatever is told of a table, that it was filled in is no less true.
        filled = old.positive and old.node.op == "answered"
        return filled and new.subject == old.node.subject

    def _where(self, new: _Count | _Every, old: _Count | _Every) -> bool:
        if old.where is None:
            return True
        if new.where is None:
            return False
        inner = _Look(self.fields[new.subject].fields)
        return inner.below(new.where, old.where)

    def _leaves(self, new: _Test, old: _Test, node: Leaf) -> bool:
        if isinstance(new.node, EvidenceTest) or new.node.subject != node.subject:
            return False
        field = self.fields[node.subject]
        one = test_of(new.node, field, positive=new.positive)
        other = test_of(node, field, positive=old.positive)
        return never_better(one, other, field)


def _evidence(new: _Test, old: _Test) -> bool:
    """Tell whether whatever the one piece of evidence is, the other is too."""
    if not isinstance(new.node, EvidenceTest) or new.positive is not old.positive:
        return False
    one, other = (new.node, old.node) if new.positive else (old.node, new.node)
    if not (isinstance(one, EvidenceTest) and isinstance(other, EvidenceTest)):
        return False
    return (
        one.valid is other.valid
        and other.answer in {None, one.answer}
        and other.kind in {None, one.kind}
        and _floor(one) >= _floor(other)
        and (other.scope_includes or "").casefold()
        in (one.scope_includes or "").casefold()
    )


def _floor(node: EvidenceTest) -> int:
    return LEVELS.index(node.assurance_at_least) if node.assurance_at_least else 0
