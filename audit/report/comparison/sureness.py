"""How sure the ranking is, in sentences and one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.questionnaire.localisation import pick
from audit.report.comparison.blocks import Grid, Paragraph, Section, text
from audit.report.comparison.numbers import Numbers
from audit.report.words import comparison_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.comparison.model import Flip
    from audit.report.comparison.blocks import Block
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord


#: Pairs named in a sentence of their own; the closest to the top come first.
MOST_PAIRS = 3


def headline(record: ComparisonRecord, language: str) -> str:
    """Return the outcome in a sentence."""
    word, ranked = comparison_words(language), record.comparison.ranked
    if record.criteria is None:
        return word["headline_no_criteria"]
    if not ranked:
        return word["headline_none"]
    firsts = [c for c in ranked if c.rank == 1]
    if len(firsts) > 1:
        return word["headline_shared"].format(names=", ".join(c.vendor for c in firsts))
    key = "headline_first" if len(ranked) > 1 else "headline_only"
    total = Numbers(language).points(ranked[0].total).text
    return word[key].format(name=ranked[0].vendor, total=total)


def sentences(record: ComparisonRecord, language: str) -> Iterator[str]:
    """Yield what makes the ranking more or less sure, the most telling first."""
    word, stable = comparison_words(language), record.comparison.stability
    if stable is None:
        return
    names = {c.id: c.vendor for c in record.comparison.candidates}
    numbers, ranked = Numbers(language), record.comparison.ranked
    if len(ranked) < 2:
        return
    shares = {item.id: item.ranks[0] for item in stable.acceptability}
    share = numbers.percent(shares[ranked[0].id]).text
    yield word["wins"].format(name=ranked[0].vendor, share=share)
    if stable.flip is not None:
        yield _flip(stable.flip, record, names, language)
    for one, other in stable.level[:MOST_PAIRS]:
        yield word["level"].format(one=names[one], other=names[other])
    more = len(stable.level) - MOST_PAIRS
    if more > 0:
        yield word["level_more"].format(n=more)
    if len(stable.pareto) < len(ranked):
        kept = ", ".join(names[name] for name in stable.pareto)
        yield word["pareto"].format(names=kept)


def _flip(
    flip: Flip, record: ComparisonRecord, names: dict[str, str], language: str
) -> str:
    word, numbers = comparison_words(language), Numbers(language)
    second = names[flip.second]
    if not flip.possible or flip.moved is None or flip.given is None:
        return word["flip_never"].format(first=names[flip.first], second=second)
    criteria = record.criteria.criteria if record.criteria else ()
    titles = {
        item.id: word["quoted"].format(text=pick(item.title, language))
        for item in criteria
    }
    taken = ", ".join(titles[name] for name in flip.taken)
    return word["flip"].format(
        moved=numbers.percent(flip.moved).text,
        taken=taken,
        given=titles[flip.given],
        second=second,
    )


def sureness_section(
    record: ComparisonRecord,
    rows: tuple[CandidateRow, ...],
    charts: tuple[Block, ...],
    language: str,
) -> Section | None:
    """Return the stability of the ranking; None where nothing ranks."""
    word, stable = comparison_words(language), record.comparison.stability
    if stable is None or not stable.acceptability:
        return None
    said = [Paragraph(each) for each in sentences(record, language)]
    blocks = [*said, *charts, _acceptability(record, rows, language)]
    method = word["sureness_method"].format(
        trials=Numbers(language).number(stable.trials).text, seed=stable.seed
    )
    return Section(
        "sureness",
        word["sureness"],
        word["sureness_lead"],
        (*blocks, Paragraph(method)),
    )


def _acceptability(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Grid:
    word, numbers = comparison_words(language), Numbers(language)
    stable = record.comparison.stability
    found = {item.id: item.ranks for item in stable.acceptability} if stable else {}
    ranks = range(len(next(iter(found.values()), ())))
    return Grid(
        "acceptability",
        word["acceptability_title"],
        (
            word["candidate"],
            *(word["rank_n"].format(n=place + 1) for place in ranks),
        ),
        tuple(
            (
                text(f"{row.mark}  {row.vendor}", "strong"),
                *(numbers.percent(share) for share in found[row.id]),
            )
            for row in rows
            if row.id in found
        ),
        ("90mm",),
    )
