"""Verdict and gaps as Markdown, short enough for a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.formats.markdown import escape
from audit.report.gaps import status_of
from audit.report.words import show_date, show_number, show_share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report.export import Export
    from audit.report.gaps import Gap


def export(given: Export) -> bytes:
    """Return the verdict and a table of the gaps; every text is escaped."""
    return ("\n".join(_lines(given)) + "\n").encode()


def _lines(given: Export) -> Iterator[str]:
    found, w = given.record.assessment, given.w
    policy, scores = given.record.policy, found.scores
    ratings = {rating.id: given.say(rating.label) for rating in policy.ratings}
    numbers = (scores.score.shown, scores.verified.shown, scores.claimed.shown)
    score, verified, claimed = (show_number(n, given.language) for n in numbers)
    decision = found.decision
    yield f"# {escape(found.vendor)}: {w[f'decision_{decision}']}"
    yield ""
    yield w[f"decision_{decision}_text"]
    yield ""
    yield f"- {w['score']}: **{score}** ({verified} – {claimed})"
    yield f"- {w['rating']}: {escape(ratings[found.rating])}"
    yield f"- {w['assessed_on']}: {show_date(found.as_of, given.language)}"
    title = escape(given.say(policy.title))
    yield f"- {w['policy']}: {title}, {w['version']} {policy.version}"
    yield f"- {w['assessment']}: `{given.record.assessment_digest}`"
    yield ""
    yield f"## {w['findings']}"
    yield ""
    if not given.gaps:
        yield w["no_gaps"]
        return
    header = (
        w["control_id"], w["severity"], w["status"], w["finding_lost"], w["due"],
        f"{w['effort']}, {w['person_days']}", w["name_col"], w["remediation"],
    )  # fmt: skip
    yield f"| {' | '.join(header)} |"
    yield "| --- | --- | --- | ---: | --- | ---: | --- | --- |"
    for gap in given.gaps:
        yield f"| {' | '.join(_cells(given, gap))} |"


def _cells(given: Export, gap: Gap) -> Iterator[str]:
    language, granted = given.language, gap.exception
    knock_out = f", {given.w['knock_out']}" if gap.knock_out else ""
    until = f" ({show_date(granted.expires, language)})" if granted else ""
    yield escape(gap.id)
    yield given.w[f"severity_{gap.severity}"] + knock_out
    yield status_of(gap, language) + until
    yield show_number(gap.lost.shown, language) if gap.result else "–"
    yield show_date(gap.due, language)
    yield "–" if gap.effort is None else show_share(gap.effort, language)
    yield escape(gap.title)
    yield escape(gap.remediation)
