"""The Document: plain data that remembers where each of its parts was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from audit.documents.positions import short_pointer

if TYPE_CHECKING:
    from audit.documents.positions import Locate
    from audit.errors import Problem


class Origin(Protocol):
    """Finds the document that a part of a resolved one was written in."""

    def __call__(self, pointer: str, /) -> tuple[Document, str]:
        """Return the document and the pointer there."""
        ...


@dataclass(frozen=True)
class Document:
    """Checked plain data, its file name, canonical digest and positions.

    ``data`` holds dict, list, str, int, Decimal, bool and None only. ``digest`` is that
    of the canonical form, so YAML and JSON of one content share it. A document that was
    made of others has an ``origin``: its parts are shown where they were written.
    """

    data: Any
    file: str
    digest: str
    locate: Locate = field(repr=False, compare=False)
    origin: Origin | None = field(default=None, repr=False, compare=False)

    def at(self, problem: Problem) -> Problem:
        """Return the problem with file, line and column of its pointer filled in.

        Codes that end in ``-key`` speak about a key and get the key's place. A pointer
        to nothing gets the place of its nearest existing ancestor.
        """
        if self.origin is not None and not problem.line:
            written, pointer = self.origin(problem.pointer)
            return written.at(replace(problem, pointer=pointer))
        about_key = problem.code.endswith("-key")
        line, column = problem.line, problem.column
        if not line:
            line, column = self.locate(problem.pointer, key=about_key)
        return replace(
            problem,
            pointer=short_pointer(problem.pointer),
            file=problem.file or self.file,
            line=line,
            column=column,
        )
