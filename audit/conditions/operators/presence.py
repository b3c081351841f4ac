"""Presence: was the question answered at all.

``answered`` is true or unknown, never false, so that silence cannot satisfy a
negation. ``not_applicable`` is decided by the evaluator, which alone sees states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.conditions.operators.base import EVERY_TYPE, Operator

if TYPE_CHECKING:
    from datetime import date

    from audit.conditions.model import Field


def _only_true(value: object, _: Field) -> bool:
    if value is not True:
        raise ValueError("write true; absence is never a fact")
    return True


def _present(_: object, __: object, ___: date) -> bool:
    return True


OPERATORS = (
    Operator("answered", EVERY_TYPE, _only_true, _present),
    Operator("not_applicable", EVERY_TYPE, _only_true, _present),
)
