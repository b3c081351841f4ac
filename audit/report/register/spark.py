"""A row of scores as a small line: for pages as SVG, for terminals as blocks."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT, _EDGE = 88, 20, 3
#: So many of the newest scores are drawn.
MOST = 12


def spark_text(scores: Sequence[float]) -> str:
    """Return one block a score; the full height is 100."""
    return "".join(
        _BLOCKS[min(int(score * len(_BLOCKS) / 100), len(_BLOCKS) - 1)]
        for score in scores[-MOST:]
    )


def spark_svg(scores: Sequence[float], title: str) -> str:
    """Return a line through the scores, the newest as a dot, between 0 and 100."""
    shown = scores[-MOST:]
    if not shown:
        return ""
    step = (_WIDTH - 2 * _EDGE) / max(len(shown) - 1, 1)
    first = _EDGE if len(shown) > 1 else _WIDTH - _EDGE
    points = [
        (first + step * place, _EDGE + (100 - score) / 100 * (_HEIGHT - 2 * _EDGE))
        for place, score in enumerate(shown)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    base = _HEIGHT - 1
    return (
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        f"<title>{html.escape(title)}</title>"
        f'<line x1="0" y1="{base}" x2="{_WIDTH}" y2="{base}" stroke="#dde3ea"/>'
        f'<polyline points="{line}" fill="none" stroke="#6c8bb0" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="#12263f"/></svg>'
    )
