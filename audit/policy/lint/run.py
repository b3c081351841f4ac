"""Every remark on a policy, and which of them the policy itself has answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.policy.lint.completeness import (
    missing_parts,
    unknown_requirements,
    unproven_knock_outs,
)
from audit.policy.lint.decisions import unreachable_decisions
from audit.policy.lint.duplicates import duplicate_rules
from audit.policy.lint.partials import unreachable_partials
from audit.policy.lint.polarity import mixed_polarity
from audit.policy.lint.reading import Reading
from audit.policy.lint.remark import Remark
from audit.policy.lint.thresholds import idle_thresholds
from audit.policy.lint.usage import uncovered_options, unused_questions
from audit.policy.lint.weights import odd_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.policy.model import LintIgnore, Policy
    from audit.questionnaire.model import Questionnaire

LINTS = (
    unused_questions,
    uncovered_options,
    unreachable_partials,
    duplicate_rules,
    idle_thresholds,
    mixed_polarity,
    unproven_knock_outs,
    missing_parts,
    unknown_requirements,
    odd_weights,
    unreachable_decisions,
)


@dataclass(frozen=True, slots=True)
class Linted:
    """What is left to say of a policy, and what it says itself to the rest."""

    remarks: tuple[Remark, ...]
    ignored: tuple[tuple[Remark, LintIgnore], ...]


def lint(policy: Policy, questionnaire: Questionnaire) -> Linted:
    """Return the remarks on a policy that ``check`` found sound."""
    reading = Reading(policy, questionnaire)
    found = [remark for one in LINTS for remark in one(reading)]
    answered = [(remark, _answer(policy, remark)) for remark in found]
    left = [remark for remark, ignore in answered if ignore is None]
    ignored = [(remark, ignore) for remark, ignore in answered if ignore is not None]
    return Linted((*left, *_idle(policy, found)), tuple(ignored))


def _answer(policy: Policy, remark: Remark) -> LintIgnore | None:
    fitting = (i for i in policy.lint_ignore if _fits(i, remark))
    return next(fitting, None)


def _fits(ignore: LintIgnore, remark: Remark) -> bool:
    """Tell whether an entry names the remark; a question stands for its options."""
    if ignore.code != remark.code:
        return False
    own = {remark.subject, remark.subject.partition("/")[0]}
    return not ignore.subjects or not own.isdisjoint(ignore.subjects)


def _idle(policy: Policy, found: Iterable[Remark]) -> Iterator[Remark]:
    """Yield what an entry names and no lint has found."""
    remarks = tuple(found)
    for index, ignore in enumerate(policy.lint_ignore):
        pointer = f"/lint_ignore/{index}"
        if not any(_fits(ignore, remark) for remark in remarks):
            yield _nothing_left(ignore.code, pointer)
            continue
        of_code = [remark.subject for remark in remarks if remark.code == ignore.code]
        named = {part for s in of_code for part in (s, s.partition("/")[0])}
        for number, subject in enumerate(ignore.subjects):
            if subject not in named:
                yield _nothing_left(subject, f"{pointer}/subjects/{number}")


def _nothing_left(subject: str, pointer: str) -> Remark:
    message = f"'{subject}' is ignored here, and nothing is found of it"
    return Remark("ignore-idle", subject, message, pointer, "remove it")
