"""Strict YAML: the 1.2 core types, and nothing that hides or repeats content."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from audit.canonical import MAX_NUMBER, exactly_representable
from audit.documents.document import Document, escape
from audit.documents.limits import DEPTH, YAML_BYTES
from audit.errors import Problem, SyntaxProblem

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def read_yaml(raw: bytes, file: str, *, max_bytes: int = YAML_BYTES) -> Document:
    """Return the document; SyntaxProblem names every breach with its place."""
    import yaml

    if len(raw) > max_bytes:
        hint = f"at most {max_bytes // 1024} KiB are read"
        message = f"the file has {len(raw)} bytes"
        raise SyntaxProblem.of(Problem("yaml-size", message, "", hint, file, 1, 1))
    try:
        text = raw.decode("utf-8")
        builder = _Builder(file)
        _refuse_references(text, builder, yaml)
        node = yaml.compose(text, Loader=_loader(yaml))
        data = builder.build(node, "", 0) if node is not None else None
    except UnicodeDecodeError:
        problem = Problem("yaml-encoding", "this is not UTF-8", "", "", file, 1, 1)
        raise SyntaxProblem.of(problem) from None
    except yaml.YAMLError as error:
        raise SyntaxProblem.of(_syntax(error, file)) from None
    except RecursionError:
        problem = Problem("yaml-depth", "nested too deep", "", "", file, 1, 1)
        raise SyntaxProblem.of(problem) from None
    if builder.problems:
        raise SyntaxProblem.of(*builder.problems)
    return Document(data, file, lambda: builder.places)


def _loader(yaml: Any) -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_references(text: str, builder: _Builder, yaml: Any) -> None:
    """Find anchors, aliases and tags before anything is expanded."""
    if not re.search(r"[&*!]", text):
        return
    for event in yaml.parse(text, Loader=_loader(yaml)):
        alias = isinstance(event, yaml.AliasEvent)
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        if alias or anchor:
            name = "an alias" if alias else "an anchor"
            builder.breach(event, "yaml-anchor", f"{name} is not allowed", "")
        elif tag is not None:
            builder.breach(event, "yaml-tag", "a tag is not allowed", "")
    if builder.problems:
        raise SyntaxProblem.of(*builder.problems)


def _syntax(error: Any, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = str(getattr(error, "problem", None) or "this is not YAML")
    hint = "check the indentation and the quotes of this line and the one before"
    return Problem("yaml-syntax", message, "", hint, file, line, column)


class _Builder:
    """Turns composed nodes into plain data and remembers their places."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[str, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def breach(
        self, node: Any, code: str, message: str, pointer: str, hint: str = ""
    ) -> None:
        mark = node.start_mark
        self.problems.append(
            Problem(
                code, message, pointer, hint, self.file, mark.line + 1, mark.column + 1
            )
        )

    def build(self, node: Any, pointer: str, depth: int) -> Any:
        self.places[pointer] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if depth > DEPTH:
            self.breach(node, "yaml-depth", f"deeper than {DEPTH} levels", pointer)
            return None
        if node.id == "mapping":
            return self._mapping(node, pointer, depth)
        if node.id == "sequence":
            return [
                self.build(item, f"{pointer}/{index}", depth + 1)
                for index, item in enumerate(node.value)
            ]
        return self._scalar(node, pointer)

    def _mapping(self, node: Any, pointer: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.id != "scalar" or not isinstance(key, str):
                self.breach(key_node, "yaml-key", "a key must be text", pointer)
                continue
            where = f"{pointer}/{escape(key)}"
            mark = key_node.start_mark
            self.places[f"{where}#"] = (mark.line + 1, mark.column + 1)
            if key == "<<":
                self.breach(key_node, "yaml-merge", "merge keys are not allowed", where)
            if key in found:
                message = f"the key {key[:60]!r} stands twice"
                self.breach(key_node, "yaml-duplicate-key", message, where, "keep one")
            found[key] = self.build(value_node, where, depth + 1)
        return found

    def _scalar(self, node: Any, pointer: str) -> Any:
        text = node.value
        if node.style is not None:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _SPECIAL.fullmatch(text):
            self.breach(node, "yaml-number", "infinity and NaN are refused", pointer)
            return None
        if _INTEGER.fullmatch(text):
            return self._integer(node, text, pointer)
        if _FLOAT.fullmatch(text):
            return self._decimal(node, text, pointer)
        return text

    def _integer(self, node: Any, text: str, pointer: str) -> int | None:
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        if len(text) > 20 or abs(int(text, base)) > MAX_NUMBER:
            self.breach(node, "yaml-number", "beyond 2^53; quote it", pointer)
            return None
        return int(text, base)

    def _decimal(self, node: Any, text: str, pointer: str) -> Decimal | int | None:
        number = Decimal(text) if len(text) <= 60 else None
        if (
            number is None
            or abs(number) > MAX_NUMBER
            or not exactly_representable(number)
        ):
            message = "too many digits; quote it"
            self.breach(node, "yaml-number", message, pointer)
            return None
        whole = number.to_integral_value()
        return int(whole) if whole == number else number
