"""A comparison as HTML: the markup of its PDF, and a page for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.formats.html import fill, page_stylesheet, stylesheet

if TYPE_CHECKING:
    from audit.report.comparison.view import ComparisonView

SHEET = "comparison.css"


def comparison_markup(view: ComparisonView) -> tuple[str, str]:
    """Return the markup and the stylesheet that draw the PDF."""
    return fill("comparison.html.j2", view, None), stylesheet(SHEET)


def comparison_page(view: ComparisonView) -> str:
    """Return one page with its styles and fonts inside; it loads nothing."""
    return fill("comparison.html.j2", view, page_stylesheet(SHEET))
