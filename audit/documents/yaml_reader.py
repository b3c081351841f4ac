"""Read strict YAML: libyaml events into plain data, no anchors, tags or surprises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.canonical import digest
from audit.documents.document import Document
from audit.documents.limits import MAX_VALUES, MAX_YAML_BYTES, decode
from audit.documents.positions import Lines, path_of
from audit.documents.yaml_builder import Builder, Stop, Where
from audit.errors import Problem, SyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

# What YAML forbids in a text (section 5.1), first of all control characters.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_HINTS = (
    ("mapping values are not allowed", "put a text that contains ': ' in quotes"),
    ("cannot start any token", "indent with spaces; quote a text that starts so"),
    ("did not find expected", "check the indentation and the quotes above this line"),
    ("could not find expected ':'", "a key needs ': ' after it"),
)


def read_yaml(
    raw: bytes,
    file: str,
    *,
    max_bytes: int = MAX_YAML_BYTES,
    max_values: int = MAX_VALUES,
) -> Document:
    """Return the document of strict YAML bytes; SyntaxProblem lists every fault."""
    text = decode(raw, file, "yaml", max_bytes)
    builder = Builder(file, max_values)
    _build(builder, text)
    if builder.problems:
        raise SyntaxProblem.of(*builder.problems)
    return Document(
        builder.data, file, digest(builder.data), YamlPlaces(text, max_values)
    )


class YamlPlaces:
    """Finds line and column of pointers by reading the text again, once."""

    def __init__(self, text: str, max_values: int) -> None:
        self._text = text
        self._max_values = max_values
        self._root: Where | None = None

    def __call__(self, pointer: str, /, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of the pointer or of its nearest ancestor."""
        where = self._read()
        for token in path_of(pointer):
            child = where.child(token)
            if child is None:
                return where.value
            where = child
        return where.key if key and where.key else where.value

    def _read(self) -> Where:
        if self._root is None:
            builder = Builder("", self._max_values, record=True)
            _build(builder, self._text)
            self._root = builder.root or Where((1, 1), None)
        return self._root


def _build(builder: Builder, text: str) -> None:
    from yaml import MarkedYAMLError, YAMLError

    try:
        builder.run(_events(text))
    except Stop:
        pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        _syntax(builder, error.problem or error.context or "not YAML", place)
    except YAMLError:
        found = _FORBIDDEN.search(text)
        place = Lines(text).at(found.start()) if found else (1, 1)
        _syntax(builder, "a character that YAML does not allow", place)


def _events(text: str) -> Iterator[Any]:
    import yaml

    # The C parser is ten times faster; the Python one reads the same language.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _syntax(builder: Builder, reason: str, place: tuple[int, int]) -> None:
    hint = next((hint for start, hint in _HINTS if start in reason), "")
    problem = Problem(
        "yaml-syntax", reason, builder.pointer(), hint, builder.file, *place
    )
    builder.problems.append(problem)
