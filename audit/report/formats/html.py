"""The report as HTML: the markup that the PDF is drawn from."""

from __future__ import annotations

import base64
import re
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.report.view import ReportView

_HIDDEN = frozenset({"Cf", "Co", "Cs"})


def stylesheet(*names: str) -> str:
    """Return the CSS of the named sheets, the report's own before them."""
    folder = files("audit.report").joinpath("templates")
    sheets = ("report.css", *names)
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in sheets)


def page_stylesheet(*names: str) -> str:
    """Return the sheets for a browser: the fonts stand in them as data, packed."""
    css = stylesheet(*names, "screen.css")
    folder = files("audit.report").joinpath("fonts")

    def inside(found: re.Match[str]) -> str:
        packed = folder.joinpath(f"{found[1]}.woff2").read_bytes()
        font = base64.b64encode(packed).decode()
        return f"url(data:font/woff2;base64,{font})"

    return re.sub(r"url\(app://fonts/([A-Za-z-]+)\.ttf\)", inside, css)


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
    return fill("report.html.j2", view, css)


def fill(template: str, view: Any, css: str | None) -> str:
    """Return a template filled with a view."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_reveal,
        trim_blocks=True,
    )
    return environment.get_template(template).render(v=view, inline_css=css)
