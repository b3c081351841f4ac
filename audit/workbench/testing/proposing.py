"""Propose cases: each value on which a control turns, for a person to review.

What the cases expect is what the engine says; whether that is meant, only its author
can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.policy.compile import compile_policy
from audit.proofs.cases import ATTACHED
from audit.workbench.testing.answering import merged
from audit.workbench.testing.engine import engine
from audit.workbench.testing.loading import Suite
from audit.workbench.testing.model import Given, Shown
from audit.workbench.testing.mutating import bench_of
from audit.workbench.testing.packing import base_world, pack
from audit.workbench.testing.picking import pick
from audit.workbench.testing.running import OUT
from audit.workbench.testing.verdict_cases import verdict_cases
from audit.workbench.testing.worlds import World, backs
from audit.workbench.testing.writing import block, flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.assessment.model import Assessment
    from audit.conditions.model import EvidenceTest
    from audit.workbench.testing.packing import Bin
    from audit.workbench.testing.picking import Picked

BASE = "base"
_UNANSWERED = {"state": "unanswered"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case to write: what it changes in the base, and what it says."""

    name: str
    answers: Mapping[str, Any]
    evidence: tuple[Shown, ...]
    controls: tuple[str, ...]
    verdict: bool = False


def propose_tests(name: str, as_of: date) -> str:
    """Return a test file for a policy (id or file)."""
    questionnaire = load_questionnaire(questionnaire_of(name))
    suite = Suite(load_policy(name, questionnaire.record), questionnaire, (), ())
    bench = bench_of(suite, ())
    picked = [pick(bench, number, as_of) for number in range(bench.size)]
    base = base_world(bench, picked, as_of)
    writer = _Writer(suite, base, as_of)
    every = tuple(suite.policy.record.by_id)
    first = Proposed(BASE, base.answers, writer.papers(base), every, verdict=True)
    cases = [first, *writer.bins(pack(one for p in picked for one in p.picks))]
    cases += writer.verdicts(picked)
    return "\n".join([*writer.head(), *writer.cases(cases), ""])


class _Writer:
    def __init__(self, suite: Suite, base: World, as_of: date) -> None:
        self.suite, self.base, self.as_of = suite, base, as_of
        policy, asked = suite.policy, suite.questionnaire
        self.plan = compile_policy(
            policy.record, asked.record, policy.digest, asked.digest
        )
        self.told: dict[str, str] = {}

    def head(self) -> Iterator[str]:
        yield "# What the engine says; a person decides whether it is meant."
        yield f"policy: {self.suite.policy.record.id}"
        yield "cases:"

    def bins(self, bins: Iterable[Bin]) -> Iterator[Proposed]:
        """Yield a case for each bin."""
        for number, found in enumerate(bins, 1):
            world = World(found.fixed, tuple(found.papers))
            named = [f"{p.control} {p.status}" for p in found.picks[:3]]
            more = len(found.picks) - len(named)
            name = f"{number}: {', '.join(named)}{f' and {more} more' if more else ''}"
            controls = tuple(p.control for p in found.picks)
            answers = self.changes(found.fixed)
            yield Proposed(name, answers, self.evidence(world), controls)

    def verdicts(self, picked: Iterable[Picked]) -> Iterator[Proposed]:
        """Yield cases on both sides of each threshold from score to decision."""
        base = Given(answers=dict(self.base.answers), evidence=self.papers(self.base))
        found = verdict_cases(self.suite, self.plan, base, list(picked), self.as_of)
        for number, (answers, evidence) in enumerate(found, 1):
            changes = self.changes(answers)
            yield Proposed(f"verdict {number}", changes, evidence, (), verdict=True)

    def changes(self, fixed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers that differ from the base."""
        base = self.base.answers
        return {
            link_id: _UNANSWERED if value is None else value
            for link_id, value in fixed.items()
            if base.get(link_id) != value
        }

    def papers(self, world: World) -> tuple[Shown, ...]:
        """Return the evidence that makes the tests of a world hold."""
        questions = self.plan.questionnaire.questions
        given = (i for i, value in world.answers.items() if value is not None)
        attached = any(questions[i].type == "attachment" for i in given)
        items = tuple(_shown(test, world) for test in world.papers)
        return (Shown(id=ATTACHED), *items) if attached else items

    def evidence(self, world: World) -> tuple[Shown, ...]:
        """Return the same, and withdraw from the base what the world lacks."""
        own = self.papers(world)
        kept = {item.id for item in own}
        withdrawn = [
            item.model_copy(update={"found": False})
            for item in self.papers(self.base)
            if item.id not in kept and set(item.backs) & set(world.answers)
        ]
        return (*own, *withdrawn)

    def cases(self, cases: Iterable[Proposed]) -> Iterator[str]:
        """Yield the lines of the cases, with what the engine says of them."""
        base = Given()
        scored: set[str] = set()
        knocked: set[str] = set()
        for case in cases:
            own = Given(answers=dict(case.answers), evidence=case.evidence)
            given = merged(base, own)
            found = engine(self.plan, given, self.as_of)
            if case.name == BASE:
                base = given
            yield f"  - name: {flow(case.name)}"
            yield from self.given(case)
            yield from _expected(case, found, scored, knocked)

    def given(self, case: Proposed) -> Iterator[str]:
        if case.name == BASE:
            yield f"    as_of: {flow(self.as_of.isoformat())}"
        yield "    given:"
        if case.name != BASE:
            yield f"      base: {BASE}"
        yield from block("answers", dict(case.answers), 6)
        if case.evidence:
            yield "      evidence:"
        for item in case.evidence:
            plain = item.model_dump(mode="json", exclude_defaults=True)
            yield f"        - {flow(plain)}"


def _shown(test: EvidenceTest, world: World) -> Shown:
    answer = backs(test, world)
    independent = test.assurance_at_least == "independent"
    kind: Any = test.kind or ("certificate" if independent else "record")
    level: Any = test.assurance_at_least or "claimed"
    return Shown(
        id=f"{answer}-{level}",
        kind=kind,
        assurance=level,
        issuer="Independent body" if independent else None,
        scope=test.scope_includes,
        backs=(answer,) if answer else (),
    )


def _expected(
    case: Proposed, found: Assessment, scored: set[str], knocked: set[str]
) -> Iterator[str]:
    """Yield what the case must come to; scores and knock-outs where they are new."""
    status = {result.id: result.status for result in found.controls}
    named = {c: status[c] for c in case.controls if c in status}
    out = [item.id for item in found.out_of_scope if item.id in case.controls]
    partials = {c for c, s in named.items() if s == "partial"} - scored
    unmet = [item.id for item in found.knock_outs]
    yield "    expect:"
    if named:
        yield f"      controls: {flow(named)}"
    if out:
        yield f"      {OUT}: {flow(out)}"
    if case.verdict:
        contradictions = [item.id for item in found.contradictions]
        yield f"      contradictions: {flow(contradictions)}"
    if case.verdict or set(unmet) & set(named) - knocked:
        yield f"      knock_outs: {flow(unmet)}"
    if case.verdict or partials:
        yield f"      score: {float(round(found.scores.score.exact, 3))}"
    if case.verdict:
        yield f"      rating: {flow(found.rating)}"
        yield f"      decision: {flow(found.decision)}"
    knocked |= set(unmet) & set(named)
    scored |= partials
