"""The comparison's charts as Vega-Lite specifications: plain data, no drawing.

Every chart names its candidates by letter and tells them apart without colour: by
place, shape or dash. Its numbers stand in a table on the same pages.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from audit.questionnaire.localisation import pick
from audit.report.words import comparison_words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

    Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, MUTED, LINE, BAND = "#12263f", "#5b6472", "#dde3ea", "#9db4cf"
#: Told apart by lightness too; dashes do the rest.
STROKES = ("#12263f", "#a15c00", "#1f7a4d", "#b3261e", "#5b3f8c", "#0f6f86")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4], [12, 3])
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
ROW, WIDTH = 30, 660
#: How wide a letter of a label is, roughly.
LETTER = 6


def score_strip(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return scores as marks on their intervals, one line a candidate."""
    w = words(language)
    data = [
        {"name": f"{r.mark}  {r.vendor}", **dict(r.bar), "shown": r.score} for r in rows
    ]
    bounds = _bounds(record, language)
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 260, "domain": False, "ticks": False},
    }
    x_axis = {"title": w["score"], "values": [0, 20, 40, 60, 80, 100]}
    scale = {"domain": [0, 100]}
    x = {"field": "verified", "type": "quantitative", "scale": scale, "axis": x_axis}
    return {
        **_frame(language, height=ROW * len(rows)),
        "layer": [
            {
                "data": {"values": bounds},
                "mark": {"type": "rule", "color": LINE, "strokeWidth": 1},
                "encoding": {"x": {"field": "at", "type": "quantitative"}},
            },
            {
                "data": {"values": bounds},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "bottom",
                    "dx": 3,
                    "y": -3,
                    "color": MUTED,
                    "fontSize": 10,
                },
                "encoding": {
                    "x": {"field": "at", "type": "quantitative"},
                    "text": {"field": "label"},
                },
            },
            {
                "data": {"values": data},
                "mark": {"type": "bar", "size": 9, "color": BAND},
                "encoding": {"y": y, "x": x, "x2": {"field": "claimed"}},
            },
            {
                "data": {"values": data},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 130,
                    "color": INK,
                    "opacity": 1,
                },
                "encoding": {"y": y, "x": {**x, "field": "score"}},
            },
        ],
    }


def _bounds(record: ComparisonRecord, language: str) -> list[dict[str, Any]]:
    """Return where ratings begin, their names broken to the room before the next."""
    ratings = sorted(record.policy.ratings, key=lambda rating: rating.min_score)
    starts = [float(rating.min_score) for rating in ratings]
    rooms = [after - start for start, after in pairwise([*starts, 100.0])]
    return [
        {
            "at": start,
            "label": wrap(
                pick(rating.label, language), max(8, int(room * WIDTH / 100 / LETTER))
            ),
        }
        for rating, start, room in zip(ratings, starts, rooms, strict=True)
    ]


def price_against_risk(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return each candidate's price against its score with the interval."""
    w, word = words(language), comparison_words(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    data = [
        {
            "mark": row.mark,
            "price": float(cost.of("base").month),
            **dict(row.bar),
            "ranked": by_id[row.id].rank is not None,
        }
        for row in rows
        if (cost := by_id[row.id].cost) is not None
    ]
    title = f"{word['price_base']}, {record.comparison.currency}"
    price = {
        "field": "price",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True, "padding": 24},
        "axis": {"title": title, "format": "~s" if _huge(data) else ",d"},
    }
    score = {
        "field": "score",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": w["score"]},
    }
    filled = {"condition": {"test": "datum.ranked", "value": INK}, "value": "#ffffff"}
    return {
        **_frame(language, width=330, height=230),
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 5, "color": BAND},
                "encoding": {
                    "x": price,
                    "y": {**score, "field": "verified"},
                    "y2": {"field": "claimed"},
                },
            },
            {
                "mark": {
                    "type": "point",
                    "size": 150,
                    "stroke": INK,
                    "strokeWidth": 2,
                    "opacity": 1,
                },
                "encoding": {"x": price, "y": score, "fill": filled},
            },
            {
                "mark": {
                    "type": "text",
                    "dx": 14,
                    "align": "left",
                    "fontSize": 14,
                    "fontWeight": 600,
                },
                "encoding": {"x": price, "y": score, "text": {"field": "mark"}},
            },
        ],
    }


def _huge(data: list[dict[str, Any]]) -> bool:
    return any(each["price"] >= 10_000_000 for each in data)


