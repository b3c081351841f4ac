"""Check a response file: the models, the questions, the published schema; what is left.

The schema is the contract that editors and forms see. It is a second reader: a file
that our own checks accept and the schema refuses is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.cases import Loaded, check_response, left_to_answer, load_questionnaire
from audit.errors import InputError, Problem
from audit.evidence.model import Observation
from audit.evidence.standing import (
    Remark,
    list_remarks,
    standing_of,
    standing_remarks,
)
from audit.evidence_files import observe
from audit.issuing import PLACEHOLDER, envelope_schema
from audit.questionnaire.asked import compile_gates
from audit.questionnaire.schema import response_schema
from audit.response.answers import read_answers
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from audit.documents import Document
    from audit.questionnaire.model import Questionnaire
    from audit.response.answers import SectionProgress
    from audit.response.model import Response

#: Days ahead: what is still valid today is not worth a word here.
_NEVER_SOON = -1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sound response still leaves open: questions by section, and the rest.

    Remarks that are not ``broken`` ask for what may be left out. With ``problems`` the
    response cannot be used, and what it leaves open was not looked for.
    """

    sections: list[SectionProgress]
    beside: tuple[Remark, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def questions(self) -> int:
        """Return how many questions are left."""
        return sum(len(part.left) for part in self.sections)

    @property
    def demanded(self) -> int:
        """Return how much is left beside the questions."""
        return sum(remark.broken for remark in self.beside)

    @property
    def left(self) -> tuple[str, ...]:
        """Return the questions that are left, in order."""
        return tuple(name for part in self.sections for name in part.left)

    @property
    def complete(self) -> bool:
        """Tell whether the response can be used and leaves nothing open."""
        return not (self.problems or self.questions or self.demanded)


def check_file(
    path: Path, questionnaire: str | None, as_of: date
) -> list[SectionProgress]:
    """Return what is left per section; InputError lists every problem."""
    return check_whole(path, questionnaire, as_of).sections


def check_whole(path: Path, questionnaire: str | None, as_of: date) -> Checked:
    """Return everything that is left; InputError lists every problem."""
    with opened(path) as submission:
        document = read_response(submission)
        loaded = load_questionnaire(questionnaire or named_questionnaire(document))
        response = check_response(document, loaded).record
        seen = observe(response.evidence, submission.evidence)
        if str(path) == "-":  # it came without a folder
            seen = tuple(
                Observation(id=i.id, sha256=i.sha256) for i in response.evidence
            )
    problems = schema_problems(document.data, loaded)
    if placed := tuple(document.at(problem) for problem in problems):
        raise InputError.of(*placed)
    sections = left_to_answer(response, loaded.record, as_of)
    remarks = (
        *_vendor(response, loaded.record),
        *_evidence(response, loaded.record, seen, as_of),
    )
    return Checked(sections, remarks)


def _vendor(response: Response, questionnaire: Questionnaire) -> Iterator[Remark]:
    """Yield what the vendor has not yet said of itself."""
    vendor = response.vendor
    if vendor.name == PLACEHOLDER:
        yield _left("/vendor/name", "not filled in", "write the full company name")
    if vendor.registration_no in {None, PLACEHOLDER}:
        to_do = "write the registration number, or remove the line"
        demanded = vendor.registration_no is not None
        yield _left("/vendor/registration_no", "not filled in", to_do, demanded)
    if vendor.contact is None:
        to_do = "add name and e-mail of the person to turn to"
        yield _left("/vendor/contact", "no contact person", to_do, False)
    if response.authored == questionnaire.date:
        text = f"still the questionnaire's own day, {response.authored}"
        yield _left("/authored", text, "write the day of your answers")
    if not response.respondents:
        to_do = "list who answered, and name them in the answers"
        yield _left("/respondents", "nobody is named", to_do, False)
    if response.attestation is None:
        to_do = "add name, role, date and statement of whoever vouches for the answers"
        yield _left("/attestation", "nobody vouches for the answers", to_do)


def _left(place: str, message: str, to_do: str, demanded: bool = True) -> Remark:
    return Remark("left", place, message, to_do, demanded)


def _evidence(
    response: Response,
    questionnaire: Questionnaire,
    seen: tuple[Observation, ...],
    as_of: date,
) -> Iterator[Remark]:
    """Yield listed files that back nothing, and how many answers lack evidence."""
    standings = {
        item.id: standing_of(item, one, as_of, _NEVER_SOON)
        for item, one in zip(response.evidence, seen, strict=True)
    }
    yield from standing_remarks(response.evidence, standings)
    book = read_answers(response, questionnaire, compile_gates(questionnaire), as_of)
    remarks = list_remarks(response, questionnaire, book)
    if bare := sum(remark.kind == "unbacked" for remark in remarks):
        text = f"{bare} answers name none of the evidence that is expected"
        yield _left("/evidence", text, "audit evidence check lists them", False)


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
