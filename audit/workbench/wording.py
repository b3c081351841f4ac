"""Conditions and numbers of a policy in words, in one language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.conditions.evaluate import Facts, compile_condition
from audit.conditions.explain import explain
from audit.conditions.parse import parse
from audit.report.sentences import trace_lines
from audit.report.words import show_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.questionnaire.model import Questionnaire

#: Nothing is answered: the sentences tell what is tested, not how it came out.
_NOTHING: Facts = Facts({}, {}, date.min)


def sentences(
    condition: Mapping[str, Any], questionnaire: Questionnaire, language: str
) -> tuple[str, ...]:
    """Return a condition as lines, its parts indented."""
    compiled = compile_condition(parse(condition), questionnaire.questions)
    trace = explain(compiled, _NOTHING)
    return tuple(
        f"{'  ' * line.depth}{_tidy(line.text)}"
        for line in trace_lines(trace, questionnaire.questions, language)
    )


def percent(share: Fraction, language: str) -> str:
    """Return a share as a percentage."""
    return f"{show_share(share * 100, language)}\u00a0%"


def _tidy(text: str) -> str:
    # A terminal shows the thin space as an escape.
    return text.replace("\u202f", "\u00a0")
