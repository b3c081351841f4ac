"""The text formats of a report: one file each, one line each in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.report.view import ReportView

    Renderer = Callable[[ReportView, dict[str, Any]], str]


def _html(view: ReportView, _: dict[str, Any]) -> str:
    from audit.report.formats.html import page_stylesheet, render_html

    return render_html(view, css=page_stylesheet())


def _markdown(view: ReportView, _: dict[str, Any]) -> str:
    from audit.report.formats.markdown import render_markdown

    return render_markdown(view)


def _json(_: ReportView, assessment: dict[str, Any]) -> str:
    import json

    return json.dumps(assessment, ensure_ascii=False, indent=2) + "\n"


#: Suffix → renderer; the PDF has its own path because it carries the dossier.
RENDERERS: dict[str, Renderer] = {".html": _html, ".md": _markdown, ".json": _json}


def renderer_of(suffix: str) -> Renderer:
    """Return the renderer of a suffix; UnknownKind lists the known ones."""
    if suffix not in RENDERERS:
        known = ", ".join([".pdf", *RENDERERS])
        message = f"no report format {suffix!r}"
        raise UnknownKind.of(Problem("format", message, hint=f"known: {known}"))
    return RENDERERS[suffix]
