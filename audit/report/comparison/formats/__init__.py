"""The formats of a comparison beside its PDF: one line each in the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.comparison.model import Comparison
    from audit.report.comparison.view import ComparisonView

    Writer = Callable[[ComparisonView, Comparison], bytes]


def _html(view: ComparisonView, _: Comparison) -> bytes:
    from audit.report.comparison.formats.html import comparison_page

    return comparison_page(view).encode()


def _markdown(view: ComparisonView, _: Comparison) -> bytes:
    from audit.report.comparison.formats.markdown import comparison_markdown

    return comparison_markdown(view).encode()


def _json(_: ComparisonView, comparison: Comparison) -> bytes:
    return json.dumps(comparison.plain(), ensure_ascii=False, indent=2).encode() + b"\n"


def _xlsx(view: ComparisonView, _: Comparison) -> bytes:
    from audit.report.comparison.formats.xlsx import comparison_workbook

    return comparison_workbook(view)


def _csv(_: ComparisonView, comparison: Comparison) -> bytes:
    from audit.report.comparison.formats.csv import comparison_csv

    return comparison_csv(comparison).encode("utf-8-sig")


#: Suffix → writer; the PDF has its own path because it carries the dossier.
WRITERS: dict[str, Writer] = {
    ".html": _html,
    ".md": _markdown,
    ".json": _json,
    ".xlsx": _xlsx,
    ".csv": _csv,
}


def writer_of(suffix: str) -> Writer:
    """Return the writer of a suffix; UnknownKind lists the known ones."""
    if suffix not in WRITERS:
        known = ", ".join([".pdf", *WRITERS])
        message = f"no comparison format {suffix!r}"
        raise UnknownKind.of(Problem("format", message, hint=f"known: {known}"))
    return WRITERS[suffix]
