"""Why a condition came out as it did: the same closures, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from audit.conditions.evaluate import Compiled, Facts
from audit.conditions.model import LEVELS, Combination, EvidenceTest, Node, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {True: "true", False: "false", None: "unknown"}


class Trace(BaseModel):
    """One evaluated node: what it tested, its truth and its assurance level."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    op: str
    subject: str | None = None
    expected: Any = None
    truth: str
    level: str
    deciding: bool = True
    parts: tuple[Trace, ...] = ()


def explain(compiled: Compiled, facts: Facts, *, deciding: bool = True) -> Trace:
    """Return the evaluation tree; ``deciding`` marks what settled the result."""
    truth, level = compiled.run(facts)
    node = compiled.node
    combined = isinstance(node, Combination)
    parts = tuple(
        explain(part, facts, deciding=deciding and _decides(node, truth, part, facts))
        for part in (compiled.parts if combined else ())
    )
    return Trace(
        op=node.op if not isinstance(node, EvidenceTest) else "evidence",
        subject=_subject(node),
        expected=_expected(node),
        truth=_WORDS[truth],
        level=LEVELS[level],
        deciding=deciding,
        parts=parts,
    )


def _decides(node: Node, truth: bool | None, part: Compiled, facts: Facts) -> bool:
    own = part.run(facts)[0]
    if isinstance(node, Combination) and node.op == "none" and own is not None:
        own = not own
    if isinstance(node, Combination) and node.op == "any":
        return own is truth or (truth is False and own is False)
    return own is truth


def _subject(node: Node) -> str | None:
    if isinstance(node, EvidenceTest):
        return node.answer
    return None if isinstance(node, Combination) else node.subject


def _expected(node: Node) -> Any:
    if isinstance(node, Combination):
        return None
    if isinstance(node, EvidenceTest):
        keys = ("kind", "assurance_at_least", "scope_includes")
        stated = {key: value for key in keys if (value := getattr(node, key))}
        return stated if node.valid else {**stated, "valid": False}
    if isinstance(node, Rows):
        where = None if node.where is None else plain(node.where)
        return {"count": node.count, "where": where} if node.count else where
    return node.value


def plain(node: Node) -> dict[str, Any]:
    """Return the condition as the plain data it was written as."""
    if isinstance(node, Combination):
        return {node.op: [plain(part) for part in node.parts]}
    if isinstance(node, EvidenceTest):
        return {"evidence": {"answer": node.answer, **_expected(node)}}
    if isinstance(node, Rows):
        return {"answer": node.subject, node.op: _expected(node)}
    return {("column" if node.in_row else "answer"): node.subject, node.op: node.value}


def walk(trace: Trace) -> Iterator[Trace]:
    """Yield the trace's own nodes, parents before parts."""
    yield trace
    for part in trace.parts:
        yield from walk(part)
