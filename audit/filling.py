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


def save_response(path: Path, data: dict[str, Any]) -> None:
    """Write the response in place of the old one, or not at all."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=float) + "\n"
    with replacing(path, stat.S_IMODE(path.stat().st_mode)) as file:
        file.write(text.encode())
