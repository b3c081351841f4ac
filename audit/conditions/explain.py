"""Why a condition came out as it did: the same closures, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from audit.conditions.evaluate import Compiled, Facts, Outcome
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


def explain(compiled: Compiled, facts: Facts, outcome: Outcome | None = None) -> Trace:
    """Return the evaluation tree; ``deciding`` marks what settled the result.

    An outcome that is known already need not be found out again.
    """
    return _tell(compiled, outcome or compiled.run(facts), facts, deciding=True)


def _tell(
    compiled: Compiled, outcome: Outcome, facts: Facts, *, deciding: bool
) -> Trace:
    node = compiled.node
    if isinstance(node, Combination):
        outcomes = [(part, part.run(facts)) for part in compiled.parts]
        parts = tuple(
            _tell(part, own, facts, deciding=deciding and _decides(node, outcome, own))
            for part, own in outcomes
        )
        return _trace(node, outcome, deciding=deciding, parts=parts)
    found = (*outcome, deciding)
    if found not in compiled.told:
        compiled.told[found] = _trace(node, outcome, deciding=deciding)
    return compiled.told[found]


def _trace(
    node: Node, outcome: Outcome, *, deciding: bool, parts: tuple[Trace, ...] = ()
) -> Trace:
    truth, level = outcome
    return Trace(
        op=node.op if not isinstance(node, EvidenceTest) else "evidence",
        subject=_subject(node),
        expected=_expected(node),
        truth=_WORDS[truth],
        level=LEVELS[level],
        deciding=deciding,
        parts=parts,
    )


def _decides(node: Combination, outcome: Outcome, part: Outcome) -> bool:
    own = part[0]
    if node.op == "none" and own is not None:
        own = not own
    return own is outcome[0]


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