def loss_exceedance(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return the share of years that lose more than an amount, a line a candidate."""
    word = comparison_words(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    data: list[dict[str, Any]] = [
        {"mark": row.mark, "loss": amount, "share": float(share) / 100}
        for row in rows
        if (loss := by_id[row.id].loss) is not None
        for amount, share in loss.curve
        if amount > 0
    ]
    marks = [row.mark for row in rows]
    ends = [
        max((d for d in data if d["mark"] == mark), key=lambda d: d["loss"])
        for mark in marks
        if any(d["mark"] == mark for d in data)
    ]
    currency = record.comparison.currency
    x = {
        "field": "loss",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False},
        "axis": {
            "title": f"{word['loss_year']}, {currency}",
            "format": "~s",
            "tickCount": 6,
        },
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "axis": {"title": word["loss_share"], "format": "%"},
    }
    kinds = {"domain": marks, "range": [_of(STROKES, n) for n in range(len(marks))]}
    dashes = {"domain": marks, "range": [_of(DASHES, n) for n in range(len(marks))]}
    return {
        **_frame(language, width=330, height=230),
        "layer": [
            {
                "data": {"values": data},
                "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "mark", "scale": kinds, "legend": None},
                    "strokeDash": {
                        "field": "mark",
                        "scale": dashes,
                        "legend": {"title": word["candidate"], "symbolSize": 300},
                    },
                },
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "dx": 8, "align": "left", "fontWeight": 600},
                "encoding": {"x": x, "y": y, "text": {"field": "mark"}},
            },
        ],
    }


def rank_acceptability(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Spec:
    """Return how often each candidate takes each rank, as one bar a candidate."""
    word, stable = comparison_words(language), record.comparison.stability
    found = {item.id: item.ranks for item in stable.acceptability} if stable else {}
    data = [
        {
            "name": f"{row.mark}  {row.vendor}",
            "rank": place,
            "share": float(share),
            "shown": word["rank_n"].format(n=place) if share >= 0.08 else "",
        }
        for row in rows
        if row.id in found
        for place, share in enumerate(found[row.id], start=1)
    ]
    count = len({each["name"] for each in data})
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 260, "domain": False, "ticks": False},
    }
    x = {
        "field": "share",
        "type": "quantitative",
        "stack": "zero",
        "axis": {"title": word["weight_space"], "format": "%"},
    }
    shade = {
        "field": "rank",
        "type": "ordinal",
        "scale": {"domain": list(range(1, count + 1)), "range": _ramp(count)},
        "legend": None,
    }
    order = {"field": "rank", "type": "ordinal"}
    text_colour = {
        "condition": {"test": f"datum.rank <= {max(1, count // 2)}", "value": "#fff"},
        "value": INK,
    }
    return {
        **_frame(language, height=ROW * max(1, count)),
        "data": {"values": data},
        "encoding": {"y": y, "order": order},
        "layer": [
            {
                "mark": {"type": "bar", "size": 18, "stroke": "#fff"},
                "encoding": {"x": x, "color": shade},
            },
            {
                "mark": {"type": "text", "align": "center"},
                "encoding": {
                    "x": {**x, "bandPosition": 0.5},
                    "text": {"field": "shown"},
                    "color": text_colour,
                },
            },
        ],
    }


def _ramp(count: int) -> list[str]:
    """Return shades from dark (first rank) to light."""
    steps = ("#12263f", "#35537a", "#6c8bb0", "#9db4cf", "#c5d2e3", "#e4e9ef")
    if count <= 1:
        return [steps[0]]
    last = len(steps) - 1
    return [steps[round(place * last / (count - 1))] for place in range(count)]


def _of(choices: tuple[Any, ...], place: int) -> Any:
    return choices[place % len(choices)]


def _frame(language: str, *, width: int = WIDTH, height: int) -> Mapping[str, Any]:
    number = {"grouping": [3], "currency": ["", ""]}
    number |= LOCALES["en" if language == "en" else "other"]
    config = {**CONFIG, "locale": {"number": number}}
    return {"$schema": SCHEMA, "width": width, "height": height, "config": config}


LOCALES = {
    "en": {"decimal": ".", "thousands": "\u202f"},
    "other": {"decimal": ",", "thousands": "\u202f"},
}


CONFIG = {
    "font": "Plex",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "labelColor": INK,
        "titleColor": MUTED,
        "gridColor": LINE,
        "domainColor": "#c9d1dc",
        "tickColor": "#c9d1dc",
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400},
    "text": {"fontSize": 12, "color": INK, "font": "Plex"},
}
