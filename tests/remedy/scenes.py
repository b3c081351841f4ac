"""Cases for the tests of repairs: positions, ways to brute force, the shipped demo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import audit
from audit.assessment.inputs import SignatureFact
from audit.canonical import digest
from audit.cases import Assessed, Case, assess_case, load_questionnaire
from audit.documents import read_json
from audit.positions import position_of
from audit.remedy.goal import Goal, targets_of
from audit.remedy.position import Position
from audit.remedy.step import Efforts, Step, steps_of
from tests import builders as b
from tests.assessment.cases_for_laws import ASKED, Situation

AS_OF = date(2026, 11, 24)
Plain = dict[str, Any]


def assessed(
    rules: Plain,
    answers: Plain,
    asked: Plain | None = None,
    *,
    review: list[Plain] | None = None,
    waivers: list[Plain] | None = None,
    signature: SignatureFact | None = None,
) -> Assessed:
    """Check and assess a whole response, as ``builders.run`` does, and keep the case."""
    judged = {"response_digest": digest(answers), "judgements": review or []}
    granted = {"vendor": answers["vendor"]["name"], "exceptions": waivers or []}
    return assess_case(
        Case(
            questionnaire=b.document(asked or b.questionnaire()),
            policy=b.document(rules),
            response=b.document(answers),
            as_of=b.DAY,
            observed=b.seen(*answers["evidence"]),
            review=b.document(judged),
            exceptions=b.document(granted),
            engine="test",
            signature=signature,
        )
    )


def position(
    rules: Plain, answers: Plain, asked: Plain | None = None, **more: Any
) -> Position:
    return position_of(assessed(rules, b.response(answers), asked, **more))


def of_situation(situation: Situation, rules: Plain | None = None) -> Assessed:
    full = b.response(situation.answers, *situation.evidence, **dict(situation.over))
    return assessed(
        rules or situation.policy,
        full,
        situation.asked or ASKED,
        review=list(situation.review),
        waivers=list(situation.waivers),
    )


def strictly_decided(situation: Situation) -> Situation:
    """Return it with decision rules that use every test there is."""
    strict = {
        "rating_at_least": "good",
        "knock_outs_at_most": 0,
        "contradictions_at_most": 0,
        "failed_critical_at_most": 0,
        "verified_score_at_least": 60,
        "coverage_at_least": 70,
    }
    middle = {"knock_outs_at_most": 1, "residual_at_most": "medium"}
    last = {"score_at_least": 40, "failed_critical_at_most": 1}
    rules = [
        {"decision": "accept", "when": strict},
        {"decision": "accept_with_conditions", "when": middle},
        {"decision": "accept_with_conditions", "when": last},
    ]
    return replace(situation, policy={**situation.policy, "decision": rules})


def with_efforts(rules: Plain, efforts: list[Any]) -> Plain:
    """Return the policy with a remediation of such an effort for each control."""
    fixed = [
        {**c, "remediation": {"text": b.text(), "days": 30, "effort": effort}}
        for c, effort in zip(rules["controls"], efforts, strict=False)
    ]
    return {**rules, "controls": fixed + rules["controls"][len(fixed) :]}


def subsets(steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    return chain.from_iterable(combinations(steps, n) for n in range(len(steps) + 1))


def cheapest_by_trying(
    position: Position, goal: Goal, efforts: Efforts, *, fewest: bool = False
) -> Fraction | None:
    """Return the least cost of all sets of steps that reach the goal, or None."""
    from audit.remedy.closing import close

    steps = steps_of(position, efforts)
    costs = []
    for target in targets_of(position, steps, goal):
        possible = tuple(step for step in target.steps if step.feasible)
        for taken in subsets(possible):
            corrected = {s.id for s in taken if s.gap == "contradiction"}
            ready = all(corrected.issuperset(step.after) for step in taken)
            if ready and goal.reached(close(position, taken), position.plan.policy):
                gaps = [step for step in taken if step.gap == "control"]
                days = sum((step.effort for step in taken), Fraction(0))
                costs.append(Fraction(len(gaps)) if fewest else days)
    return min(costs, default=None)


def vendor(name: str, folder: Path) -> Path:
    """Copy a demo vendor, made to answer the questionnaire as it is shipped now."""
    source = Path(audit.__file__).parent / "demo" / "vendors" / name
    shutil.copytree(source, folder / name)
    path = folder / name / "response.json"
    data = json.loads(path.read_text("utf-8"))
    data["questionnaire"]["digest"] = load_questionnaire("contact-centre").digest
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    review = folder / name / "review.json"
    if review.exists():
        judged = json.loads(review.read_text("utf-8"))
        judged["response_digest"] = read_json(path.read_bytes(), "response").digest
        review.write_text(json.dumps(judged, ensure_ascii=False), "utf-8")
    return path


def words_for(path: Path, policy: str = "contact-centre-baseline") -> list[str]:
    """Return the words that name a vendor's whole case on the command line."""
    words = [str(path), "--policy", policy, "--as-of", AS_OF.isoformat()]
    for kind in ("review", "exceptions"):
        if (path.parent / f"{kind}.json").exists():
            words += [f"--{kind}", str(path.parent / f"{kind}.json")]
    return words
