"""A repair in words: the steps, why nothing smaller does, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.assessment.model import Points
from audit.questionnaire.localisation import pick
from audit.remedy.repair import Repair
from audit.report.comparison.blocks import Cell, Grid, text
from audit.report.remedy.refusal import refusals
from audit.report.remedy.work import owner_of_step, title_of_step, work_of_step
from audit.report.words import remedy_words, show_number, show_share, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.remedy.goal import Goal
    from audit.remedy.position import Position
    from audit.remedy.repair import Unreachable
    from audit.remedy.step import Efforts, Step

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class RepairView:
    """All that is told; ``steps`` is empty when there is nothing to do or no way."""

    title: str
    goal: str
    summary: str
    steps: Grid
    certificate: tuple[str, ...]
    refusals: tuple[str, ...]
    assumptions: tuple[str, ...]


def build_repair(
    result: Repair | Unreachable,
    position: Position,
    efforts: Efforts,
    language: str,
    *,
    fewest: bool,
) -> RepairView:
    """Return the repair, or why there is none, in the language (en, uk or ru)."""
    word = remedy_words(language)
    steps: tuple[Step, ...] = ()
    refused: tuple[str, ...] = ()
    if isinstance(result, Repair):
        steps = result.steps
    else:
        refused = tuple(refusals(result, position, language))
    return RepairView(
        title=word["repair_title"],
        goal=_goal(result.goal, position, language),
        summary=_summary(result, language),
        steps=_steps(steps, position, language),
        certificate=tuple(_certificate(result, language, fewest=fewest)),
        refusals=refused,
        assumptions=tuple(_assumptions(position, efforts, language)),
    )


def _goal(goal: Goal, position: Position, language: str) -> str:
    word, policy = remedy_words(language), position.plan.policy
    name = ""
    if goal.kind == "rating":
        (rating,) = (r for r in policy.ratings if r.id == goal.value)
        name = pick(rating.label, language)
    elif goal.kind == "decision":
        name = words(language)[f"decision_{goal.value}"]
    return word[f"goal_{goal.kind}"].format(name=name)


def _summary(result: Repair | Unreachable, language: str) -> str:
    word = remedy_words(language)
    if not isinstance(result, Repair):
        return word["unreachable"]
    if not result.steps:
        return word["already"]
    return word["total_steps"].format(
        steps=len(result.steps),
        controls=sum(step.gap == "control" for step in result.steps),
        effort=show_share(result.effort, language),
    )


def _steps(steps: tuple[Step, ...], position: Position, language: str) -> Grid:
    w, word = words(language), remedy_words(language)
    header = (
        word["number"], word["step"], word["what_to_do"], word["responsible"],
        w["effort"], word["effort_then"], word["gains"], word["score_then"],
    )  # fmt: skip
    rows = []
    effort, score = ZERO, position.found.scores.score.exact
    for number, step in enumerate(steps, start=1):
        effort, score = effort + step.effort, score + step.score
        rows.append(
            (
                text(str(number)),
                text(title_of_step(step, position, language)),
                text(work_of_step(step, position, language)),
                text(owner_of_step(step, position).name),
                _share(step.effort, language),
                _share(effort, language),
                _share(step.score, language),
                Cell(_shown(score, language), float(score), "points"),
            )
        )
    return Grid("steps", word["steps"], header, tuple(rows))


def _share(number: Fraction, language: str) -> Cell:
    return Cell(show_share(number, language), float(number), "count")


def _shown(number: Fraction, language: str) -> str:
    return show_number(Points(exact=number).shown, language)


def _certificate(
    result: Repair | Unreachable, language: str, *, fewest: bool
) -> Iterator[str]:
    if not isinstance(result, Repair) or not result.steps:
        return
    word, proof = remedy_words(language), result.certificate
    unit = word["cert_gaps" if fewest else "cert_days"]
    shown = {
        "cost": show_share(proof.cost, language),
        "bound": show_number(f"{proof.bound:.4g}", language),
        "gap": show_number(f"{proof.gap:.2g}", language),
        "unit": unit,
        "programs": proof.programs,
        "binaries": proof.binaries,
    }
    yield word["cert_feasible"]
    yield word["cert_optimal" if proof.proven else "cert_unproven"].format(**shown)
    if proof.exact is None:
        yield word["cert_exact_none"]
    elif proof.exactly:
        yield word["cert_exact"]
    else:
        bound = show_share(proof.exact, language)
        yield word["cert_exact_below"].format(bound=bound, unit=unit)


def _assumptions(position: Position, efforts: Efforts, language: str) -> Iterator[str]:
    """Yield what no document states and the result rests on."""
    word, policy = remedy_words(language), position.plan.policy
    yield word["assume_closed"]
    for name in ("evidence", "correction"):
        effort = show_share(getattr(efforts, name), language)
        yield word[f"assume_{name}"].format(effort=effort)
    yield word["assume_free"]
    scope = (policy.by_id[result.id] for result in position.found.controls)
    if unstated := [control.id for control in scope if control.remediation is None]:
        effort = show_share(efforts.unstated, language)
        yield word["assume_unstated"].format(effort=effort, ids=", ".join(unstated))
