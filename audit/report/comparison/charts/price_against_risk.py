"""Each candidate's price against its score with the interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.report.comparison.charts.frame import BAND, INK, Spec, framed, quantity
from audit.report.words import comparison_words, words

if TYPE_CHECKING:
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

#: From here on an axis has no room for whole numbers.
HUGE = 10_000_000


def price_against_risk(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return points with their letters; a hollow one has no rank."""
    data = _data(record, rows)
    price = _price(record, data, language)
    score = {"scale": {"domain": [0, 100]}, "axis": {"title": words(language)["score"]}}
    at = {"x": price, "y": quantity("score", **score)}
    filled = {"condition": {"test": "datum.ranked", "value": INK}, "value": "#ffffff"}
    point = {"type": "point", "size": 150, "stroke": INK, "strokeWidth": 2}
    letter = {"type": "text", "dx": 14, "align": "left", "fontSize": 14}
    span = {
        "x": price,
        "y": quantity("verified", **score),
        "y2": {"field": "claimed"},
    }
    layers = [
        {"mark": {"type": "rule", "strokeWidth": 5, "color": BAND}, "encoding": span},
        {"mark": {**point, "opacity": 1}, "encoding": {**at, "fill": filled}},
        {
            "mark": {**letter, "fontWeight": 600},
            "encoding": {**at, "text": {"field": "mark"}},
        },
    ]
    spec = {"data": {"values": data}, "layer": layers}
    return framed(language, spec, width=330, height=230)


def _data(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...]
) -> list[dict[str, Any]]:
    by_id = {c.id: c for c in record.comparison.candidates}
    return [
        {
            "mark": row.mark,
            "price": float(cost.of("base").month),
            **dict(row.bar),
            "ranked": by_id[row.id].rank is not None,
        }
        for row in rows
        if (cost := by_id[row.id].cost) is not None
    ]


def _price(record: ComparisonRecord, data: list[dict[str, Any]], language: str) -> Spec:
    name = comparison_words(language)["price_base"]
    huge = any(each["price"] >= HUGE for each in data)
    axis = {
        "title": f"{name}, {record.comparison.currency}",
        "format": "~s" if huge else ",d",
    }
    scale = {"zero": False, "nice": True, "padding": 24}
    return quantity("price", scale=scale, axis=axis)
