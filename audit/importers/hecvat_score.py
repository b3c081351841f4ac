"""The score that a filled HECVAT workbook shows, and what is left of it without N/A.

A question weighs 20, 10 or 5 by its importance and earns that when its answer is the
compliant one. In the workbook every *N/A* leaves both sums, so that saying it raises
the score. Beside it stand two readings of ours: an N/A counts as not met unless a
reason is written beside it, and no N/A leaves at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.importers.hecvat_plan import leavings, overrides, toggles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.importers.hecvat_layout import Hecvat
    from audit.importers.hecvat_plan import Leaving, Override

_IMPORTANCE = {"critical importance": 20, "minor importance": 5}
_STANDARD = 10
_OVERRIDDEN = {**_IMPORTANCE, "standard importance": _STANDARD}
_COMPLIANCE = {"mark as compliant": True, "mark as non-compliant": False}
_AI, _PRIVACY, _TOTAL = "AI", "Privacy", "Overall"


@dataclass(frozen=True, slots=True)
class Mark:
    """One scored question: its weight, and why it would leave the sums."""

    id: str
    location: str
    weight: int
    earned: int
    gated: bool
    not_applicable: bool
    blank: bool
    reason: bool

    @property
    def leaves(self) -> bool:
        """Tell whether the workbook takes it out of both sums."""
        return self.gated or self.not_applicable or self.blank

    @property
    def leaves_with_reason(self) -> bool:
        """Tell whether we would: silence never takes anything out."""
        return self.gated or (self.not_applicable and self.reason)


@dataclass(frozen=True, slots=True)
class Sum:
    """Points earned of points that could be earned."""

    earned: int = 0
    possible: int = 0

    @property
    def percent(self) -> Fraction | None:
        """Return the share in percent; None when nothing could be earned."""
        return Fraction(100 * self.earned, self.possible) if self.possible else None

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.earned + other.earned, self.possible + other.possible)


@dataclass(frozen=True, slots=True)
class Line:
    """A section, or the overall score: three readings of the same answers."""

    name: str
    included: bool
    workbook: Sum
    with_reason: Sum
    no_na: Sum


def score(book: Hecvat) -> tuple[Line, ...]:
    """Return the lines that the workbook includes, the overall one last.

    A workbook without its scoring sheet has no score: no line is returned.
    """
    marks = scored(book)
    wanted = toggles(book)
    if not marks or not wanted:
        return ()
    parts = [t.name for t in wanted if t.privacy and t.included]
    lines = []
    for toggle in wanted:
        if toggle.privacy:
            continue
        if toggle.name == _AI:
            own = [m for m in marks if m.location.casefold() == _AI.casefold()]
        elif toggle.name == _PRIVACY:
            own = [m for m in marks if m.id[:4] in parts]
        else:
            own = [m for m in marks if m.id[:4] == toggle.name]
        lines.append(_line(toggle.name, own, included=toggle.included))
    return (*lines, _overall(lines))


def scored(book: Hecvat) -> tuple[Mark, ...]:
    """Return every question that the workbook's scoring sheet names and scores."""
    judged = overrides(book)
    found = []
    for question, leaving in leavings(book).items():
        row = book.rows[question]
        location = row.cell("score location").text
        if location.casefold() != "not scored":
            found.append(_mark(book, question, leaving, judged.get(question)))
    return tuple(found)


def unscored(book: Hecvat) -> tuple[str, ...]:
    """Return questions with a weight that the scoring sheet does not reach."""
    reached = leavings(book)
    return tuple(
        question
        for question, row in book.rows.items()
        if row.cell("score location").text.casefold() != "not scored"
        and question not in reached
    )


def _mark(
    book: Hecvat, question: str, leaving: Leaving, override: Override | None
) -> Mark:
    row = book.rows[question]
    said = answer_of(book, question)
    compliant = said == row.cell("compliant response").text.casefold()
    if row.cell("score mapping").text.casefold() == "neutral until evaluated":
        compliant = False
    weight = _IMPORTANCE.get(row.cell("default importance").text.casefold(), _STANDARD)
    if override and override.importance:
        weight = _OVERRIDDEN.get(override.importance.casefold(), 0)
    if override and override.compliance:
        compliant = _COMPLIANCE.get(override.compliance.casefold(), False)
    return Mark(
        id=question,
        location=row.cell("score location").text,
        weight=weight,
        earned=weight if compliant else 0,
        gated=any(answer_of(book, gate) == "no" for gate in leaving.gates),
        not_applicable=leaving.not_applicable and said == "n/a",
        blank=leaving.blank and not said,
        reason=any(
            e.more.filled and not e.more.flaw for e in book.entries.get(question, ())
        ),
    )


def answer_of(book: Hecvat, question: str) -> str:
    """Return a question's answer in small letters; empty when there is none."""
    given = (entry.answer.text for entry in book.entries.get(question, ()))
    return next((text for text in given if text), "").casefold()


def _line(name: str, marks: Iterable[Mark], *, included: bool) -> Line:
    own = list(marks)
    return Line(
        name,
        included,
        _sum(mark for mark in own if not mark.leaves),
        _sum(mark for mark in own if not mark.leaves_with_reason),
        _sum(mark for mark in own if not mark.gated),
    )


def _sum(marks: Iterable[Mark]) -> Sum:
    return sum((Sum(mark.earned, mark.weight) for mark in marks), Sum())


def _overall(lines: Iterable[Line]) -> Line:
    total = Line(_TOTAL, True, Sum(), Sum(), Sum())
    for line in lines:
        if line.included:
            total = Line(
                _TOTAL,
                True,
                total.workbook + line.workbook,
                total.with_reason + line.with_reason,
                total.no_na + line.no_na,
            )
    return total


_HEADERS = (
    "section",
    "the workbook's score",
    "N/A only with a reason",
    "no N/A accepted",
)


def score_table(book: Hecvat) -> tuple[tuple[str, ...], ...]:
    """Return the score as a table, its headers first; empty without a score."""
    lines = [line for line in score(book) if line.included]
    if not lines:
        return ()
    rows = [
        (line.name, *map(_shown, (line.workbook, line.with_reason, line.no_na)))
        for line in lines
    ]
    left = [
        (f"{name}: not in the workbook's scoring", "", "", "")
        for name in unscored(book)
    ]
    return (_HEADERS, *rows, *left)


def _shown(points: Sum) -> str:
    percent = points.percent
    if percent is None:
        return "N/A"
    tenths = round(percent * 10)
    return f"{tenths // 10}.{tenths % 10} % ({points.earned} of {points.possible})"
