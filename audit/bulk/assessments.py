"""Recorded assessments as typed rows."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audit.register.model import Record

_WORDS = ("decision", "rating", "rating_before_knock_outs", "residual")
_SCORES = ("score", "verified", "claimed", "before_exceptions")
_COUNTS = ("asked", "answered")


def assessment_row(record: Record, content: bytes) -> dict[str, Any]:
    """Return an assessment as a row; InputError when it is none."""
    try:
        return _row(record, json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        message = f"record {record.number} is no assessment: {error!r}"[:200]
        raise InputError.of(Problem("bulk-assessment", message)) from None


def _row(record: Record, said: Mapping[str, Any]) -> dict[str, Any]:
    subjects = ("policy", "questionnaire", "response")
    named = {name: f"{said[name]['id']}@{said[name]['version']}" for name in subjects}
    digests = {f"{name}_digest": said[name]["digest"] for name in subjects}
    return {
        "record": record.number,
        "recorded_at": datetime.fromisoformat(record.recorded_at),
        "recorded_by": record.by,
        "vendor": record.vendor,
        **named,
        "response": said["response"]["id"],
        **digests,
        "engine": said["engine"],
        "as_of": date.fromisoformat(said["as_of"]),
        **{name: said[name] for name in _WORDS},
        "inherent": said["inherent"]["tier"],
        **_points(said["scores"], _SCORES),
        **_points(said, ("gaming_index", "coverage")),
        **{name: said[name] for name in _COUNTS},
        "knock_outs": [knock_out["id"] for knock_out in said["knock_outs"]],
        "contradictions": [clash["id"] for clash in said["contradictions"]],
        "domains": [_domain(domain) for domain in said["domains"]],
        "controls": [_control(control) for control in said["controls"]]
        + [{"id": c["id"], "status": "out_of_scope"} for c in said["out_of_scope"]],
    }


def _points(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return numbers as decimals and, exactly, as fractions; absent ones are null."""
    found: dict[str, Any] = {}
    for name in names:
        points = said.get(name)
        found[name] = Decimal(points["shown"]) if points else None
        found[f"{name}_exact"] = points["exact"] if points else None
    return found


def _domain(said: Mapping[str, Any]) -> dict[str, Any]:
    scores = _points(said, ("score", "verified", "claimed"))
    return {"id": said["id"], "controls": said["controls"], **scores}


def _control(said: Mapping[str, Any]) -> dict[str, Any]:
    words = ("id", "domain", "severity", "status", "reason", "assurance")
    points = _points(said, ("points", "possible"))
    return {**{name: said[name] for name in words}, **points}


def write(folder: Path, part: int, rows: list[dict[str, Any]]) -> None:
    """Write rows as a part of a folder."""
    from audit.columnar.library import pl

    frame = pl.DataFrame(rows, schema=schema(), orient="row")
    frame.write_parquet(folder / f"part-{part:05}.parquet", compression="zstd")


def schema() -> dict[str, Any]:
    """Return every column with its type, in order."""
    from audit.columnar.library import pl

    text = pl.String()
    domain = {"id": text, "controls": pl.Int32(), **_typed("score verified claimed")}
    words = ("id", "domain", "severity", "status", "reason", "assurance")
    control = {**dict.fromkeys(words, text), **_typed("points possible")}
    ids = ("policy", "questionnaire", "response")
    return {
        "record": pl.Int64(),
        "recorded_at": pl.Datetime("us", "UTC"),
        **dict.fromkeys(("recorded_by", "vendor", *ids), text),
        **{f"{name}_digest": text for name in ids},
        "engine": text,
        "as_of": pl.Date(),
        **dict.fromkeys((*_WORDS, "inherent"), text),
        **_typed(" ".join((*_SCORES, "gaming_index", "coverage"))),
        **dict.fromkeys(_COUNTS, pl.Int32()),
        "knock_outs": pl.List(text),
        "contradictions": pl.List(text),
        "domains": pl.List(pl.Struct(domain)),
        "controls": pl.List(pl.Struct(control)),
    }


def _typed(names: str) -> dict[str, Any]:
    from audit.columnar.library import pl

    found: dict[str, Any] = {}
    for name in names.split():
        found[name] = pl.Decimal(5, 1)
        found[f"{name}_exact"] = pl.String()
    return found
