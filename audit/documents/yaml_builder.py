"""Build plain data from YAML events with a stack of its own.

No recursion, so nesting cannot exhaust Python; nothing is expanded, because aliases
are refused before they are looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from audit.documents.limits import (
    LARGE_HINT,
    MAX_DEPTH,
    MAX_PROBLEMS,
    MAX_VALUES,
    NumberFault,
    too_many,
)
from audit.documents.positions import index_of, pointer_of, short_pointer, shown
from audit.documents.yaml_scalars import is_text, plain_scalar
from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_SURROGATE = re.compile("[\ud800-\udfff]")


class Stop(Exception):
    """The structure is lost or enough was found."""


class Where:
    """Line and column of a value and of its key, and the same for what is in it."""

    __slots__ = ("children", "key", "value")

    def __init__(self, value: tuple[int, int], key: tuple[int, int] | None) -> None:
        self.value = value
        self.key = key
        self.children: dict[str, Where] | list[Where] = {}

    def child(self, token: str) -> Where | None:
        """Return what a pointer token leads to."""
        if isinstance(self.children, dict):
            return self.children.get(token)
        index = index_of(token, len(self.children))
        return None if index is None else self.children[index]


class _Frame:
    """A container being filled; ``key`` is None while a map waits for its next key."""

    __slots__ = ("container", "key", "key_mark", "where")

    def __init__(
        self, container: dict[str, Any] | list[Any], where: Where | None
    ) -> None:
        self.container = container
        self.where = where
        self.key: str | None = None
        self.key_mark: Any = None


class Builder:
    """Takes the events of one document; ``data`` and ``problems`` are its result."""

    def __init__(
        self, file: str, max_values: int = MAX_VALUES, *, record: bool = False
    ) -> None:
        self.file = file
        self.max_values = max_values
        self.data: Any = None
        self.problems: list[Problem] = []
        self.root: Where | None = None
        self._record = record
        self._stack: list[_Frame] = []
        self._documents = 0
        self._values = 0

    def run(self, events: Iterable[Any]) -> None:
        """Take all events; the handlers carry the names of PyYAML's event classes."""
        handlers: dict[type, Any] = {}
        for event in events:
            kind = type(event)
            if kind not in handlers:
                handlers[kind] = getattr(self, f"_on_{kind.__name__}", _ignore)
            handlers[kind](event)
        if not self._documents:
            self._report("empty", "the document is empty", None)

    def pointer(self) -> str:
        """Return the pointer of the value that is being read, cut to fit a message."""
        path: list[str | int] = []
        for frame in self._stack:
            if isinstance(frame.container, list):
                path.append(len(frame.container))
            elif frame.key is not None:
                path.append(frame.key)
        return short_pointer(pointer_of(path))

    def _report(self, code: str, message: str, mark: Any, hint: str = "") -> None:
        line, column = _place(mark) if mark else (1, 1)
        where = self.pointer()
        self.problems.append(
            Problem(f"yaml-{code}", message, where, hint, self.file, line, column)
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise Stop

    def _stop(self, code: str, message: str, mark: Any, hint: str = "") -> NoReturn:
        self._report(code, message, mark, hint)
        raise Stop

    def _on_DocumentStartEvent(self, event: Any) -> None:  # noqa: N802
        self._documents += 1
        if self._documents > 1:
            hint = "put each document in a file of its own"
            self._stop("documents", "a second document starts", event.start_mark, hint)
        if event.version or event.tags:
            hint = "remove the line that starts with %"
            message = "directives are not allowed"
            self._report("directive", message, event.start_mark, hint)

    def _on_ScalarEvent(self, event: Any) -> None:  # noqa: N802
        # Asked once for both: nearly no scalar carries either.
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and type(frame.container) is dict:
            self._take_key(frame, event)
        else:
            self._add(self._scalar(event), event.start_mark)

    def _on_MappingStartEvent(self, event: Any) -> None:  # noqa: N802
        self._open({}, event)

    def _on_SequenceStartEvent(self, event: Any) -> None:  # noqa: N802
        self._open([], event)

    def _on_MappingEndEvent(self, _event: Any) -> None:  # noqa: N802
        self._close()

    def _on_SequenceEndEvent(self, _event: Any) -> None:  # noqa: N802
        self._close()

    def _on_AliasEvent(self, event: Any) -> None:  # noqa: N802
        self._refuse_as_key(event)
        message = f"alias {shown('*' + event.anchor)} is not allowed"
        hint = "write the content out; quote a text that starts with *"
        self._report("alias", message, event.start_mark, hint)
        self._add(None, event.start_mark)

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor:
            message = f"anchor {shown('&' + event.anchor)} is not allowed"
            hint = "quote a text that starts with &"
            self._report("anchor", message, event.start_mark, hint)
        if event.tag:
            message = f"tag {shown(event.tag)} is not allowed"
            hint = "quote a text that starts with !"
            self._report("tag", message, event.start_mark, hint)

    def _refuse_as_key(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and isinstance(frame.container, dict):
            message = "a key must be a text"
            self._stop("key-type", message, event.start_mark, "remove the '?' or '*'")

    def _open(self, container: dict[str, Any] | list[Any], event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        self._refuse_as_key(event)
        if len(self._stack) >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            self._stop("depth", message, event.start_mark)
        self._count(event.start_mark)
        where = self._note(event.start_mark)
        if where and isinstance(container, list):
            where.children = []
        self._stack.append(_Frame(container, where))

    def _close(self) -> None:
        self._put(self._stack.pop().container)

    def _count(self, mark: Any) -> None:
        self._values += 1
        if self._values > self.max_values:
            self._stop("values", too_many(self.max_values), mark, LARGE_HINT)

    def _add(self, value: Any, mark: Any) -> None:
        self._count(mark)
        self._note(mark)
        self._put(value)

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.data = value
            return
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            frame.container[frame.key] = value
            frame.key = None

    def _note(self, mark: Any) -> Where | None:
        """Remember where a value stands, when positions are what is wanted."""
        if not self._record:
            return None
        frame = self._stack[-1] if self._stack else None
        key = frame.key_mark if frame else None
        where = Where(_place(mark), _place(key) if key else None)
        if frame is None or frame.where is None:
            self.root = where
        elif isinstance(frame.where.children, list):
            frame.where.children.append(where)
        elif frame.key is not None:
            frame.where.children[frame.key] = where
        return where

    def _take_key(self, frame: _Frame, event: Any) -> None:
        key, mark = event.value, event.start_mark
        repeated = key in frame.container
        frame.key, frame.key_mark = key, mark
        if repeated:
            message = f"key {shown(key)} stands twice"
            self._report("duplicate-key", message, mark, "keep one of them")
        if event.style or is_text(key):
            if key == "<<" and not event.style:
                hint = "write the content out"
                self._report("merge-key", "merge keys are not allowed", mark, hint)
            self._refuse_surrogate(event)
        else:
            hint = f"put it in quotes: '{key}'" if len(key) < 40 else "put it in quotes"
            self._report("key-type", f"key {shown(key)} is not a text", mark, hint)

    def _scalar(self, event: Any) -> Any:
        if event.style:
            self._refuse_surrogate(event)
            return event.value
        try:
            return plain_scalar(event.value)
        except NumberFault as fault:
            hint = "write it as a text, in quotes"
            self._report(fault.code, fault.message, event.start_mark, hint)
            return None

    def _refuse_surrogate(self, event: Any) -> None:
        # Only escapes can make one, and only the Python parser lets them pass.
        if event.style == '"' and _SURROGATE.search(event.value):
            message = "the text holds half of a surrogate pair"
            self._report("surrogate", message, event.start_mark)


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _ignore(_event: Any) -> None:
    """Stream and document ends carry nothing."""
