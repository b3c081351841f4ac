"""Raise the problems of a document, each at its place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from audit.documents.limits import MAX_PROBLEMS
from audit.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.documents.document import Document


def refuse(problems: Iterable[Problem], document: Document) -> None:
    """Raise InputError with every problem at its place in the document, if any."""
    placed = [document.at(p) for p in islice(problems, MAX_PROBLEMS + 1)]
    more = len(placed) > MAX_PROBLEMS
    del placed[MAX_PROBLEMS:]
    placed.sort(key=lambda problem: (problem.line, problem.column))
    if more:
        message = "more problems are not shown; mend these first"
        placed.append(Problem("check-more", message, file=document.file))
    if placed:
        raise InputError.of(*placed)
