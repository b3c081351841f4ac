"""A comparison as Markdown, for tickets and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.comparison.blocks import Grid, Paragraph
from audit.report.formats.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report.comparison.view import ComparisonView


def comparison_markdown(view: ComparisonView) -> str:
    """Return every table and sentence; every text is escaped."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: ComparisonView) -> Iterator[str]:
    title = f"{view.title}: {view.subject}" if view.subject else view.title
    yield f"# {escape(title)}"
    yield ""
    yield f"**{escape(view.headline)}**"
    yield ""
    yield f"{view.w['assessed_on']}: {view.as_of} · {escape(view.policy)}"
    yield from grid_lines(view.overview, "##")
    yield ""
    yield from (f"- {escape(sentence)}" for sentence in view.sentences)
    for section in view.sections:
        yield ""
        yield f"## {escape(section.title)}"
        yield ""
        yield escape(section.lead)
        for block in section.blocks:
            if isinstance(block, Grid):
                yield from grid_lines(block, "###")
            elif isinstance(block, Paragraph):
                yield ""
                yield f"`{block.text}`" if block.strong else escape(block.text)


def grid_lines(grid: Grid, level: str) -> Iterator[str]:
    """Yield a table with its title as a heading of the level."""
    yield ""
    yield f"{level} {escape(grid.title)}"
    yield ""
    yield f"| {' | '.join(escape(name) for name in grid.header)} |"
    numeric = ("---:" if is_number else "---" for is_number in grid.numeric)
    yield f"| {' | '.join(numeric)} |"
    for row in grid.rows:
        cells = (_cell(cell.text) for cell in row)
        yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
