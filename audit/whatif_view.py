"""What ``audit whatif`` shows: the tables of ``audit diff``, and what was supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit import diff_plain, diff_view
from audit.report.words import remedy_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.diff_view import Table
    from audit.whatif import Supposed

#: Remarks by the name of their field and of their words.
_REMARKS = {
    "closed": "supposed_closed",
    "inert": "inert",
    "set_aside": "set_aside",
}


def tables(found: Supposed, language: str, *, markdown: bool = False) -> list[Table]:
    """Return the tables that have rows: the result, the controls, the answers."""
    difference = found.difference
    return list(diff_view.tables(difference, language, markdown=markdown))


def remarks(found: Supposed, language: str) -> Iterator[str]:
    """Yield what was supposed, and what of it has no effect."""
    word = remedy_words(language)
    for name, key in _REMARKS.items():
        if ids := getattr(found, name):
            yield word[key].format(ids=", ".join(ids))


def plain(found: Supposed, language: str) -> dict[str, Any]:
    """Return all of it as plain JSON; fractions are texts."""
    supposed = {name: list(getattr(found, name)) for name in _REMARKS}
    difference = diff_plain.plain(found.difference, language)
    return {"format": "audit-whatif/1", **supposed, "difference": difference}
