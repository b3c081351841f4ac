"""A document: plain data, its digest, and the place of every value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audit.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.errors import Problem

    #: JSON Pointer → (line, column) of the value, and with a ``#`` behind of its key.
    Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Document:
    """Plain data (numbers that are not whole are Decimal) read from a named file."""

    data: Any
    file: str
    find_places: Callable[[], Places]

    @cached_property
    def digest(self) -> str:
        """Return ``sha256:<hex>`` of the canonical form."""
        return digest(self.data)

    @cached_property
    def _places(self) -> Places:
        return self.find_places()

    def locate(self, pointer: str) -> tuple[int, int]:
        """Return line and column of the value, or of its nearest existing ancestor."""
        while pointer and pointer not in self._places:
            pointer = pointer.rpartition("/")[0]
        return self._places.get(pointer, (1, 1))

    def at(self, problem: Problem) -> Problem:
        """Return the problem with file, line and column filled in."""
        key = f"{problem.pointer}#"
        about_key = problem.code == "unknown-key" and key in self._places
        line, column = self._places[key] if about_key else self.locate(problem.pointer)
        return replace(problem, file=self.file, line=line, column=column)


def escape(key: str) -> str:
    """Return a key as a JSON Pointer token (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
