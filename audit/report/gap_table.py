"""Gaps as rows of typed values, for files of tables."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.report.gaps import status_of
from audit.report.words import remedy_words, words

if TYPE_CHECKING:
    from audit.report.export import Export
    from audit.report.gaps import Gap

Value = str | Fraction | date | None


def gap_header(language: str) -> tuple[str, ...]:
    """Return the names of the columns."""
    w, remedy = words(language), remedy_words(language)
    return (
        w["control_id"],
        w["name_col"],
        w["domain"],
        w["severity"],
        w["status"],
        w["knock_out"].capitalize(),
        w["finding_lost"],
        w["exception_reason"],
        remedy["answered"],
        w["assurance"],
        w["remediation"],
        w["due"],
        f"{w['effort']}, {w['person_days']}",
        remedy["responsible"],
        w["approver"],
        w["expires"],
        w["compensating_control"],
        w["references"],
    )


def gap_row(export: Export, gap: Gap) -> tuple[Value, ...]:
    """Return a gap's values in the order of the header."""
    w, result, granted = export.w, gap.result, gap.exception
    return (
        gap.id,
        gap.title,
        gap.domain,
        w[f"severity_{gap.severity}"],
        status_of(gap, export.language),
        w["knock_out"] if gap.knock_out else "",
        gap.lost.exact if result else None,
        gap.reason,
        "\n".join(f"{export.question(i)} – {export.answer(i)}" for i in gap.answers),
        w[f"assurance_{result.assurance}"] if result else "",
        gap.remediation,
        gap.due,
        gap.effort,
        gap.owner.name,
        granted.approver if granted else "",
        granted.expires if granted else None,
        granted.compensating_control if granted else "",
        gap.references,
    )


def control_header(language: str) -> tuple[str, ...]:
    """Return the names of the columns of the ledger."""
    w = words(language)
    names = "control_id name_col domain severity status points_col possible_col"
    return tuple(w[name] for name in (*names.split(), "assurance"))


def control_rows(export: Export) -> tuple[tuple[Value, ...], ...]:
    """Return every control in scope with its points; they add up to the score."""
    policy, w = export.record.policy, export.w
    domains = {d.id: export.say(d.title) for d in policy.domains}
    return tuple(
        (
            c.id,
            export.say(policy.by_id[c.id].title),
            domains[c.domain],
            w[f"severity_{c.severity}"],
            w[f"status_{c.status}"],
            c.points.exact,
            c.possible.exact,
            w[f"assurance_{c.assurance}"],
        )
        for c in export.record.assessment.controls
    )
