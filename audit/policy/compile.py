"""A policy compiled once against its questionnaire, evaluated many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.conditions.evaluate import Compiled, compile_condition
from audit.conditions.model import LEVELS, fields_read
from audit.conditions.parse import parse
from audit.policy.worth import ONE, Scale, Way, in_proportion, scale_of
from audit.questionnaire.asked import Gates, compile_gates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from audit.policy.model import Contradiction, Control, Policy
    from audit.policy.verdicts import Factor
    from audit.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class CompiledControl:
    """A control with its conditions as closures and its numbers as whole parts."""

    control: Control
    applies: Compiled | None
    #: the rule, then the partial rule if there is one
    ways: tuple[Way, ...]
    reads: tuple[str, ...]
    cap: str | None
    #: in proportion to the weights of the other controls
    weight: int

    @property
    def rule(self) -> Compiled:
        """Return the condition that meets the control."""
        return self.ways[0].condition

    @property
    def partial(self) -> Compiled | None:
        """Return the condition that earns part of the credit."""
        return self.ways[1].condition if len(self.ways) > 1 else None


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
    #: what a pass below its evidence floor is worth, by level
    worth: tuple[Fraction, ...]
    #: the parts of 1 that credits are counted in
    whole: int
    #: the least that an exception gives, in parts
    compensation: int
    #: the weights of the domains, in proportion
    shares: Mapping[str, int]


def compile_policy(
    policy: Policy,
    questionnaire: Questionnaire,
    policy_digest: str,
    questionnaire_digest: str,
) -> Plan:
    """Compile a checked policy; the digests are carried into every assessment."""
    scale = scale_of(policy)
    weights = in_proportion(control.weight for control in policy.controls)
    shares = in_proportion(domain.weight for domain in policy.domains)
    return Plan(
        policy=policy,
        questionnaire=questionnaire,
        policy_digest=policy_digest,
        questionnaire_digest=questionnaire_digest,
        gates=compile_gates(questionnaire),
        controls=tuple(
            _control(control, weight, scale, policy, questionnaire)
            for control, weight in zip(policy.controls, weights, strict=True)
        ),
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
        worth=scale.factors,
        whole=scale.whole,
        compensation=scale.parts(policy.compensation),
        shares={d.id: share for d, share in zip(policy.domains, shares, strict=True)},
    )


def _of(condition: dict[str, object], questionnaire: Questionnaire) -> Compiled:
    return compile_condition(parse(condition), questionnaire.questions)


def _control(
    control: Control,
    weight: int,
    scale: Scale,
    policy: Policy,
    questionnaire: Questionnaire,
) -> CompiledControl:
    floor, partial = LEVELS.index(control.evidence_floor), control.partial
    ways = [scale.way("pass", _of(control.rule, questionnaire), ONE, floor)]
    if partial is not None:
        weaker = _of(partial.rule, questionnaire)
        ways.append(scale.way("partial", weaker, partial.credit, floor))
    read = [link_id for way in ways for link_id in fields_read(way.condition.node)]
    applies = control.applies_when
    return CompiledControl(
        control=control,
        applies=_of(applies, questionnaire) if applies is not None else None,
        ways=tuple(ways),
        reads=tuple(dict.fromkeys(read)),
        cap=policy.cap_of(control.knock_out),
        weight=weight,
    )


def _contradiction(
    contradiction: Contradiction, policy: Policy, questionnaire: Questionnaire
) -> CompiledContradiction:
    when = _of(contradiction.when, questionnaire)
    cap = policy.cap_of(contradiction.knock_out)
    return CompiledContradiction(contradiction, when, fields_read(when.node), cap)
