"""Begin a new response with the answers of an earlier one, read from its file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.cases import check_response
from audit.checking import schema_problems
from audit.documents import read_json, validate
from audit.errors import InputError
from audit.response.carry import Carried, carry_over
from audit.response.migrate import migrate
from audit.response.model import Response
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from audit.cases import Loaded
    from audit.questionnaire.model import Language, Questionnaire


def carry_file(
    path: Path, questionnaire: Loaded[Questionnaire], as_of: date, language: Language
) -> Carried:
    """Return what a response (.json or .zip) gives for a new one, all plain JSON.

    InputError when it answers another questionnaire, a newer version, or one that no
    migration leads from.
    """
    with opened(path) as submission:
        document = read_response(submission)
    validate(Response, document)
    digest = questionnaire.digest
    migrated = migrate(document.data, questionnaire.record, digest)
    if migrated.problems:
        raise InputError.of(*map(document.at, migrated.problems))
    carried = carry_over(
        migrated, questionnaire.record, document.digest, as_of, language
    )
    text = json.dumps(carried.data, ensure_ascii=False, default=float)
    _check(text, str(path), questionnaire)
    return replace(carried, data=json.loads(text))


def _check(text: str, file: str, questionnaire: Loaded[Questionnaire]) -> None:
    """Hold the new response to what every response is held to."""
    written = read_json(text.encode(), file)
    check_response(written, questionnaire)
    refused = tuple(schema_problems(written.data, questionnaire))
    if refused:
        raise InputError.of(*map(written.at, refused))
