"""A comparison as CSV, for programs: one line a candidate, names in English."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from audit.offer.demand import SCENARIOS
from audit.report.spreadsheet_text import no_formula

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from audit.comparison.model import Candidate, Comparison

#: Digits that a program can compute with; the exact fractions are in the JSON.
DIGITS = ".12g"


def comparison_csv(comparison: Comparison) -> str:
    """Return the candidates in the order of the comparison; empty where none is known.

    A text that a spreadsheet would run as a formula is quoted.
    """
    rows = [dict(_row(c, comparison)) for c in comparison.candidates]
    names = dict.fromkeys(name for row in rows for name in row)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: no_formula(str(v)) for k, v in row.items()} for row in rows)
    return buffer.getvalue()


def _row(c: Candidate, comparison: Comparison) -> Iterator[tuple[str, Any]]:
    yield "candidate", c.id
    yield "vendor", c.vendor
    yield "country", c.country
    yield "as_of", c.as_of
    yield "rank", "" if c.rank is None else c.rank
    yield "unranked", c.unranked or ""
    yield "decision", c.decision
    yield "rating", c.rating
    yield "inherent", c.inherent
    yield "residual", c.residual
    yield "score", _number(c.scores.score.exact)
    yield "verified", _number(c.scores.verified.exact)
    yield "claimed", _number(c.scores.claimed.exact)
    yield "knock_outs", " ".join(item.id for item in c.knock_outs)
    yield "contradictions", c.contradictions
    yield "open_controls", c.open_controls
    for value in c.values:
        yield f"value:{value.id}", _number(value.value.exact)
    if c.total and c.low and c.high:
        yield "total", _number(c.total.exact)
        yield "total_low", _number(c.low.exact)
        yield "total_high", _number(c.high.exact)
    yield from _money(c, comparison)
    for domain in c.domains:
        yield f"domain:{domain.id}", _number(domain.score.exact) if domain.score else ""


def _money(c: Candidate, comparison: Comparison) -> Iterator[tuple[str, Any]]:
    if comparison.currency:
        yield "currency", comparison.currency
    if c.cost is not None:
        for name in SCENARIOS:
            yield f"month_{name}", _number(c.cost.of(name).month)
            yield f"contact_{name}", _number(c.cost.of(name).contact)
    if c.loss is not None:
        for figure in ("gross", "expected", "median", "p90", "p95", "p99"):
            yield f"loss_{figure}", getattr(c.loss, figure)


def _number(value: Fraction) -> str:
    return format(float(value), DIGITS)
