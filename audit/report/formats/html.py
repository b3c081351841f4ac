"""The report as HTML: the markup that the PDF is drawn from."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.report.view import ReportView


def stylesheet() -> str:
    """Return the report's CSS."""
    return files("audit.report").joinpath("templates", "report.css").read_text("utf-8")


def render_html(view: ReportView, *, css: str | None = None) -> str:
    """Return the report's markup; every text is escaped, undefined names are errors."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html.j2").render(v=view, inline_css=css)
