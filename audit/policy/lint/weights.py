"""Do the weights leave each domain a say, and no control all of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.policy.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.reading import Reading
    from audit.policy.model import Policy

#: Less than this of the total is no say.
LEAST = Fraction(1, 200)
#: More than this of the total decides by itself.
MOST = Fraction(1, 4)


def shares(policy: Policy) -> dict[str, Fraction]:
    """Return each control's part of the score while every control applies."""
    within: dict[str, Fraction] = {}
    for control in policy.controls:
        within[control.domain] = (
            within.get(control.domain, Fraction(0)) + control.weight
        )
    weights = {d.id: d.weight for d in policy.domains if d.id in within}
    total = sum(weights.values(), Fraction(0))
    return {
        c.id: weights[c.domain] / total * c.weight / within[c.domain]
        for c in policy.controls
    }


def odd_weights(reading: Reading) -> Iterator[Remark]:
    """Yield domains without a say and controls that have too much of it."""
    policy = reading.policy
    yield from _domains(policy)
    parts = shares(policy)
    for index, control in enumerate(policy.controls):
        share = parts[control.id]
        if share > MOST:
            message = f"'{control.id}' decides {_percent(share)} of the score"
            hint = "lower its weight, or make it a knock-out"
            pointer = f"/controls/{index}/weight"
            yield Remark("control-dominant", control.id, message, pointer, hint)


def _domains(policy: Policy) -> Iterator[Remark]:
    used = {control.domain for control in policy.controls}
    total = sum((d.weight for d in policy.domains if d.id in used), Fraction(0))
    for index, domain in enumerate(policy.domains):
        pointer = f"/domains/{index}/weight"
        if domain.id not in used:
            message = f"no control is in the domain '{domain.id}'"
            hint = "give it a control, or remove it"
        elif domain.weight / total < LEAST:
            share = _percent(domain.weight / total)
            message = f"the domain '{domain.id}' weighs {share} of the score"
            hint = "raise its weight, or move its controls to another domain"
        else:
            continue
        yield Remark("domain-irrelevant", domain.id, message, pointer, hint)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f} %"
