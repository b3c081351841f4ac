"""What all charts share: size, colours, letters, and how numbers are written."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, MUTED, LINE, BAND, AXIS = "#12263f", "#5b6472", "#dde3ea", "#9db4cf", "#c9d1dc"
#: Pixels: the width of a chart over the whole page, and the height of a line in it.
WIDTH, ROW = 660, 30

_SIZES = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400}
CONFIG = {
    "font": "Plex",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        **_SIZES,
        "labelColor": INK,
        "titleColor": MUTED,
        "gridColor": LINE,
        "domainColor": AXIS,
        "tickColor": AXIS,
    },
    "legend": _SIZES,
    "text": {"fontSize": 12, "color": INK, "font": "Plex"},
}


def framed(language: str, spec: Spec, *, width: int = WIDTH, height: int) -> Spec:
    """Return a chart of a size, its numbers written as the language does."""
    mark = "." if language == "en" else ","
    number = {"decimal": mark, "thousands": "\u202f", "grouping": [3]}
    number["currency"] = ["", ""]
    config = {**CONFIG, "locale": {"number": number}}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "config": config,
    } | spec


def quantity(field: str, **more: Any) -> Spec:
    """Return the channel of a number."""
    return {"field": field, "type": "quantitative", **more}


def names() -> Spec:
    """Return the channel of candidates, one below the other as they are given."""
    axis = {"title": None, "labelLimit": 260, "domain": False, "ticks": False}
    return {"field": "name", "type": "nominal", "sort": None, "axis": axis}
