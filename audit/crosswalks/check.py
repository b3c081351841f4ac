"""Does a crosswalk fit the questionnaire it leads to: every fault at once."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from audit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.crosswalks.model import Crosswalk, Pair
    from audit.questionnaire.model import Questionnaire


def check(crosswalk: Crosswalk, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return what in a crosswalk points to nothing or is no value of its question."""
    if crosswalk.to.id != questionnaire.id:
        message = f"it leads to '{crosswalk.to.id}', not to '{questionnaire.id}'"
        return (Problem("crosswalk-questionnaire", message, "/to/id"),)
    if crosswalk.to.version != questionnaire.version:
        message = f"it leads to {crosswalk.to.version}, not to {questionnaire.version}"
        hint = "read what changed, then set the version"
        return (Problem("crosswalk-version", message, "/to/version", hint),)
    found: list[Problem] = []
    for index, pair in enumerate(crosswalk.pairs):
        found += _pair(pair, questionnaire, f"/pairs/{index}")
    return tuple(found)


def _pair(pair: Pair, questionnaire: Questionnaire, at: str) -> Iterator[Problem]:
    question = questionnaire.questions.get(pair.to)
    if question is None:
        close = get_close_matches(pair.to, questionnaire.questions, 1)
        hint = f"did you mean '{close[0]}'?" if close else "remove this pair"
        yield Problem("crosswalk-link", f"no question '{pair.to}'", f"{at}/to", hint)
        return
    for answer, value in (pair.when.values if pair.when else {}).items():
        yield from question.problems(value, f"{at}/when/{answer}")
