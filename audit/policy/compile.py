"""A policy compiled once against its questionnaire, evaluated many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.conditions.evaluate import Compiled, compile_condition
from audit.conditions.model import LEVELS, fields_read
from audit.conditions.parse import parse
from audit.questionnaire.asked import Gates, compile_gates

if TYPE_CHECKING:
    from fractions import Fraction

    from audit.policy.model import Contradiction, Control, Policy
    from audit.policy.verdicts import Factor
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class CompiledControl:
    """A control with its conditions as closures."""

    control: Control
    applies: Compiled | None
    rule: Compiled
    partial: Compiled | None
    reads: tuple[str, ...]
    floor: int
    cap: str | None


@dataclass(frozen=True, slots=True)
class CompiledContradiction:
    """A contradiction with its condition as a closure."""

    contradiction: Contradiction
    when: Compiled
    reads: tuple[str, ...]
    cap: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that assessing needs, ready to run."""

    policy: Policy
    questionnaire: Questionnaire
    policy_digest: str
    questionnaire_digest: str
    gates: Gates
    controls: tuple[CompiledControl, ...]
    contradictions: tuple[CompiledContradiction, ...]
    factors: tuple[tuple[Factor, tuple[tuple[Compiled, int], ...]], ...]
    worth: tuple[Fraction, ...]


def compile_policy(
    policy: Policy,
    questionnaire: Questionnaire,
    policy_digest: str,
    questionnaire_digest: str,
) -> Plan:
    """Compile a checked policy; the digests are carried into every assessment."""
    return Plan(
        policy=policy,
        questionnaire=questionnaire,
        policy_digest=policy_digest,
        questionnaire_digest=questionnaire_digest,
        gates=compile_gates(questionnaire),
        controls=tuple(_control(c, policy, questionnaire) for c in policy.controls),
        contradictions=tuple(
            _contradiction(c, policy, questionnaire) for c in policy.contradictions
        ),
        factors=tuple(
            (
                factor,
                tuple((_of(s.when, questionnaire), s.points) for s in factor.scores),
            )
            for factor in policy.inherent.factors
        ),
        worth=tuple(getattr(policy.assurance, level) for level in LEVELS),
    )


def _of(condition: dict[str, object], questionnaire: Questionnaire) -> Compiled:
    return compile_condition(parse(condition), questionnaire.questions)


def _control(
    control: Control, policy: Policy, questionnaire: Questionnaire
) -> CompiledControl:
    rule = _of(control.rule, questionnaire)
    partial = _of(control.partial.rule, questionnaire) if control.partial else None
    applies = control.applies_when
    read = [*fields_read(rule.node), *(fields_read(partial.node) if partial else ())]
    return CompiledControl(
        control=control,
        applies=_of(applies, questionnaire) if applies is not None else None,
        rule=rule,
        partial=partial,
        reads=tuple(dict.fromkeys(read)),
        floor=LEVELS.index(control.evidence_floor),
        cap=policy.cap_of(control.knock_out),
    )


def _contradiction(
    contradiction: Contradiction, policy: Policy, questionnaire: Questionnaire
) -> CompiledContradiction:
    when = _of(contradiction.when, questionnaire)
    cap = policy.cap_of(contradiction.knock_out)
    return CompiledContradiction(contradiction, when, fields_read(when.node), cap)
