"""Check a response file: the models, the questions, and the published schema.

The schema is the contract that editors and forms see. It is a second reader: a file
that our own checks accept and the schema refuses is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.cases import Loaded, check_response, left_to_answer, load_questionnaire
from audit.documents import read_document
from audit.errors import InputError, Problem
from audit.issuing import envelope_schema
from audit.questionnaire.schema import response_schema

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
    document = read_document(path)
    loaded = load_questionnaire(questionnaire or _named_by(document))
    response = check_response(document, loaded)
    problems = tuple(
        response.document.at(problem)
        for problem in schema_problems(response.document.data, loaded)
    )
    if problems:
        raise InputError.of(*problems)
    return left_to_answer(response.record, loaded.record, as_of)


def _named_by(document: Document) -> str:
    data = document.data if isinstance(document.data, dict) else {}
    asked = data.get("questionnaire")
    name = asked.get("id") if isinstance(asked, dict) else None
    if not isinstance(name, str):
        message = "the response names no questionnaire"
        hint = 'add "questionnaire": {"id": …}, or give --questionnaire'
        problem = Problem("response-questionnaire", message, "/questionnaire", hint)
        raise InputError.of(document.at(problem))
    return name


def schema_problems(data: Any, loaded: Loaded[Questionnaire]) -> Iterator[Problem]:
    """Yield what the published response schema refuses."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = response_schema(loaded.record, envelope_schema())
    # An empty registry: no reference leads to a file or the network.
    validator = Draft202012Validator(schema, registry=Registry())
    for error in validator.iter_errors(data):
        pointer = "".join(f"/{part}" for part in error.absolute_path)
        message = f"the response schema refuses this ({error.validator})"
        yield Problem("schema", message, pointer, "compare with response.schema.json")
