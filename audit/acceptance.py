"""The conditions of acceptance of an assessed vendor, as a document to negotiate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.candidates import from_report
from audit.errors import Problem, UnknownKind
from audit.report.remedy.conditions import ConditionsView, build_conditions
from audit.reporting import record_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audit.cases import Assessed
    from audit.questionnaire.model import Language


def assessed_report(path: Path) -> Assessed:
    """Assess a signed report's inputs again; InputError when they do not agree."""
    return from_report(path.read_bytes(), str(path))


def conditions_view(assessed: Assessed, language: Language) -> ConditionsView:
    """Return the document's texts in the language."""
    return build_conditions(record_of(assessed), language)


def writer_of(suffix: str) -> Callable[[ConditionsView, Assessed], bytes]:
    """Return the writer of a suffix; UnknownKind lists the known ones."""
    if suffix not in WRITERS:
        message = f"no format {suffix!r} of conditions"
        known = ", ".join(WRITERS)
        raise UnknownKind.of(Problem("format", message, hint=f"known: {known}"))
    return WRITERS[suffix]


def _markdown(view: ConditionsView, _: Assessed) -> bytes:
    from audit.report.remedy.markdown import conditions_markdown

    return conditions_markdown(view).encode()


def _html(view: ConditionsView, _: Assessed) -> bytes:
    from audit.report.remedy.html import conditions_page

    return conditions_page(view).encode()


def _pdf(view: ConditionsView, assessed: Assessed) -> bytes:
    """Return the PDF; it goes to the vendor, so nothing of the policy is attached."""
    from audit.report.remedy.html import conditions_markup
    from audit.report.sandbox import render_in_child

    html, css = conditions_markup(view)
    return render_in_child(html, css, (), assessed.case.as_of)


WRITERS = {".md": _markdown, ".html": _html, ".pdf": _pdf}
