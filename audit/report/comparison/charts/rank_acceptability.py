"""How often each candidate takes each rank, as one bar a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.report.comparison.charts.frame import (
    INK,
    ROW,
    Spec,
    framed,
    names,
    quantity,
)
from audit.report.words import comparison_words

if TYPE_CHECKING:
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

SHADES = ("#12263f", "#35537a", "#6c8bb0", "#9db4cf", "#c5d2e3", "#e4e9ef")
#: A narrower part of a bar has no room for its name.
NARROW = 0.08


def rank_acceptability(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return the shares of all weightings, the first rank darkest and leftmost."""
    word = comparison_words(language)
    data = _data(record, rows, language)
    count = len({each["name"] for each in data})
    axis = {"title": word["weight_space"], "format": "%"}
    x = quantity("share", stack="zero", axis=axis)
    scale = {"domain": list(range(1, count + 1)), "range": _ramp(count)}
    shade = {"field": "rank", "type": "ordinal", "scale": scale, "legend": None}
    dark = {"test": f"datum.rank <= {max(1, count // 2)}", "value": "#fff"}
    layers = [
        {
            "mark": {"type": "bar", "size": 18, "stroke": "#fff"},
            "encoding": {"x": x, "color": shade},
        },
        {
            "mark": {"type": "text", "align": "center"},
            "encoding": {
                "x": {**x, "bandPosition": 0.5},
                "text": {"field": "shown"},
                "color": {"condition": dark, "value": INK},
            },
        },
    ]
    order = {"field": "rank", "type": "ordinal"}
    spec = {
        "data": {"values": data},
        "encoding": {"y": names(), "order": order},
        "layer": layers,
    }
    return framed(language, spec, height=ROW * max(1, count))


def _data(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> list[dict[str, Any]]:
    word, stable = comparison_words(language), record.comparison.stability
    found = {item.id: item.ranks for item in stable.acceptability} if stable else {}
    return [
        {
            "name": f"{row.mark}  {row.vendor}",
            "rank": place,
            "share": float(share),
            "shown": word["rank_n"].format(n=place) if share >= NARROW else "",
        }
        for row in rows
        if row.id in found
        for place, share in enumerate(found[row.id], start=1)
    ]


def _ramp(count: int) -> list[str]:
    """Return shades from dark (first rank) to light."""
    last = len(SHADES) - 1
    if count <= 1:
        return [SHADES[0]]
    return [SHADES[round(place * last / (count - 1))] for place in range(count)]
