"""What ``audit diff`` shows to people: tables in one language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.diff_words import TEXTS, escape
from audit.questionnaire.localisation import pick
from audit.report.words import show_number, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.assessment.diff import ControlChange, Standing, Verdict
    from audit.diffing import Difference
    from audit.policy.model import Policy
    from audit.response.diff import AnswerChange, EvidenceChange, Given, RowChange

#: The compared scores and their words.
_SCORES = {
    "score": "score",
    "verified": "verified_score",
    "claimed": "claimed_score",
    "before_exceptions": "score_before_exceptions",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of texts."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(
    found: Difference, language: str, *, markdown: bool = False
) -> tuple[Table, ...]:
    """Return the tables that have rows, the most important first.

    For Markdown every text is escaped, so that no answer can pass as a table.
    """
    view = _View(found, language)
    shown = (
        view.result(), view.controls(), view.answers(),
        view.evidence(), view.expired(), view.lost(),
    )  # fmt: skip
    found_rows = tuple(table for table in shown if table.rows)
    return tuple(map(_escaped, found_rows)) if markdown else found_rows


def _escaped(table: Table) -> Table:
    rows = (tuple(escape(cell) for cell in row) for row in table.rows)
    return Table(table.title, table.header, tuple(rows))


def nothing(language: str) -> str:
    """Return the sentence for two responses that say the same."""
    return TEXTS[language]["none"]


class _View:
    def __init__(self, found: Difference, language: str) -> None:
        self.found = found
        self.language = language
        self.w = {**words(language), **TEXTS[language]}

    def question(self, link_id: str) -> str:
        """Return a question's id and text."""
        question = self.found.questionnaire.questions.get(link_id)
        text = pick(question.text, self.language) if question else ""
        return f"{link_id}: {text}" if text else link_id

    def answers(self) -> Table:
        w = self.w
        header = (w["question"], w["change"], w["before"], w["after"])
        changes = self.found.answers.answers
        return Table(w["answers"], header, tuple(map(self.answer, changes)))

    def answer(self, change: AnswerChange) -> tuple[str, ...]:
        if change.rows and change.before.state == change.after.state:
            sides = [self.cells(change, key) for key in ("before", "after")]
        else:
            given = (change.before, change.after)
            sides = [self.given(change.link_id, side) for side in given]
        for number, side in enumerate((change.before, change.after)):
            if change.before.evidence != change.after.evidence:
                named = ", ".join(side.evidence) or "—"
                sides[number] += f" [{self.w['evidence']}: {named}]"
        return self.question(change.link_id), self.w[change.kind], *sides

    def given(self, link_id: str, given: Given) -> str:
        """Return what one side says: its value, or its state in words."""
        question = self.found.questionnaire.questions[link_id]
        parts = []
        if given.value is not None:
            text = str(question.shown(given.value, self.language))
            # A terminal shows the thin space as an escape.
            parts = [text.replace("\u202f", "\u00a0")]
        if given.state == "carried":
            parts.append(f"({self.w['carried']})")
        elif given.value is None:
            parts.append(self.w[f"state_{given.state}"])
        if given.justification:
            parts.append(f"({given.justification})")
        return " ".join(parts)

    def cells(self, change: AnswerChange, side: str) -> str:
        """Return the changed rows of one side."""
        return "\n".join(self.row(change.link_id, r, side) for r in change.rows)

    def row(self, link_id: str, change: RowChange, side: str) -> str:
        cells = change.before if side == "before" else change.after
        question = self.found.questionnaire.questions[link_id]
        if cells is not None and change.columns:
            cells = {key: cells[key] for key in change.columns if key in cells}
        text = question.shown_row(cells, self.language) if cells else "—"
        text = text.replace("\u202f", "\u00a0")
        return f"{self.w['row']} {change.key}: {text}"

    def evidence(self) -> Table:
        w = self.w
        header = (w["evidence"], w["change"], w["before"], w["after"], w["fields"])
        changes = self.found.answers.evidence
        return Table(w["evidence"], header, tuple(map(self.item, changes)))

    def item(self, change: EvidenceChange) -> tuple[str, ...]:
        old, new = change.validity
        named = change.after or change.before
        title = f"{change.id}: {named.title}" if named else change.id
        sides = (self.w[f"evidence_{v}"] if v else "—" for v in (old, new))
        kind = self.w[change.kind]
        if new == "expired" and not change.fields and old is not None:
            kind = self.w["evidence_expired"]
        return title, kind, *sides, ", ".join(change.fields)

    def expired(self) -> Table:
        w = self.w
        sides = zip(("old", "new"), self.found.answers.expired, strict=True)
        rows = tuple((w[side], name) for side, names in sides for name in names)
        return Table(w["expired"], (w["side"], w["evidence"]), rows)

    def lost(self) -> Table:
        w = self.w
        rows = (
            (w[side], self.question(note.subject), w[note.kind])
            for side, read in (("old", self.found.before), ("new", self.found.after))
            for note in read.notes
            if note.kind in w
        )
        return Table(w["lost"], (w["side"], w["question"], w["change"]), tuple(rows))

    def result(self) -> Table:
        w = self.w
        rows = [
            (f"{w['vendor']}: {key}", old or "—", new or "—", "≠")
            for key, old, new in self.found.answers.vendor
        ]
        header = (w["result"], w["before"], w["after"], w["difference"])
        return Table(w["result"], header, (*rows, *self.verdicts()))

    def verdicts(self) -> Iterator[tuple[str, str, str, str]]:
        found, policy = self.found.assessments, self.found.policy
        if found is None or policy is None:
            return
        old, new = found.before, found.after
        for name, word in _SCORES.items():
            low, high = dict(old.scores)[name], dict(new.scores)[name]
            sides = self.number(low), self.number(high)
            yield self.w[word], *sides, self.signed(high - low)
        for word, left, right in self.words_of(old, new, policy):
            yield self.w[word], left, right, "" if left == right else "≠"

    def words_of(
        self, old: Verdict, new: Verdict, policy: Policy
    ) -> Iterator[tuple[str, str, str]]:
        yield "knock_outs", _listed(old.knock_outs), _listed(new.knock_outs)
        yield "contradictions", _listed(old.contradictions), _listed(new.contradictions)
        yield "coverage", self.number(old.coverage), self.number(new.coverage)
        labels: tuple[tuple[str, str, Sequence[Any]], ...] = (
            ("rating", "rating", policy.ratings),
            ("inherent_risk", "inherent", policy.inherent.tiers),
            ("residual_risk", "residual", policy.residual.levels),
        )
        for word, key, listed in labels:
            by_id = {entry.id: pick(entry.label, self.language) for entry in listed}
            yield word, by_id[getattr(old, key)], by_id[getattr(new, key)]
        decisions = [self.w[f"decision_{side.decision}"] for side in (old, new)]
        yield "decision", decisions[0], decisions[1]

    def controls(self) -> Table:
        w, found = self.w, self.found.assessments
        header = (
            w["control"], w["before"], w["after"], w["difference"], w["reads"],
        )  # fmt: skip
        if found is None or not found.controls:
            return Table(w["controls"], header, ())
        rows = [self.control(c) for c in found.controls if not c.only_share]
        if shared := [c.difference for c in found.controls if c.only_share]:
            difference = self.signed(sum(shared, Fraction(0)))
            rows.append((str(len(shared)), "", "", difference, w["share"]))
        total = ("", "", self.signed(found.difference), "")
        return Table(w["controls"], header, (*rows, (w["sum"], *total)))

    def control(self, change: ControlChange) -> tuple[str, ...]:
        policy = self.found.policy
        title = policy.by_id[change.id].title if policy else {}
        reads = ", ".join(change.answers)
        if change.before is None:
            reads = f"{self.w['entered']}: {reads}"
        elif change.after is None:
            reads = f"{self.w['left']}: {reads}"
        return (
            f"{change.id} {pick(title, self.language)}",
            self.standing(change.before),
            self.standing(change.after),
            self.signed(change.difference),
            reads,
        )

    def standing(self, found: Standing | None) -> str:
        if found is None:
            return self.w["out"]
        points, possible = self.number(found.points), self.number(found.possible)
        status = self.w[f"status_{found.status}"]
        assurance = self.w[f"assurance_{found.assurance}"]
        return f"{status} ({assurance}) {points} / {possible}"

    def number(self, exact: Fraction) -> str:
        return show_number(Points(exact=exact).shown, self.language)

    def signed(self, exact: Fraction) -> str:
        return show_number(f"{float(exact):+.2f}" if exact else "0", self.language)


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "—"
