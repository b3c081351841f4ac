"""Can these candidates be compared at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.assessment.model import Subject
    from audit.comparison.compare import Entry

LEAST, MOST = 2, 20


def check_entries(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield why candidates cannot stand side by side, and what differs."""
    if not LEAST <= len(entries) <= MOST:
        message = f"{len(entries)} candidates; a comparison takes {LEAST} to {MOST}"
        yield Problem("comparison-count", message)
    first = entries[0].assessment if entries else None
    seen: dict[str, str] = {}
    for entry in entries:
        found = entry.assessment
        if first is not None:
            for what in ("policy", "questionnaire"):
                yield from _differs(
                    what, found.vendor, getattr(first, what), getattr(found, what)
                )
        if found.response.id in seen:
            message = (
                f"'{found.vendor}' and '{seen[found.response.id]}' are one response, "
                f"'{found.response.id}'"
            )
            hint = "give each response once"
            yield Problem("comparison-twice", message, hint=hint)
        seen[found.response.id] = found.vendor


def _differs(
    what: str, vendor: str, first: Subject, found: Subject
) -> Iterator[Problem]:
    """Yield how the document of one candidate differs from the first one's."""
    if found == first:
        return
    mine, theirs = f"{found.id} {found.version}", f"{first.id} {first.version}"
    if mine == theirs:
        mine, theirs = found.digest[:19], first.digest[:19]
    message = f"'{vendor}' was judged by another {what}: {mine}, not {theirs}"
    hint = f"assess every candidate again by one {what}"
    yield Problem(f"comparison-{what}", message, hint=hint)
