"""Open a response for the interview, and put it back whole after each answer."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

from audit.cases import load_questionnaire
from audit.checking import named_questionnaire
from audit.documents import read_document, validate
from audit.errors import InputError, Problem
from audit.file_access import replacing
from audit.interview.session import Interview
from audit.response.model import Response

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

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
    beside = path.parent / "questionnaire.json"
    named = questionnaire or (beside if beside.is_file() else None)
    loaded = load_questionnaire(named or named_questionnaire(document)).record
    _refuse_section(loaded, section)
    return Interview(dict(document.data), loaded, as_of, section)


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
    text = json.dumps(data, ensure_ascii=False, indent=2, default=float) + "\n"
    with replacing(path, stat.S_IMODE(path.stat().st_mode)) as file:
        file.write(text.encode())
    interview.data = data
