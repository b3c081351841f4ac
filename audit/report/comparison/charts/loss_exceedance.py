"""The share of years that lose more than an amount, a line a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.report.comparison.charts.frame import Spec, framed, quantity
from audit.report.words import comparison_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

    Curve = list[dict[str, Any]]

#: Told apart by lightness too; dashes do the rest.
STROKES = ("#12263f", "#a15c00", "#1f7a4d", "#b3261e", "#5b3f8c", "#0f6f86")
#: The share of years at which a curve carries its letter.
LETTERED = 0.4
DASHES = ([1, 0], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4], [12, 3])


def loss_exceedance(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return the curves on a logarithmic axis, each with its letter on it."""
    word = comparison_words(language)
    marks = [row.mark for row in rows]
    curves = {row.mark: _curve(record, row) for row in rows}
    title = f"{word['loss_year']}, {record.comparison.currency}"
    x = quantity(
        "loss",
        scale={"type": "log", "nice": False},
        axis={"title": title, "format": "~s", "values": _tens(curves)},
    )
    y = quantity("share", axis={"title": word["loss_share"], "format": "%"})
    line = {
        "x": x,
        "y": y,
        "color": {"field": "mark", "scale": _scale(marks, STROKES), "legend": None},
        "strokeDash": {
            "field": "mark",
            "scale": _scale(marks, DASHES),
            "legend": None,
        },
    }
    letter = {"type": "text", "dx": 6, "dy": -6, "align": "left", "fontSize": 14}
    layers = [
        {
            "data": {"values": [point for curve in curves.values() for point in curve]},
            "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
            "encoding": line,
        },
        {
            "data": {"values": [_named(curve) for curve in curves.values() if curve]},
            "mark": {**letter, "fontWeight": 600},
            "encoding": {"x": x, "y": y, "text": {"field": "mark"}},
        },
    ]
    return framed(language, {"layer": layers}, width=330, height=230)


def _curve(record: ComparisonRecord, row: CandidateRow) -> Curve:
    """Return the points by rising loss; a logarithmic axis has no zero."""
    by_id = {c.id: c for c in record.comparison.candidates}
    loss = by_id[row.id].loss
    return [
        {"mark": row.mark, "loss": amount, "share": float(share) / 100}
        for amount, share in sorted(loss.curve if loss else ())
        if amount > 0
    ]


def _named(curve: Curve) -> dict[str, Any]:
    """Return the point that carries the letter: where curves lie well apart."""
    return min(curve, key=lambda point: abs(point["share"] - LETTERED))


def _tens(curves: Mapping[str, Curve]) -> list[int]:
    """Return the powers of ten that the losses span."""
    losses = [point["loss"] for curve in curves.values() for point in curve]
    if not losses:
        return []
    ends = len(str(min(losses))) - 1, len(str(max(losses)))
    return [10**power for power in range(*ends)]


def _scale(marks: list[str], choices: tuple[Any, ...]) -> Spec:
    chosen = [choices[place % len(choices)] for place in range(len(marks))]
    return {"domain": marks, "range": chosen}
