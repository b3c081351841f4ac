"""Propose cases: each value on which a control turns, for a person to review.

What the cases expect is what the engine says; whether that is meant, only its author
can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.policy.compile import compile_policy
from audit.proofs.cases import ATTACHED
from audit.workbench.testing.bench import bench_of
from audit.workbench.testing.doubting import doubts
from audit.workbench.testing.drafting import BASE, Draft, Proposed
from audit.workbench.testing.loading import Suite
from audit.workbench.testing.model import Given, Shown
from audit.workbench.testing.packing import base_world, pack
from audit.workbench.testing.picking import pick
from audit.workbench.testing.setting_cases import setting_cases
from audit.workbench.testing.verdict_cases import verdict_cases
from audit.workbench.testing.worlds import World, backs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.conditions.model import EvidenceTest
    from audit.workbench.testing.packing import Bin
    from audit.workbench.testing.picking import Picked

_UNANSWERED = {"state": "unanswered"}


def propose_tests(name: str, as_of: date) -> str:
    """Return a test file for a policy (id or file)."""
    questionnaire = load_questionnaire(questionnaire_of(name))
    suite = Suite(load_policy(name, questionnaire.record), questionnaire, (), ())
    bench = bench_of(suite, ())
    picked = [pick(bench, number, as_of) for number in range(bench.size)]
    base = base_world(bench, picked, as_of)
    writer = _Writer(suite, base, as_of)
    every = tuple(suite.policy.record.by_id)
    papers = writer.papers(base)
    first = Proposed(BASE, base.answers, papers, controls=every, verdict=True)
    cases = [first, *writer.bins(pack(one for p in picked for one in p.picks))]
    cases += writer.verdicts(picked)
    cases += setting_cases(writer.plan, picked)
    cases += writer.doubts(pack(doubts(bench, as_of)))
    return "\n".join([*writer.head(), *Draft(writer.plan, as_of).cases(cases), ""])


class _Writer:
    def __init__(self, suite: Suite, base: World, as_of: date) -> None:
        self.suite, self.base, self.as_of = suite, base, as_of
        policy, asked = suite.policy, suite.questionnaire
        self.plan = compile_policy(
            policy.record, asked.record, policy.digest, asked.digest
        )

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
            answers, evidence = self.changes(found.fixed), self.evidence(world)
            yield Proposed(name, answers, evidence, controls=controls)

    def doubts(self, bins: Iterable[Bin]) -> Iterator[Proposed]:
        """Yield a case for each bin of contradictions."""
        for number, found in enumerate(bins, 1):
            told = [p.control for p in found.picks if p.status == "found"]
            more = f" and {len(told) - 3} more" if len(told) > 3 else ""
            name = f"doubt {number}: {', '.join(told[:3]) or 'none'}{more}"
            answers = self.changes(found.fixed)
            evidence = self.evidence(World(found.fixed, tuple(found.papers)))
            yield Proposed(name, answers, evidence, clashes=True)

    def verdicts(self, picked: Iterable[Picked]) -> Iterator[Proposed]:
        """Yield cases on both sides of each threshold from score to decision."""
        base = Given(answers=dict(self.base.answers), evidence=self.papers(self.base))
        found = verdict_cases(self.suite, self.plan, base, list(picked), self.as_of)
        for number, (answers, evidence) in enumerate(found, 1):
            changes = self.changes(answers)
            yield Proposed(f"verdict {number}", changes, evidence, verdict=True)

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
