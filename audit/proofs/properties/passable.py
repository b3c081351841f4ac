"""Every control can be passed and failed, and its partial rule met alone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from audit.conditions.model import EvidenceTest, leaves
from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, NOT_BORNE_OUT, OUT_OF_TIME, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.compile import CompiledControl
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Example, Statement
    from audit.proofs.model import Written

    _Asked = tuple[CompiledControl, str, list[Statement]]

CLAIM = (
    "every control can be passed, every rule can be failed by answers, and every "
    "partial rule can be met without the rule"
)


class _Shown(NamedTuple):
    """An example in full, and what the engine made of every control."""

    example: Example
    written: Written
    statuses: dict[str, str]


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield what every control can come to."""
    asked = [
        (compiled, what, statements)
        for compiled in ground.plan.controls
        for what, statements in _wanted(ground, compiled)
    ]
    shown: list[_Shown] = []
    with suppress(OutOfTime):
        shown += _show_many(ground, asked)
    for compiled, what, statements in asked:
        yield _can(ground, compiled, what, statements, shown)


def _wanted(
    ground: Ground, compiled: CompiledControl
) -> Iterator[tuple[str, list[Statement]]]:
    standing = ground.terms.standing(compiled)
    yield "pass", [standing.surely, standing.passed]
    yield "fail", _failing(ground, compiled)
    if compiled.partial is not None:
        yield "partial", [standing.surely, standing.partly]


def _show_many(ground: Ground, asked: list[_Asked]) -> Iterator[_Shown]:
    """Yield a few responses that show most of it at once."""
    for kind in _WORDS:
        wishes = [ground.logic.every(s) for _, what, s in asked if what == kind]
        example = ground.logic.find_best((), wishes) if wishes else None
        if example is not None:
            yield _show(ground, example, ground.write(example))


def _show(ground: Ground, example: Example, written: Written) -> _Shown:
    found = ground.judge(written)
    return _Shown(example, written, {item.id: item.status for item in found.controls})


def _failing(ground: Ground, compiled: CompiledControl) -> list[Statement]:
    """Return what is asked of a failure: what is asked for a value has one.

    Silence fails every control. Only where a rule wants nothing but some answer, or
    evidence, is it silence that has to fail it.
    """
    world, standing = ground.world, ground.terms.standing(compiled)
    spoken = {
        leaf.subject
        for way in compiled.ways
        for leaf in leaves(way.condition.node)
        if not isinstance(leaf, EvidenceTest) and leaf.op != "answered"
    }
    heard = [world.logic.no(world.silent(link_id)) for link_id in sorted(spoken)]
    return [standing.surely, world.logic.no(standing.passed), *heard]


def _can(
    ground: Ground,
    compiled: CompiledControl,
    what: str,
    wanted: list[Statement],
    shown: list[_Shown],
) -> Finding:
    name = compiled.control.id
    subject = f"{name} can {_WORDS[what]}"
    for case in shown:
        status = case.statuses.get(name)
        if status in _SHOWS[what] and all(map(case.example.holds, wanted)):
            return Finding(subject, "proved")
    read = ground.support(*ground.nodes_of(compiled))
    try:
        example = ground.logic.find(*wanted)
    except OutOfTime:
        return Finding(subject, "unknown", OUT_OF_TIME)
    if example is None:
        if ground.cut(*ground.nodes_of(compiled)):
            return Finding(subject, "unknown", CUT_SHORT)
        return Finding(subject, "refuted", _REASONS[what])
    found = _show(ground, example, ground.write(example, read))
    if found.statuses.get(name) not in _SHOWS[what]:
        return Finding(subject, "unknown", NOT_BORNE_OUT)
    return Finding(subject, "proved")


_WORDS = {"pass": "be passed", "fail": "be failed", "partial": "be partly met"}
_SHOWS = {
    "pass": ("pass",),
    "fail": ("fail", "unknown", "partial"),
    "partial": ("partial",),
}
_REASONS = {
    "pass": "no response passes it",
    "fail": "whoever answers what it reads passes it",
    "partial": "no response meets the partial rule without the rule",
}
