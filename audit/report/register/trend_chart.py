"""Scores over time: a line in the band from verified to claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.comparison.charts.frame import (
    BAND,
    INK,
    Spec,
    framed,
    quantity,
)
from audit.report.words import show_date, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.vendor.facts import Judged

HEIGHT = 190


def trend_chart(assessments: Sequence[Judged], language: str) -> Spec:
    """Return the chart of assessments in order of their days."""
    data = [
        {
            "day": one.as_of.isoformat(),
            "label": show_date(one.as_of, language),
            "score": float(one.score),
            "verified": float(one.verified),
            "claimed": float(one.claimed),
        }
        for one in assessments
    ]
    form = "%Y-%m-%d" if language == "en" else "%d.%m.%Y"
    days = sorted({one.as_of.isoformat() for one in assessments})
    axis: Spec = {"title": None, "format": form, "labelAngle": 0, "grid": False}
    axis |= {"values": days, "labelOverlap": True}
    along = {"field": "day", "type": "temporal", "axis": axis}
    up = {
        "scale": {"domain": [0, 100]},
        "axis": {"title": words(language)["score"], "values": [0, 25, 50, 75, 100]},
    }
    band = {
        "mark": {"type": "area", "color": BAND, "opacity": 0.45},
        "encoding": {
            "x": along,
            "y": quantity("verified", **up),
            "y2": {"field": "claimed"},
        },
    }
    point = {"filled": True, "size": 70, "color": INK}
    line = {
        "mark": {"type": "line", "color": INK, "strokeWidth": 2, "point": point},
        "encoding": {"x": along, "y": quantity("score", **up)},
    }
    spec = {"data": {"values": data}, "layer": [band, line]}
    return framed(language, spec, height=HEIGHT)
