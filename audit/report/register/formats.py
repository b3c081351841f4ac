"""Files of a view over the register: a page or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.report.register.view import RegisterView


def register_page(view: RegisterView) -> bytes:
    """Return one HTML page with its styles and fonts inside; it loads nothing."""
    from audit.report.formats.html import fill, page_stylesheet

    css = page_stylesheet("comparison.css", "register.css")
    return fill("register.html.j2", view, css).encode()


def register_workbook(view: RegisterView) -> bytes:
    """Return the workbook: one sheet a table."""
    from audit.report.comparison.formats.xlsx import comparison_workbook

    return comparison_workbook(view)


#: Suffix → writer; JSON and CSV say what programs want, whatever the language.
WRITERS: dict[str, Callable[[RegisterView], bytes]] = {
    ".html": register_page,
    ".xlsx": register_workbook,
}


def known_suffix(suffix: str, known: tuple[str, ...]) -> str:
    """Return the suffix; UnknownKind lists the known ones."""
    if suffix not in known:
        message = f"no format {suffix!r} for this"
        hint = f"known: {', '.join(known)}"
        raise UnknownKind.of(Problem("format", message, hint=hint))
    return suffix
