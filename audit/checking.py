"""Check a response file: the models, the questions, and the published schema.

The schema is the contract that editors and forms see. It is a second reader: a file
that our own checks accept and the schema refuses is refused.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.cases import Loaded, check_response, left_to_answer, load_questionnaire
from audit.errors import InputError, Problem
from audit.issuing import envelope_schema
from audit.questionnaire.schema import response_schema
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from audit.documents import Document
    from audit.questionnaire.model import Questionnaire
    from audit.response.answers import SectionProgress


def check_file(
    path: Path, questionnaire: str | None, as_of: date
) -> list[SectionProgress]:
    """Return what is left per section; InputError lists every problem."""
    with opened(path) as submission:
        document = read_response(submission)
    loaded = load_questionnaire(questionnaire or named_questionnaire(document))
    response = check_response(document, loaded)
    problems = tuple(
        response.document.at(problem)
        for problem in schema_problems(response.document.data, loaded)
    )
    if problems:
        raise InputError.of(*problems)
    return left_to_answer(response.record, loaded.record, as_of)


def named_questionnaire(document: Document) -> str:
    """Return the questionnaire's id from a response that was not checked yet."""
    data = document.data if isinstance(document.data, dict) else {}
    asked = data.get("questionnaire")
    name = asked.get("id") if isinstance(asked, dict) else None
    if not isinstance(name, str):
        message = "the response names no questionnaire"
        hint = 'add "questionnaire": {"id": …}, or give --questionnaire'
        problem = Problem("response-questionnaire", message, "/questionnaire", hint)
        raise InputError.of(document.at(problem))
    return name


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def schema_problems(data: Any, loaded: Loaded[Questionnaire]) -> Iterator[Problem]:
    """Yield what the published response schema refuses."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = response_schema(loaded.record, envelope_schema())
    # An empty registry: no reference leads to a file or the network.
    validator = Draft202012Validator(schema, registry=Registry())
    # Editors read numbers as doubles, and so are the schema's bounds: an exact 0.1 lies
    # below the double 0.1.
    for error in validator.iter_errors(json.loads(json.dumps(data, default=float))):
        pointer = "".join(f"/{_escaped(part)}" for part in error.absolute_path)
        message = f"the response schema refuses this ({error.validator})"
        yield Problem("schema", message, pointer, "compare with response.schema.json")
