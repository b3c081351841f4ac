"""Plain data -> condition tree; every problem is reported with its JSON Pointer."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit.conditions.model import (
    LEVELS,
    Combination,
    EvidenceTest,
    Leaf,
    Node,
    Rows,
)
from audit.conditions.operators import COMBINATIONS, OPERATORS, ROW_OPERATORS
from audit.errors import Problem, UnknownKind

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 16
_EVIDENCE_KEYS = ("answer", "kind", "assurance_at_least", "scope_includes", "valid")


def parse(data: Any, pointer: str = "") -> Node:
    """Return the condition tree of plain data; UnknownKind with every problem."""
    problems: list[Problem] = []
    node = _node(data, pointer, problems, in_row=False, depth=0)
    if node is None:
        raise UnknownKind.of(*problems)
    if problems:
        raise UnknownKind.of(*problems)
    return node


def _refuse(problems: list[Problem], pointer: str, message: str, hint: str) -> None:
    problems.append(Problem("condition", message, pointer, hint))


def _node(
    data: Any, pointer: str, problems: list[Problem], *, in_row: bool, depth: int
) -> Node | None:
    if depth > MAX_DEPTH:
        _refuse(problems, pointer, "conditions nest too deep", f"at most {MAX_DEPTH}")
        return None
    if not isinstance(data, dict) or not data:
        hint = "write {answer: link_id, operator: value} or {all: [...]}"
        _refuse(problems, pointer, "this is not a condition", hint)
        return None
    if len(data) == 1 and (op := next(iter(data))) in COMBINATIONS:
        return _combination(op, data[op], pointer, problems, in_row, depth)
    if set(data) == {"evidence"} and not in_row:
        return _evidence(data["evidence"], f"{pointer}/evidence", problems)
    return _leaf(data, pointer, problems, in_row=in_row, depth=depth)


def _combination(
    op: str,
    parts: Any,
    pointer: str,
    problems: list[Problem],
    in_row: bool,
    depth: int,
) -> Node | None:
    where = f"{pointer}/{op}"
    if not isinstance(parts, list) or not parts:
        hint = "an empty combination decides nothing; remove it or list conditions"
        _refuse(problems, where, f"'{op}' needs at least one condition", hint)
        return None
    nodes = [
        _node(part, f"{where}/{index}", problems, in_row=in_row, depth=depth + 1)
        for index, part in enumerate(parts)
    ]
    if any(node is None for node in nodes):
        return None
    return Combination(op, tuple(node for node in nodes if node), pointer)


def _evidence(data: Any, pointer: str, problems: list[Problem]) -> Node | None:
    if not isinstance(data, dict) or not data or set(data) - set(_EVIDENCE_KEYS):
        hint = f"known keys: {', '.join(_EVIDENCE_KEYS)}"
        _refuse(problems, pointer, "'evidence' takes a map of known keys", hint)
        return None
    valid = data.get("valid", True)
    texts = {key: data.get(key) for key in _EVIDENCE_KEYS[:4]}
    if not isinstance(valid, bool) or any(
        value is not None and not isinstance(value, str) for value in texts.values()
    ):
        _refuse(problems, pointer, "a key of 'evidence' has the wrong type", "")
        return None
    if texts["assurance_at_least"] not in (None, *LEVELS):
        hint = f"known levels: {', '.join(LEVELS)}"
        _refuse(problems, pointer, "unknown assurance level", hint)
        return None
    return EvidenceTest(**texts, valid=valid, pointer=pointer)


def _leaf(
    data: dict[str, Any],
    pointer: str,
    problems: list[Problem],
    *,
    in_row: bool,
    depth: int,
) -> Node | None:
    key = "column" if in_row else "answer"
    subject = data.get(key)
    ops = [name for name in data if name != key]
    known = (*OPERATORS, *(() if in_row else ROW_OPERATORS))
    if not isinstance(subject, str):
        _refuse(problems, pointer, f"a condition names its '{key}'", _suggest(ops))
        return None
    if len(ops) != 1 or ops[0] not in known:
        message = f"exactly one operator is needed, found {_listed(ops)}"
        _refuse(problems, pointer, message, _suggest(ops, known))
        return None
    op = ops[0]
    if op in ROW_OPERATORS:
        return _rows(subject, op, data[op], f"{pointer}/{op}", problems, depth)
    return Leaf(subject, op, data[op], f"{pointer}/{op}", in_row)


def _rows(
    subject: str, op: str, value: Any, pointer: str, problems: list[Problem], depth: int
) -> Node | None:
    if op != "rows_at_least":
        where = _node(value, pointer, problems, in_row=True, depth=depth + 1)
        return Rows(subject, op, where, 0, pointer) if where else None
    count, condition = value, None
    if isinstance(value, dict) and set(value) == {"count", "where"}:
        count, condition = value["count"], value["where"]
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        hint = "write a whole number, or {count: n, where: condition}"
        _refuse(problems, pointer, "'rows_at_least' takes a number of at least 1", hint)
        return None
    if condition is None:
        return Rows(subject, op, None, count, pointer)
    inner = _node(condition, f"{pointer}/where", problems, in_row=True, depth=depth + 1)
    return Rows(subject, op, inner, count, pointer) if inner else None


def _listed(names: list[str]) -> str:
    return ", ".join(map(repr, names)) or "none"


def _suggest(names: list[str], known: Iterable[str] = ()) -> str:
    options = [*known, *COMBINATIONS, "evidence"]
    close = [match for name in names for match in get_close_matches(name, options, 1)]
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(options)}"
