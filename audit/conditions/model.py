"""The parsed form of a condition: a small tree of frozen nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


#: Assurance levels from the weakest to the strongest.
LEVELS = ("claimed", "documented", "independent", "verified")


class Field(Protocol):
    """What a condition must know of a question or a table column."""

    @property
    def type(self) -> str:
        """Return the question type."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the option codes; empty when the type has none."""

    @property
    def many(self) -> bool:
        """Tell whether the value is a list of codes."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Return the columns of a table; empty for the other types."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One operator on one answer (or, inside a table row, on one column)."""

    subject: str
    op: str
    value: object
    pointer: str
    in_row: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A statement on the rows of a table answer."""

    subject: str
    op: str
    where: Node | None
    count: int
    pointer: str


@dataclass(frozen=True, slots=True)
class EvidenceTest:
    """A statement that valid evidence with some properties was supplied."""

    answer: str | None
    kind: str | None
    assurance_at_least: str | None
    scope_includes: str | None
    valid: bool
    pointer: str


@dataclass(frozen=True, slots=True)
class Combination:
    """``all``, ``any`` or ``none`` of at least one part."""

    op: str
    parts: tuple[Node, ...]
    pointer: str


Node = Leaf | Rows | EvidenceTest | Combination


def leaves(node: Node) -> Iterator[Leaf | Rows | EvidenceTest]:
    """Yield the nodes that read something, table rows' inner leaves excluded."""
    if isinstance(node, Combination):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node


def fields_read(node: Node) -> tuple[str, ...]:
    """Return the link ids that the condition reads, each once, in order."""
    seen: dict[str, None] = {}
    for leaf in leaves(node):
        subject = leaf.answer if isinstance(leaf, EvidenceTest) else leaf.subject
        if subject is not None:
            seen.setdefault(subject)
    return tuple(seen)
