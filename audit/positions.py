"""A case assessed the way it was and two stricter ways, to reckon with its gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.cases import assess_case
from audit.conditions.model import LEVELS
from audit.remedy.position import Position

if TYPE_CHECKING:
    from audit.cases import Assessed


def position_of(assessed: Assessed) -> Position:
    """Return the position of an assessed case.

    A policy that gives nothing for weak evidence makes every control's points the
    verified ones, by the engine itself.
    """
    bare = replace(assessed.case, exceptions=None)
    policy = bare.policy
    strict = {**policy.data, "assurance": dict.fromkeys(LEVELS, 0)}
    proven = replace(bare, policy=replace(policy, data=strict))
    return Position(
        plan=assessed.plan,
        response=assessed.response,
        found=assessed.assessment,
        unwaived=assess_case(bare).assessment,
        proven=assess_case(proven).assessment,
    )
