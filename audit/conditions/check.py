"""Does a condition fit the questionnaire: ids, types, codes and units."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from audit.conditions.model import Combination, EvidenceTest, Leaf, Node, Rows
from audit.conditions.operators import OPERATORS
from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.conditions.model import Field


def check(node: Node, fields: Mapping[str, Field]) -> Iterator[Problem]:
    """Yield a problem for every id, operator or value that does not fit."""
    if isinstance(node, Combination):
        for part in node.parts:
            yield from check(part, fields)
    elif isinstance(node, EvidenceTest):
        if node.answer is not None and node.answer not in fields:
            yield _unknown(node.answer, node.pointer, fields)
    elif node.subject not in fields:
        yield _unknown(node.subject, node.pointer, fields)
    elif isinstance(node, Rows):
        yield from _check_rows(node, fields[node.subject])
    else:
        yield from _check_leaf(node, fields[node.subject])


def _check_rows(node: Rows, field: Field) -> Iterator[Problem]:
    if field.type != "table":
        message = f"'{node.op}' needs a table, '{node.subject}' is a {field.type}"
        yield Problem("condition-type", message, node.pointer)
    elif node.where is not None:
        yield from check(node.where, field.fields)


def _check_leaf(node: Leaf, field: Field) -> Iterator[Problem]:
    operator = OPERATORS[node.op]
    if field.type not in operator.types:
        fitting = ", ".join(n for n, o in OPERATORS.items() if field.type in o.types)
        message = f"'{node.op}' does not fit '{node.subject}', a {field.type}"
        yield Problem("condition-type", message, node.pointer, f"fitting: {fitting}")
        return
    try:
        operator.prepare(node.value, field)
    except ValueError as error:
        message = f"'{node.op}' on '{node.subject}': {error}"
        yield Problem("condition-value", message, node.pointer)


def _unknown(name: str, pointer: str, fields: Mapping[str, Field]) -> Problem:
    close = get_close_matches(name, fields, 1)
    hint = f"did you mean '{close[0]}'?" if close else "see 'audit show' for the ids"
    return Problem("condition-unknown-id", f"no question '{name}'", pointer, hint)
