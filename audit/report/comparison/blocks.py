"""What a comparison's pages, sheets and files are built from: sections of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a number is written in a spreadsheet.
Form = Literal["text", "points", "money", "cents", "count", "share", "day"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and its number where it has one."""

    text: str
    number: float | None = None
    form: Form = "text"
    #: a class of the stylesheet; never the only signal
    style: str = ""
    #: a small picture before the text, for pages only; the text says it all
    svg: str = ""
    #: what a terminal shows in its place, if that is another text
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are CSS widths, empty for an equal share of the rest."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[str, ...] = ()
    lead: str = ""
    dense: bool = False

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Tell for each column whether it holds numbers, and so is set to the right."""
        columns = zip(*self.rows, strict=True)
        return tuple(
            any(
                cell.number is not None or "num" in cell.style.split() for cell in cells
            )
            for cells in columns
        ) or (False,) * len(self.header)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its accessible name; the same numbers stand in a grid."""

    id: str
    title: str
    description: str
    svg: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two."""

    text: str
    strong: bool = False


Block = Grid | Chart | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter."""

    id: str
    title: str
    lead: str = ""
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def grids(self) -> Iterator[Grid]:
        """Yield the tables."""
        return (block for block in self.blocks if isinstance(block, Grid))


def text(value: str, style: str = "") -> Cell:
    """Return a cell of plain text."""
    return Cell(value, style=style)
