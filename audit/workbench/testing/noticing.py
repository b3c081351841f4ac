"""Does a case come out otherwise when the policy is changed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.assessment.assess import assess
from audit.conditions.model import EvidenceTest, leaves
from audit.policy.compile import compile_policy
from audit.workbench.testing.coverage import names
from audit.workbench.testing.grounds import status_of, told, verdict_on
from audit.workbench.testing.running import OUT, compare, inputs_of, says
from audit.workbench.testing.verdict_mutants import verdict_under

if TYPE_CHECKING:
    from audit.assessment.facts import Ground
    from audit.assessment.judge import Judged
    from audit.policy.compile import CompiledControl, Plan
    from audit.workbench.testing.bench import Bench
    from audit.workbench.testing.contradiction_mutants import ContradictionMutant
    from audit.workbench.testing.loading import Ready
    from audit.workbench.testing.mutants import Mutant
    from audit.workbench.testing.verdict_mutants import VerdictMutant

_UNMET = frozenset({"fail", "unknown"})
_VERDICT = ("score", "verified", "rating", "decision", "knock_outs")
_CLASHES = ("contradictions", "open_contradictions")


def control_noticed(bench: Bench, number: int, mutant: Mutant) -> bool:
    """Tell whether a case notices a control: by its status, else by the verdict."""
    changed = bench.changed(number)
    told = [(c, g) for c, g in bench.grounds if names(c, mutant.control)]
    for case, ground in told:
        wanted = case.spec.expect.controls.get(mutant.control, OUT)
        if status_of(_verdict(changed, bench, case, ground)) != wanted:
            return True
    plan = bench.with_changed(number, mutant)
    return any(
        _differs(plan, case)
        for case, ground in bench.grounds
        if says(case, _VERDICT) and _matters(bench, number, mutant, case, ground)
    )


def contradiction_noticed(
    bench: Bench, number: int, mutant: ContradictionMutant
) -> bool:
    """Tell whether a case notices a contradiction: by its name, else by the verdict."""
    own, changed = bench.plan.contradictions[mutant.number], bench.clashes[number]
    plan = bench.with_clash(number, mutant)
    read = (*leaves(own.when.node), *leaves(changed.when.node))
    # On the ground the evidence of doubtful answers is weakened: truths may differ.
    sure = not any(isinstance(leaf, EvidenceTest) for leaf in read)
    whole: list[Ready] = []
    known = zip(bench.grounds, bench.doubts[mutant.number], strict=True)
    for (case, ground), before in known:
        after = "not found" if mutant.dropped else told(changed, ground)
        if sure and _named(case, before) != _named(case, after):
            return True
        capped = before != "not found" and own.cap != changed.cap
        if not sure or before != after or capped:
            whole.append(case)
    return any(_differs(plan, c) for c in whole if says(c, (*_CLASHES, *_VERDICT)))


def _named(case: Ready, told: str) -> str:
    """Return under which heading a case names a contradiction of which this is told."""
    expect = case.spec.expect
    if told == "found" and expect.contradictions is not None:
        return told
    return told if told == "open" and expect.open_contradictions is not None else ""


def policy_noticed(bench: Bench, mutant: VerdictMutant) -> bool:
    """Tell whether a case notices another number of the whole policy."""
    questionnaire = bench.suite.questionnaire.record
    plan = compile_policy(mutant.changed, questionnaire, "", "")
    cases = (case for case in bench.cases if says(case, _VERDICT))
    return any(_differs(plan, case) for case in cases)


def verdict_noticed(bench: Bench, mutant: VerdictMutant) -> bool:
    """Tell whether a case notices another way from the scores to the decision."""
    for case, found in bench.assessed:
        pair = verdict_under(bench.own_plan, mutant.changed, found)
        expect = case.spec.expect
        for wanted, got in zip((expect.rating, expect.decision), pair, strict=True):
            if wanted is not None and wanted != got:
                return True
    return False


def _differs(plan: Plan, case: Ready) -> bool:
    return any(compare(plan, case, assess(plan, inputs_of(case))))


def _verdict(
    compiled: CompiledControl, bench: Bench, case: Ready, ground: Ground
) -> Judged | None:
    return verdict_on(compiled, bench.plan, ground, frozenset(case.given.excepted))


def _matters(
    bench: Bench, number: int, mutant: Mutant, case: Ready, ground: Ground
) -> bool:
    """Tell whether the assessment can come out otherwise at all."""
    own, changed = bench.own(mutant), bench.changed(number)
    before = _verdict(own, bench, case, ground)
    after = _verdict(changed, bench, case, ground)
    if _worth(before) != _worth(after):
        return True
    if before is not None and before.counts and own.weight != changed.weight:
        return True
    unmet = before is not None and before.underlying in _UNMET
    return unmet and own.cap != changed.cap


def _worth(judged: Judged | None) -> tuple[object, ...] | None:
    return None if judged is None else (judged.status, judged.score, judged.verified)
