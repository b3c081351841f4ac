"""Conditions as HTML: the markup of their PDF, and a page that Word opens well.

The page has headings, paragraphs and tables alone, and its few styles inside; a word
processor makes a document of it that can be edited.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from audit.report.formats.html import fill, stylesheet

if TYPE_CHECKING:
    from audit.report.remedy.conditions import ConditionsView

TEMPLATE = "conditions.html.j2"


def conditions_markup(view: ConditionsView) -> tuple[str, str]:
    """Return the markup and the stylesheet that draw the PDF."""
    return fill(TEMPLATE, view, None), stylesheet("conditions.css")


def conditions_page(view: ConditionsView) -> str:
    """Return one page with its styles inside; it loads nothing."""
    folder = files("audit.report").joinpath("templates")
    css = folder.joinpath("conditions.page.css").read_text("utf-8")
    return fill(TEMPLATE, view, css)
