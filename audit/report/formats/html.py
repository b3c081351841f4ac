"""The report as HTML: the markup that the PDF is drawn from."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.report.view import ReportView

_HIDDEN = frozenset({"Cf", "Co", "Cs"})


def stylesheet() -> str:
    """Return the report's CSS."""
    return files("audit.report").joinpath("templates", "report.css").read_text("utf-8")


def _reveal(value: Any) -> Any:
    """Show control and direction characters by their code instead of obeying them."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return type(value)(
        "".join(
            f"[U+{ord(char):04X}]" if unicodedata.category(char) in _HIDDEN else char
            for char in value
        )
    )


def render_html(view: ReportView, *, css: str | None = None) -> str:
    """Return the report's markup; every text is escaped, undefined names are errors."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_reveal,
        trim_blocks=True,
    )
    return environment.get_template("report.html.j2").render(v=view, inline_css=css)
