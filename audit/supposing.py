"""Read supposed answers: typed on the command line, or from a file of answers."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from audit.canonical import digest
from audit.documents import read_document, validate
from audit.errors import InputError, Problem
from audit.interview.typed import read_typed
from audit.questionnaire.types.base import Model
from audit.response import check as response_check
from audit.response.model import Answer, Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from audit.cases import Assessed
    from audit.documents import Document
    from audit.questionnaire.model import Questionnaire

#: What stays of an answer that is given anew.
KEPT = ("comment", "evidence", "respondent")
_STATES = {":unknown": "unknown", ":decline": "declined", "": "unanswered"}
#: Ids that an error lists at most.
MOST_LISTED = 12


class Changes(Model):
    """Answers as in a response, by link id; they replace those of the response."""

    answers: dict[str, Answer]


def read_changes(
    assessed: Assessed, typed: Iterable[tuple[str, str]], file: Path | None
) -> dict[str, dict[str, Any]]:
    """Return the changed answers; InputError lists everything that is wrong with them.

    A typed value is read as ``audit fill`` reads it: ``:unknown``, ``:decline`` and
    ``:na reason`` are states, and nothing leaves the question unanswered.
    """
    questionnaire = assessed.plan.questionnaire
    given = read_document(file) if file else None
    changed = _from_file(given)
    lines = list(typed)
    problems = [*_unfit(lines, set(changed), questionnaire)]
    problems += _unknown(changed, given, questionnaire)
    if problems:
        raise InputError.of(*problems)
    old = assessed.case.response.data["answers"]
    for link_id, line in lines:
        kept = {key: old[link_id][key] for key in KEPT if key in old.get(link_id, {})}
        question = questionnaire.questions[link_id]
        changed[link_id] = {**kept, **typed_answer(question, line.strip())}
    _check(assessed, changed, given)
    return changed


def _from_file(given: Document | None) -> dict[str, dict[str, Any]]:
    if given is None:
        return {}
    validate(Changes, given)
    return dict(given.data["answers"])


def typed_answer(question: Any, line: str) -> dict[str, Any]:
    """Return the answer that a line means: a value, or a state such as ``:unknown``."""
    if line in _STATES:
        return {"state": _STATES[line]}
    word, _, reason = line.partition(" ")
    if word == ":na":
        return {"state": "not_applicable", "justification": reason.strip()}
    return {"state": "answered", "value": read_typed(question, line)}


def _unfit(
    lines: list[tuple[str, str]], taken: set[str], questionnaire: Questionnaire
) -> Iterator[Problem]:
    """Yield what cannot be typed: unknown questions, tables, one question twice."""
    seen = set(taken)
    for link_id, _ in lines:
        place = f"--set {link_id[:80]}"
        question = questionnaire.questions.get(link_id)
        if question is None:
            yield unknown_question(link_id, questionnaire, place)
        elif link_id in seen:
            message = "this answer is given twice"
            yield Problem("whatif-twice", message, "", "give it once", place)
        elif question.type == "table":
            message = "a table is not typed in one line"
            yield Problem("whatif-table", message, "", "use --answers", place)
        seen.add(link_id)


def _unknown(
    changed: Mapping[str, Any], given: Document | None, questionnaire: Questionnaire
) -> Iterator[Problem]:
    for link_id in changed:
        if link_id not in questionnaire.questions and given is not None:
            problem = unknown_question(link_id, questionnaire, given.file)
            yield given.at(replace(problem, pointer=_pointer(link_id)))


def unknown_question(link_id: str, questionnaire: Questionnaire, file: str) -> Problem:
    """Return the problem of an id that no question has, with the ids that are near."""
    known = list(questionnaire.questions)
    close = get_close_matches(link_id[:80], known, 3, 0.75)
    listed = ", ".join(close or known[:MOST_LISTED])
    name = f"audit show {questionnaire.id}"
    hint = f"known: {listed}, … ({len(known)} in all: {name})"
    return Problem("answer-unknown-id", f"no question '{link_id[:80]}'", "", hint, file)


def _pointer(link_id: str) -> str:
    return f"/answers/{link_id.replace('~', '~0').replace('/', '~1')}"


def _check(
    assessed: Assessed, changed: Mapping[str, Any], given: Document | None
) -> None:
    """Refuse answers that do not fit, each at the place where it was given."""
    response = assessed.case.response
    data = {**response.data, "answers": {**response.data["answers"], **changed}}
    document = replace(response, data=data, digest=digest(data))
    record = validate(Response, document)
    plan = assessed.plan
    found = response_check.check(record, plan.questionnaire, plan.questionnaire_digest)
    in_file = set(given.data["answers"]) if given else set()
    problems = []
    for problem in found:
        link_id = problem.pointer.split("/")[2]
        if given is not None and link_id in in_file:
            problems.append(given.at(problem))
        else:
            problems.append(replace(problem, file=f"--set {link_id}"))
    if problems:
        raise InputError.of(*problems)
