"""Does a response fit its questionnaire: every problem at once, with a hint."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from audit.documents.limits import MAX_PROBLEMS
from audit.errors import Problem
from audit.questionnaire.types.text import hidden_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Answer, Response


def check(
    response: Response, questionnaire: Questionnaire, digest: str
) -> tuple[Problem, ...]:
    """Return what makes the response unusable; an incomplete one is no problem.

    ``digest`` is the questionnaire's own, to compare with the one answered. At most one
    problem more than is shown at once is returned.
    """
    found = chain(
        _check_reference(response, questionnaire, digest),
        _check_answers(response, questionnaire),
        _check_evidence(response),
        _check_backing(response, questionnaire),
        _check_names(response),
    )
    # A hostile response can hold a hundred thousand faults; wording each takes minutes.
    return tuple(islice(found, MAX_PROBLEMS + 1))


def _check_reference(
    response: Response, questionnaire: Questionnaire, digest: str
) -> Iterator[Problem]:
    asked = response.questionnaire
    if asked.id != questionnaire.id:
        message = f"answers '{asked.id}', not '{questionnaire.id}'"
        hint = "choose the questionnaire that the response was made for"
        yield Problem("response-questionnaire", message, "/questionnaire/id", hint)
    elif asked.version != questionnaire.version:
        message = f"answers version {asked.version}, not {questionnaire.version}"
        hint = "issue the present version again and carry the answers over"
        yield Problem("response-version", message, "/questionnaire/version", hint)
    elif asked.digest is not None and asked.digest != digest:
        message = "the questionnaire was changed after it was issued"
        hint = "ask for the questionnaire file that the vendor was given"
        yield Problem("response-digest", message, "/questionnaire/digest", hint)


def _check_answers(
    response: Response, questionnaire: Questionnaire
) -> Iterator[Problem]:
    respondents = {person.id for person in response.respondents}
    for link_id, answer in response.answers.items():
        pointer = _pointer(link_id)
        question = questionnaire.questions.get(link_id)
        if question is None:
            yield _unknown_question(link_id, pointer, questionnaire)
            continue
        yield from _check_state(answer, question, pointer)
        if answer.respondent and answer.respondent not in respondents:
            message = f"no respondent '{answer.respondent}'"
            hint = "add the person to 'respondents'"
            yield Problem("answer-respondent", message, f"{pointer}/respondent", hint)


def _pointer(link_id: str) -> str:
    return f"/answers/{link_id.replace('~', '~0').replace('/', '~1')}"


def _unknown_question(
    link_id: str, pointer: str, questionnaire: Questionnaire
) -> Problem:
    close = get_close_matches(link_id, questionnaire.questions, 1)
    hint = f"did you mean '{close[0]}'?" if close else "remove this answer"
    return Problem("answer-unknown-id", f"no question '{link_id[:80]}'", pointer, hint)


def _check_state(answer: Answer, question: Any, pointer: str) -> Iterator[Problem]:
    if answer.state == "answered":
        if answer.value is None:
            hint = 'fill in the value, or set the state to "unknown"'
            message = "the state says answered, but there is no value"
            yield Problem("answer-missing-value", message, pointer, hint)
        else:
            yield from question.problems(answer.value, f"{pointer}/value")
        return
    if answer.value is not None:
        message = f"a value beside the state '{answer.state}'"
        hint = 'set the state to "answered", or remove the value'
        yield Problem("answer-state", message, f"{pointer}/value", hint)
    if answer.state == "not_applicable":
        yield from _check_not_applicable(answer, question, pointer)


def _check_not_applicable(
    answer: Answer, question: Any, pointer: str
) -> Iterator[Problem]:
    if not question.allow_not_applicable:
        message = "this question always applies"
        hint = 'answer it, or set the state to "unknown"'
        yield Problem("answer-not-applicable", message, f"{pointer}/state", hint)
    elif not (answer.justification or "").strip():
        message = "'not_applicable' needs a justification"
        hint = "say in a sentence why the question does not apply"
        yield Problem("answer-justification", message, pointer, hint)


def _check_evidence(response: Response) -> Iterator[Problem]:
    counts = Counter(item.id for item in response.evidence)
    for index, item in enumerate(response.evidence):
        pointer = f"/evidence/{index}"
        if counts[item.id] > 1:
            message = f"evidence id '{item.id}' stands twice"
            yield Problem("evidence-duplicate", message, f"{pointer}/id")
        if item.issued and item.expires and item.expires < item.issued:
            message = "it expires before it was issued"
            yield Problem("evidence-dates", message, f"{pointer}/expires")


def _check_backing(
    response: Response, questionnaire: Questionnaire
) -> Iterator[Problem]:
    known = {item.id for item in response.evidence}
    for link_id, answer in response.answers.items():
        named = [(f"evidence/{n}", name) for n, name in enumerate(answer.evidence)]
        question = questionnaire.questions.get(link_id)
        attached = question is not None and question.type == "attachment"
        if attached and isinstance(answer.value, list):
            named += [(f"value/{n}", str(name)) for n, name in enumerate(answer.value)]
        for place, name in named:
            if name not in known:
                message = f"no evidence item '{name[:80]}'"
                hint = "add it to the response's 'evidence' list"
                pointer = f"{_pointer(link_id)}/{place}"
                yield Problem("evidence-unknown-id", message, pointer, hint)


def _check_names(response: Response) -> Iterator[Problem]:
    named = [
        (f"/vendor/{key}", getattr(response.vendor, key) or "")
        for key in ("name", "registration_no")
    ]
    named += [
        (f"/evidence/{index}/{key}", getattr(item, key) or "")
        for index, item in enumerate(response.evidence)
        for key in ("title", "issuer", "scope", "file")
    ]
    for link_id, answer in response.answers.items():
        named += [
            (f"{_pointer(link_id)}/{key}", getattr(answer, key) or "")
            for key in ("justification", "comment")
        ]
    if response.attestation is not None:
        named += [
            (f"/attestation/{key}", getattr(response.attestation, key))
            for key in ("name", "role", "statement")
        ]
    for pointer, text in named:
        if bad := hidden_characters(text):
            hint = "remove control characters and text direction marks"
            yield Problem("text-hidden", f"hidden characters: {bad}", pointer, hint)
