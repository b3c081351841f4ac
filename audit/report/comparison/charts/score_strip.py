"""Scores as marks on their intervals, one line a candidate."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.report.comparison.charts.frame import (
    BAND,
    INK,
    LINE,
    MUTED,
    ROW,
    WIDTH,
    Spec,
    framed,
    names,
    quantity,
)
from audit.report.words import words

if TYPE_CHECKING:
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

#: How wide a letter of a label is, in pixels, roughly.
LETTER = 6


def score_strip(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return the intervals over the ratings that they lie in."""
    data = [{"name": f"{r.mark}  {r.vendor}", **dict(r.bar)} for r in rows]
    axis = {"title": words(language)["score"], "values": [0, 20, 40, 60, 80, 100]}
    along = {"scale": {"domain": [0, 100]}, "axis": axis}
    bar = {"type": "bar", "size": 9, "color": BAND}
    point = {"type": "point", "filled": True, "size": 130, "color": INK, "opacity": 1}
    layers = [
        *_ratings(record, language),
        {
            "data": {"values": data},
            "mark": bar,
            "encoding": {
                "y": names(),
                "x": quantity("verified", **along),
                "x2": {"field": "claimed"},
            },
        },
        {
            "data": {"values": data},
            "mark": point,
            "encoding": {"y": names(), "x": quantity("score", **along)},
        },
    ]
    return framed(language, {"layer": layers}, height=ROW * len(rows))


def _ratings(record: ComparisonRecord, language: str) -> list[Spec]:
    """Return a rule and a name where each rating begins."""
    data = {"values": _bounds(record, language)}
    label = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "dx": 3,
        "y": -3,
        "color": MUTED,
        "fontSize": 10,
    }
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": LINE, "strokeWidth": 1},
            "encoding": {"x": quantity("at")},
        },
        {
            "data": data,
            "mark": label,
            "encoding": {"x": quantity("at"), "text": {"field": "label"}},
        },
    ]


def _bounds(record: ComparisonRecord, language: str) -> list[dict[str, Any]]:
    """Return where ratings begin, their names broken to the room before the next."""
    ratings = sorted(record.policy.ratings, key=lambda rating: rating.min_score)
    starts = [float(rating.min_score) for rating in ratings]
    rooms = [after - start for start, after in pairwise([*starts, 100.0])]
    return [
        {"at": start, "label": wrap(pick(rating.label, language), _letters(room))}
        for rating, start, room in zip(ratings, starts, rooms, strict=True)
    ]


def _letters(room: float) -> int:
    return max(8, int(room * WIDTH / 100 / LETTER))
