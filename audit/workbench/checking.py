"""Check policies and lint them; every problem at its place in its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.documents import refuse
from audit.errors import InputError
from audit.policy.lint.run import lint
from audit.policy.provenance import expired

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.cases import Loaded
    from audit.errors import Problem
    from audit.policy.lint.remark import Remark
    from audit.policy.model import LintIgnore, Policy
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Ignored:
    """A warning that the policy itself answers."""

    warning: Problem
    reason: dict[str, str]


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """What there is to say of one policy; with errors nothing else is known."""

    name: str
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    controls: int = 0
    questions: int = 0


def check_policies(
    names: Iterable[str], as_of: date | None = None
) -> tuple[PolicyCheck, ...]:
    """Check policies (ids or files) against their questionnaires.

    With a day, leave to relax that does not hold on it any more is an error.
    """
    return tuple(_check(name, as_of) for name in names)


def _check(name: str, as_of: date | None) -> PolicyCheck:
    try:
        asked = load_questionnaire(questionnaire_of(name))
        policy = load_policy(name, asked.record)
        if as_of is not None:
            refuse(expired(policy.record.layers, as_of), policy.document)
    except InputError as error:
        return PolicyCheck(name, errors=error.problems)
    found = lint(policy.record, asked.record)
    warnings = [placed(remark, policy, asked) for remark in found.remarks]
    return PolicyCheck(
        name=name,
        warnings=tuple(sorted(warnings, key=lambda w: (w.file, w.line, w.column))),
        ignored=tuple(_ignored(r, i, policy, asked) for r, i in found.ignored),
        controls=len(policy.record.controls),
        questions=len(asked.record.questions),
    )


def _ignored(
    remark: Remark,
    ignore: LintIgnore,
    policy: Loaded[Policy],
    asked: Loaded[Questionnaire],
) -> Ignored:
    return Ignored(placed(remark, policy, asked), ignore.reason)


def placed(
    remark: Remark, policy: Loaded[Policy], asked: Loaded[Questionnaire]
) -> Problem:
    """Return a remark at its place in the document that it speaks about."""
    loaded = asked if remark.place == "questionnaire" else policy
    return loaded.document.at(remark.problem)
