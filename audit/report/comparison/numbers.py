"""Numbers of a comparison as cells: shown in the language, kept for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.assessment.model import Points
from audit.offer.show import show_money
from audit.report.comparison.blocks import Cell
from audit.report.words import show_number

if TYPE_CHECKING:
    from audit.report.comparison.blocks import Form

NONE = Cell("–")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """Writes numbers in one language and one currency."""

    language: str
    currency: str = ""

    def points(self, value: Points | None, style: str = "") -> Cell:
        """Return 0 … 100 with one decimal."""
        if value is None:
            return NONE
        shown = show_number(value.shown, self.language)
        return Cell(shown, float(value.exact), "points", style)

    def heat(self, value: Points | None) -> Cell:
        """Return points with one of five shades; the number says the same."""
        if value is None:
            return NONE
        shade = min(int(value.exact) // 20, 4)
        return self.points(value, f"heat heat{shade}")

    def span(self, low: Points | None, high: Points | None) -> Cell:
        """Return an interval as text."""
        if low is None or high is None:
            return NONE
        return Cell(f"{self.points(low).text} – {self.points(high).text}")

    def money(self, amount: Fraction | int, decimals: int = 0) -> Cell:
        """Return an amount in the comparison's currency."""
        exact = Fraction(amount)
        shown = show_money(exact, self.currency, self.language, decimals)
        form: Form = "cents" if decimals else "money"
        return Cell(shown, float(exact), form)

    def number(self, value: Fraction | int, decimals: int = 2) -> Cell:
        """Return a plain number, grouped, without needless zeros."""
        shown = show_money(Fraction(value), "", self.language, decimals).strip()
        mark = "." if self.language == "en" else ","
        if mark in shown:
            shown = shown.rstrip("0").rstrip(mark)
        return Cell(shown, float(value), "count")

    def percent(self, share: Fraction) -> Cell:
        """Return a share of 1 as a percentage with one decimal."""
        shown = Points(exact=share * HUNDRED).shown
        return Cell(f"{show_number(shown, self.language)} %", float(share), "share")
