"""Do criteria fit the questionnaire, the policy and the demand they are used with."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from audit.comparison.criteria import (
    AnswerMeasure,
    AssessmentMeasure,
    OptionMeasure,
    PriceMeasure,
)
from audit.comparison.marks import LINED, OPTIONED, options_of, read_mark
from audit.errors import Problem
from audit.questionnaire.localisation import missing_translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.comparison.criteria import AnyMeasure, Criteria
    from audit.conditions.model import Field
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire


def check_criteria(
    criteria: Criteria, questionnaire: Questionnaire, policy: Policy
) -> Iterator[Problem]:
    """Yield every reason why nobody should be ranked by these criteria yet."""
    if criteria.questionnaire != questionnaire.id:
        message = f"written for '{criteria.questionnaire}', not '{questionnaire.id}'"
        yield Problem("criteria-questionnaire", message, "/questionnaire")
    yield from _check_texts(criteria, questionnaire)
    for pointer, measure in _measures(criteria):
        if isinstance(measure, AssessmentMeasure):
            yield from _check_domain(measure, policy, pointer)
        elif isinstance(measure, PriceMeasure):
            yield from _check_prices(measure, pointer)
        else:
            yield from _check_answer(measure, questionnaire, pointer)
    for index, link_id in enumerate(criteria.facts):
        pointer = f"/facts/{index}"
        if link_id not in questionnaire.questions:
            yield _unknown("question", link_id, questionnaire.questions, pointer)
        elif link_id in criteria.facts[:index]:
            yield Problem("id-duplicate", f"'{link_id}' stands twice", pointer)


def check_currency(criteria: Criteria, currency: str) -> Iterator[Problem]:
    """Yield the prices that are not in the currency of the demand."""
    for pointer, measure in _measures(criteria):
        if isinstance(measure, PriceMeasure) and measure.currency != currency:
            message = f"the prices are in {measure.currency}, the demand in {currency}"
            hint = f"write 'worst' and 'best' in {currency}"
            yield Problem("criteria-currency", message, f"{pointer}/currency", hint)


def _measures(criteria: Criteria) -> Iterator[tuple[str, AnyMeasure]]:
    for number, criterion in enumerate(criteria.criteria):
        for index, measure in enumerate(criterion.measures):
            yield f"/criteria/{number}/measures/{index}", measure


def _check_texts(criteria: Criteria, questionnaire: Questionnaire) -> Iterator[Problem]:
    languages = questionnaire.languages
    yield from missing_translations(criteria.title, languages, "/title")
    counts = Counter(criterion.id for criterion in criteria.criteria)
    for index, criterion in enumerate(criteria.criteria):
        pointer = f"/criteria/{index}"
        if counts[criterion.id] > 1:
            message = f"'{criterion.id}' stands twice"
            yield Problem("id-duplicate", message, f"{pointer}/id")
        yield from missing_translations(criterion.title, languages, f"{pointer}/title")


def _check_domain(
    measure: AssessmentMeasure, policy: Policy, pointer: str
) -> Iterator[Problem]:
    known = [domain.id for domain in policy.domains]
    if measure.domain is not None and measure.domain not in known:
        yield _unknown("domain", measure.domain, known, f"{pointer}/domain")


def _check_prices(measure: PriceMeasure, pointer: str) -> Iterator[Problem]:
    if measure.best >= measure.worst:
        message = "the best price is not below the worst"
        yield Problem("criteria-line", message, f"{pointer}/best")


def _check_answer(
    measure: AnswerMeasure | OptionMeasure, questionnaire: Questionnaire, pointer: str
) -> Iterator[Problem]:
    question = questionnaire.questions.get(measure.answer)
    lined = isinstance(measure, AnswerMeasure)
    fitting = LINED if lined else OPTIONED
    where = f"{pointer}/answer"
    if question is None:
        yield _unknown("question", measure.answer, questionnaire.questions, where)
    elif question.type not in fitting:
        message = f"'{measure.answer}' has the type {question.type}, which does not fit"
        other = "options" if lined else "answer"
        hint = f"fitting: {', '.join(fitting)}"
        if question.type in OPTIONED + LINED:
            hint += f"; or measure it by kind '{other}'"
        yield Problem("criteria-type", message, where, hint)
    elif isinstance(measure, AnswerMeasure):
        yield from _check_line(measure, question, pointer)
    else:
        yield from _check_options(measure, question, pointer)


def _check_line(
    measure: AnswerMeasure, question: Field, pointer: str
) -> Iterator[Problem]:
    ends = {"worst": measure.worst, "best": measure.best}
    found = {name: read_mark(question, mark) for name, mark in ends.items()}
    wanted = 'a duration such as "30 d"' if question.type == "duration" else "a number"
    for name, mark in found.items():
        if mark is None:
            message = (
                f"'{name}' does not fit '{measure.answer}' of type {question.type}"
            )
            hint = f"write {wanted}"
            yield Problem("criteria-mark", message, f"{pointer}/{name}", hint)
    if None not in found.values() and found["worst"] == found["best"]:
        message = "'worst' and 'best' are the same: there is no line between them"
        yield Problem("criteria-line", message, f"{pointer}/best")


def _check_options(
    measure: OptionMeasure, question: Field, pointer: str
) -> Iterator[Problem]:
    known, pointer = options_of(question), f"{pointer}/values"
    for code in measure.values:
        if code not in known:
            yield _unknown("option", code, known, f"{pointer}/{code}")
    if left := [code for code in known if code not in measure.values]:
        message = f"'{measure.answer}' has options without a value: {', '.join(left)}"
        hint = "write 0 where an option is worth nothing"
        yield Problem("criteria-options", message, pointer, hint)


def _unknown(what: str, name: str, known: Iterable[str], pointer: str) -> Problem:
    names = list(known)
    close = get_close_matches(name, names, 1)
    shown = ", ".join(names) if what != "question" else "see 'audit show' for the ids"
    hint = f"did you mean '{close[0]}'?" if close else f"known: {shown}"
    return Problem(f"criteria-{what}", f"no {what} '{name}'", pointer, hint)
