"""What a step of a repair is called, what it asks for, and who takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.model import fields_read
from audit.conditions.parse import parse
from audit.questionnaire.localisation import pick
from audit.remedy.telling import owner_of, telling_answers
from audit.report.words import remedy_words, words

if TYPE_CHECKING:
    from audit.remedy.position import Position
    from audit.remedy.step import Step
    from audit.remedy.telling import Owner


def title_of_step(step: Step, position: Position, language: str) -> str:
    """Return the id and title of what is closed."""
    word = remedy_words(language)
    if step.gap == "control":
        title = position.plan.policy.by_id[step.id].title
        return f"{step.id} {pick(title, language)}"
    if step.gap == "contradiction":
        found = {c.id for c in position.found.contradictions}
        kind = "found_title" if step.id in found else "open_title"
        return f"{step.id} {word[kind]}"
    if step.gap == "signature":
        return words(language)["signature_required"]
    return word["open_questions"]


def work_of_step(step: Step, position: Position, language: str) -> str:
    """Return what has to be done."""
    level = ""
    if step.gap == "control":
        floor = position.plan.policy.by_id[step.id].evidence_floor
        level = words(language)[f"assurance_{floor}"]
    return remedy_words(language)[f"work_{step.work}"].format(
        level=level,
        questions=", ".join(answers_of_step(step, position)),
        count=step.questions,
    )


def answers_of_step(step: Step, position: Position) -> tuple[str, ...]:
    """Return the questions whose answers have to change, the worst first."""
    policy, found = position.plan.policy, position.found
    if step.gap == "control":
        (result,) = (r for r in found.controls if r.id == step.id)
        return telling_answers(result, policy.by_id[step.id], found)
    if step.gap == "contradiction":
        (rule,) = (c for c in policy.contradictions if c.id == step.id)
        return fields_read(parse(rule.when))
    return ()


def owner_of_step(step: Step, position: Position) -> Owner:
    """Return who gave the answer that decided, else the vendor's contact."""
    return owner_of(answers_of_step(step, position), position.response)
