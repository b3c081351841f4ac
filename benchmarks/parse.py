"""Strict reading with digest and positions, beside json.loads of the same bytes."""

from __future__ import annotations

import json

from harness import Rounds, Row, interleaved, ratio_row
from material import ANSWERS, sized

from audit.canonical import digest
from audit.documents import read_json


def run(rounds: Rounds) -> list[Row]:
    """Return the lines of parsing, the canonical digest also by itself."""
    raw = sized()[1]
    data = read_json(raw, "response.json").data
    strict, named, floor = interleaved(
        lambda: read_json(raw, "response.json"),
        lambda: digest(data),
        lambda: json.loads(raw),
        rounds=rounds.light,
    )
    name = f"read_json, {ANSWERS} answers"
    beside = (floor, "json.loads")
    return [
        ratio_row(name, (strict, strict.shown()), beside),
        ratio_row("  of which canonical digest", (named, named.shown()), beside),
    ]
