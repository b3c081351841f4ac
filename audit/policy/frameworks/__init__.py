"""Which requirement ids a framework has: numbers only, never its text."""

from __future__ import annotations

import re
from functools import cache

from audit.policy.frameworks.numbering import GDPR_PARAGRAPHS, LISTS

_RUN = re.compile(r"(?P<stem>.*?)(?P<first>[0-9]+)-(?P<last>[0-9]+)")
_GDPR = re.compile(
    r"(?P<article>[1-9][0-9]?)(?:\((?P<paragraph>[1-9][0-9]?)\))?(?:\([a-z]\))?"
)


def is_known(framework: str, requirement: str) -> bool:
    """Tell whether the framework has a requirement of this id."""
    if framework == "gdpr":
        return _in_gdpr(requirement)
    return requirement in ids_of(framework)


@cache
def ids_of(framework: str) -> tuple[str, ...]:
    """Return every id of a framework that has a list, in its order."""
    return tuple(
        one for token in LISTS[framework].split(";") for one in _expanded(token.strip())
    )


def near(framework: str, requirement: str) -> str:
    """Return how the framework's ids look, as a hint."""
    from difflib import get_close_matches

    if framework == "gdpr":
        return "articles 1 to 99, for example 28(3)(h)"
    close = get_close_matches(requirement, ids_of(framework), 3)
    first, *_, last = ids_of(framework)
    return f"did you mean {', '.join(close)}?" if close else f"from {first} to {last}"


def _expanded(token: str) -> list[str]:
    """Return ``A.5.1-3`` as ``A.5.1``, ``A.5.2``, ``A.5.3``; the width of 01 stays."""
    run = _RUN.fullmatch(token)
    if run is None:
        return [token]
    first, last = run["first"], run["last"]
    numbers = range(int(first), int(last) + 1)
    return [f"{run['stem']}{number:0{len(first)}d}" for number in numbers]


def _in_gdpr(requirement: str) -> bool:
    match = _GDPR.fullmatch(requirement)
    if match is None:
        return False
    paragraphs = GDPR_PARAGRAPHS[int(match["article"]) - 1]
    return match["paragraph"] is None or int(match["paragraph"]) <= paragraphs
