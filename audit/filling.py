"""Put answers into a response on disk: those of the interview, or several at once."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

from audit.cases import check_response, load_questionnaire
from audit.checking import named_questionnaire
from audit.documents import read_document, read_json, validate
from audit.errors import InputError, Problem
from audit.file_access import replacing
from audit.interview.session import Interview
from audit.response.model import Response
from audit.supposing import KEPT, typed_answer, unknown_question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from audit.cases import Loaded
    from audit.documents import Document
    from audit.questionnaire.model import Questionnaire


def open_interview(
    path: Path, questionnaire: str | None, section: str | None, as_of: date
) -> Interview:
    """Return the interview of a response file, half filled or blank.

    The questionnaire lies beside the response unless it is named, as in an issued
    folder; else the shipped one that the response names is taken.
    """
    document = read_document(path)
    validate(Response, document)
    loaded = _asked(path, document, questionnaire).record
    _refuse_section(loaded, section)
    return Interview(dict(document.data), loaded, as_of, section)


def _asked(
    path: Path, document: Document, questionnaire: str | None
) -> Loaded[Questionnaire]:
    beside = path.parent / "questionnaire.json"
    named = questionnaire or (beside if beside.is_file() else None)
    return load_questionnaire(named or named_questionnaire(document))


def _refuse_section(questionnaire: Questionnaire, section: str | None) -> None:
    known = [part.id for part in questionnaire.sections]
    if section is not None and section not in known:
        message = f"no section '{section[:80]}'"
        problem = Problem("unknown-section", message, "", f"known: {', '.join(known)}")
        raise InputError.of(problem)


def save_answer(path: Path, interview: Interview) -> None:
    """Put the changed answer into the file as it is now, wholly or not at all.

    What another program has written meanwhile stays, and is known to the interview
    from now on. InputError when the file is no response any more.
    """
    document = read_document(path)
    validate(Response, document)
    data: dict[str, Any] = dict(document.data)
    changed = interview.changed
    data["answers"] = {**data["answers"], changed: interview.data["answers"][changed]}
    _replace(path, _text(data))
    interview.data = data


def put_answers(
    path: Path, answers: Mapping[str, Any], questionnaire: str | None
) -> None:
    """Put answers into a response file, all of them or none.

    A text is read as ``audit fill`` reads a typed line, any other value is taken as it
    is. InputError lists what is wrong with the response that would come of it.
    """
    document = read_document(path)
    validate(Response, document)
    asked = _asked(path, document, questionnaire)
    questions = asked.record.questions
    unknown = [name for name in answers if name not in questions]
    if unknown:
        place = str(path)
        found = (unknown_question(name, asked.record, place) for name in unknown)
        raise InputError.of(*found)
    old = document.data["answers"]
    new = {
        name: _answer(questions[name], given, old.get(name, {}))
        for name, given in answers.items()
    }
    text = _text({**document.data, "answers": {**old, **new}})
    check_response(read_json(text, str(path)), asked)
    _replace(path, text)


def _answer(question: Any, given: Any, old: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: old[key] for key in KEPT if key in old}
    if isinstance(given, str):
        return {**kept, **typed_answer(question, given.strip())}
    return {**kept, "state": "answered", "value": given}


def _text(data: Mapping[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=2, default=float)
    return f"{text}\n".encode()


def _replace(path: Path, text: bytes) -> None:
    with replacing(path, stat.S_IMODE(path.stat().st_mode)) as file:
        file.write(text)
