"""What ``audit policy diff`` shows to people: tables in one language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.assessment.model import Points
from audit.diff_words import TEXTS as COMMON
from audit.policy.diff import ITEMS
from audit.report.layers import relaxed_rows
from audit.report.words import show_date, show_number, show_share, words
from audit.workbench.comparing_settings import Settings
from audit.workbench.comparing_values import Values
from audit.workbench.comparing_words import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.assessment.diff import ControlChange, Standing, Verdict
    from audit.policy.diff import ItemChange
    from audit.workbench.comparing import PolicyComparison, VendorMove


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of texts."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(found: PolicyComparison, language: str) -> tuple[Table, ...]:
    """Return the tables that have rows: what moved, then what was changed."""
    view = _View(found, language)
    shown = (
        view.vendors(),
        view.movers(),
        *(view.items(place) for place in ITEMS),
        view.settings(),
        view.relaxed(),
    )
    return tuple(table for table in shown if table.rows)


def nothing(language: str) -> str:
    """Return the sentence for policies without a difference."""
    return TEXTS[language]["same"]


class _View:
    """The tables of one comparison in one language."""

    def __init__(self, found: PolicyComparison, language: str) -> None:
        self.found, self.language = found, language
        self.w = {**words(language), **COMMON[language], **TEXTS[language]}
        self.report = words(language)
        self.sides = (Values(found.old, language), Values(found.new, language))

    def vendors(self) -> Table:
        w, report = self.w, self.report
        header = (
            w["vendor"], report["assessed_on"], report["score"], w["difference"],
            report["rating"], report["residual_risk"], report["decision"],
        )  # fmt: skip
        return Table(w["vendors"], header, tuple(map(self.vendor, self.found.vendors)))

    def vendor(self, move: VendorMove) -> tuple[str, ...]:
        old, new = move.assessments.before, move.assessments.after
        day = show_date(move.as_of, self.language)
        scores = _arrow(self.number(old.score), self.number(new.score))
        words_of = zip(self.verdict(old, 0), self.verdict(new, 1), strict=True)
        change = self.signed(move.assessments.difference)
        return move.vendor, day, scores, change, *(_arrow(a, b) for a, b in words_of)

    def verdict(self, found: Verdict, side: int) -> tuple[str, str, str]:
        values = self.sides[side]
        rating = values.named("ratings", found.rating)
        residual = values.named("levels", found.residual)
        return rating, residual, self.report[f"decision_{found.decision}"]

    def movers(self) -> Table:
        w = self.w
        header = (
            w["vendor"], self.report["control"], w["before"], w["after"],
            w["difference"], w["change"],
        )  # fmt: skip
        rows = (row for move in self.found.vendors for row in self.moved(move))
        return Table(w["moved_by"], header, tuple(rows))

    def moved(self, move: VendorMove) -> Iterator[tuple[str, ...]]:
        touched = {change.id for change in self.found.changes.items["controls"]}
        changes = [c for c in move.assessments.controls if c.difference]
        own = [c for c in changes if c.id in touched or not c.only_share]
        for change in own:
            yield move.vendor, *self.mover(change, touched)
        rest = sum((c.difference for c in changes if c not in own), Fraction(0))
        if len(own) < len(changes):
            count = str(len(changes) - len(own))
            yield move.vendor, count, "", "", self.signed(rest), self.w["share"]
        if changes:
            total = self.signed(move.assessments.difference)
            yield move.vendor, self.w["sum"], "", "", total, ""

    def mover(self, change: ControlChange, touched: set[str]) -> tuple[str, ...]:
        return (
            change.id,
            self.standing(change.before),
            self.standing(change.after),
            self.signed(change.difference),
            self.w["redefined"] if change.id in touched else "",
        )

    def standing(self, found: Standing | None) -> str:
        if found is None:
            return self.w["out"]
        status = self.report[f"status_{found.status}"]
        points, possible = (
            show_share(exact, self.language) for exact in (found.points, found.possible)
        )
        return f"{status} {points} / {possible}"

    def items(self, place: str) -> Table:
        w = self.w
        header = (w["item"], w["what"], w["before"], w["after"])
        title = TEXTS[self.language].get(place) or self.report[place]
        changes = self.found.changes.items[place]
        rows = (row for change in changes for row in self.item(place, change))
        return Table(title, header, tuple(rows))

    def item(self, place: str, change: ItemChange) -> Iterator[tuple[str, ...]]:
        old, new = self.sides
        values = old if change.kind == "removed" else new
        label = f"{change.id} {values.named(place, change.id)}"
        if change.kind != "changed":
            about = values.essence(place, change.id)
            sides = ("—", about) if change.kind == "added" else (about, "—")
            yield label, self.w[change.kind], *sides
        for field in change.fields:
            before = old.show(field.name, field.before, change.id)
            after = new.show(field.name, field.after, change.id)
            if before == after:
                after = f"{after} {self.w['in_other']}"
            yield label, TEXTS[self.language][field.name], before, after
            label = ""

    def settings(self) -> Table:
        w, (old, new) = self.w, (Settings(values) for values in self.sides)
        rows = tuple(
            (
                (new if change.after is not None else old).label(change.name),
                old.show(change.name, change.before),
                new.show(change.name, change.after),
            )
            for change in self.found.changes.settings
        )
        return Table(w["tables"], (w["what"], w["before"], w["after"]), rows)

    def relaxed(self) -> Table:
        """Return what the layers of the new policy relax; not what both relax."""
        w = self.w
        header = (
            w["item"],
            w["respect"],
            w["exception_reason"],
            w["approver"],
            w["expires"],
        )
        before, after = (
            relaxed_rows(side.policy, self.language)
            for side in (self.found.old, self.found.new)
        )
        rows = tuple(
            (r.item or "—", r.what, r.reason, r.approver, r.expires or "—")
            for r in after
            if r not in before
        )
        return Table(w["relaxed"], header, rows)

    def number(self, exact: Fraction) -> str:
        return show_number(Points(exact=exact).shown, self.language)

    def signed(self, exact: Fraction) -> str:
        sign = "+" if exact > 0 else ""
        return f"{sign}{show_share(exact, self.language, 4)}"


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
