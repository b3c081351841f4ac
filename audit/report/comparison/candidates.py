"""One row a candidate: everything that the first page tells about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.offer.show import show_money
from audit.questionnaire.localisation import pick
from audit.report.words import comparison_words, show_date, show_number, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.assessment.model import Points, UnmetKnockOut
    from audit.comparison.model import Candidate
    from audit.report.comparison.record import ComparisonRecord

#: How candidates are named where their names do not fit; twenty at most.
MARKS = "ABCDEFGHIJKLMNOPQRST"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as texts; ``bar`` holds numbers for drawing only."""

    id: str
    mark: str
    vendor: str
    country: str
    as_of: str
    rank: str
    unranked: str
    decision: str
    decision_word: str
    rating: str
    inherent: str
    residual: str
    score: str
    verified: str
    claimed: str
    total: str
    low: str
    high: str
    gaming_index: str
    coverage: str
    contradictions: int
    open_controls: int
    knock_outs: tuple[str, ...]
    month: str
    contact: str
    loss: str
    bar: Mapping[str, float]


def candidate_rows(record: ComparisonRecord, language: str) -> tuple[CandidateRow, ...]:
    """Return the candidates in the order of the comparison: best first."""
    found = zip(MARKS, record.comparison.candidates, strict=False)
    return tuple(_row(mark, each, record, language) for mark, each in found)


def _row(
    mark: str, c: Candidate, record: ComparisonRecord, language: str
) -> CandidateRow:
    policy, word = record.policy, comparison_words(language)
    ratings = {item.id: pick(item.label, language) for item in policy.ratings}
    levels = {item.id: pick(item.label, language) for item in policy.residual.levels}
    tiers = {item.id: pick(item.label, language) for item in policy.inherent.tiers}
    currency = record.comparison.currency or ""
    base = c.cost.of("base") if c.cost else None

    def points(value: Points | None) -> str:
        return "–" if value is None else show_number(value.shown, language)

    def money(amount: Fraction, decimals: int) -> str:
        return show_money(amount, currency, language, decimals)

    return CandidateRow(
        id=c.id,
        mark=mark,
        vendor=c.vendor,
        country=c.country,
        as_of=show_date(c.as_of, language),
        rank="–" if c.rank is None else str(c.rank),
        unranked=word[f"unranked_{c.unranked}"] if c.unranked else "",
        decision=c.decision,
        decision_word=words(language)[f"decision_{c.decision}"],
        rating=ratings[c.rating],
        inherent=tiers[c.inherent],
        residual=levels[c.residual],
        score=points(c.scores.score),
        verified=points(c.scores.verified),
        claimed=points(c.scores.claimed),
        total=points(c.total),
        low=points(c.low),
        high=points(c.high),
        gaming_index=points(c.gaming_index),
        coverage=points(c.coverage),
        contradictions=c.contradictions,
        open_controls=c.open_controls,
        knock_outs=tuple(_knock_out(k, record, language) for k in c.knock_outs),
        month=money(base.month, 0) if base else "–",
        contact=money(base.contact, 2) if base else "–",
        loss=money(Fraction(c.loss.expected), 0) if c.loss else "–",
        bar={
            "verified": float(c.scores.verified.exact),
            "score": float(c.scores.score.exact),
            "claimed": float(c.scores.claimed.exact),
        },
    )


def _knock_out(found: UnmetKnockOut, record: ComparisonRecord, language: str) -> str:
    if found.kind == "control":
        return pick(record.policy.by_id[found.id].title, language)
    if found.kind == "contradiction":
        item = next(c for c in record.policy.contradictions if c.id == found.id)
        return pick(item.finding, language)
    return words(language)["answers_unsigned"]
