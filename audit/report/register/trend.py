"""One vendor's scores over time, and what moved them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.report.comparison.blocks import (
    Block,
    Cell,
    Chart,
    Grid,
    Paragraph,
    Section,
    text,
)
from audit.report.register.labels import Labels
from audit.report.register.plain import judged_plain
from audit.report.register.spark import spark_text
from audit.report.register.trend_chart import trend_chart
from audit.report.register.view import RegisterView
from audit.report.words import register_words, show_date, show_number, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from audit.assessment.diff import AssessmentDiff, ControlChange, Standing
    from audit.assessment.why import Why
    from audit.policy.model import Policy
    from audit.vendor.facts import Judged
    from audit.vendor.model import VendorCard

    Draw = Callable[[dict[str, Any], str, str], str]


@dataclass(frozen=True, slots=True)
class Move:
    """Two assessments by one policy, what differs, and why each control does."""

    before: Judged
    after: Judged
    diff: AssessmentDiff
    why: Mapping[str, tuple[Why, ...]]


@dataclass(frozen=True, slots=True)
class Trend:
    """A vendor's assessments by their day, and what changed between them."""

    card: VendorCard
    assessments: tuple[Judged, ...]
    moves: tuple[Move, ...]
    policies: Mapping[str, Policy]


def trend_view(found: Trend, language: str, draw: Draw | None = None) -> RegisterView:
    """Return the assessments, newest last, and the moves, newest first."""
    word, labels = register_words(language), Labels(found.policies, language)
    scores = [float(judged.score) for judged in found.assessments]
    last = found.assessments[-1:]
    sections = [_section(move, labels) for move in reversed(found.moves)]
    if draw is not None and len(scores) > 1:
        title, said = word["trend_title"], word["trend_text"]
        svg = draw(trend_chart(found.assessments, language), title, said)
        chart = Chart("trend", title, said, svg)
        sections.insert(0, Section("trend", title, "", (chart,)))
    headline = " · ".join(
        (show_number(str(judged.score), language) + ", " + labels.verdict(judged)[0])
        for judged in last
    )
    return RegisterView(
        language=language,
        title=word["trend_title"],
        subject=found.card.name,
        as_of=show_date(last[0].as_of, language) if last else "–",
        headline=headline or word["matrix_none"],
        sentences=(spark_text(scores),) if draw is None and scores else (),
        overview=_overview(found, labels),
        sections=tuple(sections),
    )


def trend_plain(found: Trend) -> dict[str, Any]:
    """Return the assessments and the moves in codes, points exact."""
    return {
        "vendor": found.card.id,
        "assessments": [judged_plain(judged) for judged in found.assessments],
        "changes": [_plain(move) for move in found.moves],
    }


HEADER = (
    "as_of", "record", "policy", "response", "score", "verified", "claimed", "rating",
    "residual", "decision",
)  # fmt: skip


def trend_rows(found: Trend) -> Iterator[tuple[Any, ...]]:
    """Yield one row an assessment under ``HEADER``."""
    for one in found.assessments:
        yield (
            one.as_of, one.number, one.policy, one.response, one.score, one.verified,
            one.claimed, one.rating, one.residual, one.decision,
        )  # fmt: skip


def _overview(found: Trend, labels: Labels) -> Grid:
    w, word = words(labels.language), register_words(labels.language)
    header = (
        word["day"], w["policy"], w["score"], w["verified_score"], w["claimed_score"],
        w["rating"], w["residual_risk"], w["decision"],
    )  # fmt: skip
    rows = tuple(
        (
            text(show_date(one.as_of, labels.language), "strong"),
            text(labels.policy(one.policy)),
            *(
                Cell(show_number(str(n), labels.language), float(n), "points", "num")
                for n in (one.score, one.verified, one.claimed)
            ),
            text(labels.verdict(one)[1]),
            text(labels.verdict(one)[2]),
            text(labels.verdict(one)[0], f"word-{one.decision}"),
        )
        for one in found.assessments
    )
    widths = ("11%", "22%", "9%", "11%", "11%", "11%", "11%")
    return Grid("assessments", word["assessments"], header, rows, widths)


def _section(move: Move, labels: Labels) -> Section:
    word, w = register_words(labels.language), words(labels.language)
    days = " → ".join(
        show_date(one.as_of, labels.language) for one in (move.before, move.after)
    )
    title = f"{word['changes']}: {days}"
    name = f"move-{move.before.number}-{move.after.number}"
    moved = [change for change in move.diff.controls if not change.only_share]
    if not moved:
        return Section(name, title, "", (Paragraph(word["changes_none"]),))
    moved.sort(key=lambda change: (-abs(change.difference), change.id))
    header = (
        w["control"], word["before"], word["after"], word["difference"], word["why"],
    )  # fmt: skip
    rows = tuple(_row(change, move, labels) for change in moved)
    grid = Grid(name, title, header, rows, ("30%", "13%", "13%", "8%"), dense=True)
    blocks: tuple[Block, ...] = (grid,)
    return Section(name, title, "", blocks)


def _row(change: ControlChange, move: Move, labels: Labels) -> tuple[Cell, ...]:
    won = Points(exact=change.difference)
    shown = f"{float(change.difference):+.2f}".replace("-", "−")
    return (
        text(labels.control(move.after.policy, change.id)),
        text(_standing(change.before, labels.language)),
        text(_standing(change.after, labels.language)),
        Cell(show_number(shown, labels.language), float(won.exact), "points", "num"),
        text("\n".join(_why(move.why[change.id], labels.language)), "lines"),
    )


def _standing(found: Standing | None, language: str) -> str:
    w = words(language)
    if found is None:
        return register_words(language)["out"]
    return f"{w[f'status_{found.status}']} ({w[f'assurance_{found.assurance}']})"


def _why(reasons: tuple[Why, ...], language: str) -> Iterator[str]:
    word = register_words(language)
    for reason in reasons:
        said = word[f"why_{reason.kind}"].format(names=", ".join(reason.names))
        yield said[0].upper() + said[1:]


def _plain(move: Move) -> dict[str, Any]:
    return {
        "before": move.before.number,
        "after": move.after.number,
        "difference": str(move.diff.difference),
        "controls": [
            {
                "id": change.id,
                "before": change.before.status if change.before else None,
                "after": change.after.status if change.after else None,
                "points": str(change.difference),
                "why": [reason._asdict() for reason in move.why[change.id]],
            }
            for change in move.diff.controls
        ],
    }
